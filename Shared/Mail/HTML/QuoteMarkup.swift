/// How mail programs mark quotations in HTML: the one place where they are listed.
enum QuoteMarkup {
    enum Meaning {
        /// What the element holds is quoted.
        case encloses
        /// Everything from here on is quoted.
        case begins
    }

    private static let enclosingClasses: Set<String> = [
        "gmail_quote", "gmail_quote_container", "gmail_attr", "gmail_extra_quote", "yahoo_quoted", "moz-cite-prefix",
        "moz-forward-container", "protonmail_quote", "zmail_extra", "zmail_extra_hr", "mail_quote_container",
        "tutanota_quote",
        "yahooquoted", "quotedreplyblock", "wordsection-quote", "ntes-mailmaster-quote", "mailmasterquote",
        "email_quote",
        "mcntmcntquote", "history_container", "quotedtext", "gmail_signature_prefix_quote",
    ]
    private static let enclosingIDs: Set<String> = [
        "isreplycontent", "replysplit", "yahoo_quoted", "reply-intro", "qm_quote",
        "mail-editor-reference-message-container",
        "isforwardcontent", "ntes-mailmaster-quote", "origbody", "spnmailreply",
    ]
    private static let beginningClasses: Set<String> = ["outlookmessageheader", "mailquote-begin", "hmmessage-quote"]
    private static let beginningIDs: Set<String> = [
        "appendonsend", "divrplyfwdmsg", "mailcontainer-quote", "stopspelling", "x_divrplyfwdmsg", "x_appendonsend",
        "outlookmessageheader", "ms-outlook-mobile-body-separator-line",
    ]

    static func meaning(_ tag: HTMLScanner.Tag) -> Meaning? {
        if tag.attributes.isEmpty { return nil }
        if tag.name == "blockquote", tag.attributes["type"]?.lowercased() == "cite" { return .encloses }
        if tag.attributes["name"]?.lowercased() == "messagereplysection" { return .encloses }
        if tag.attributes["name"]?.lowercased() == "quote" { return .encloses }
        if let id = tag.attributes["id"]?.lowercased(), !id.isEmpty {
            if beginningIDs.contains(id) { return .begins }
            if enclosingIDs.contains(id) || id.hasPrefix("yahoo_quoted") { return .encloses }
        }
        for name in (tag.attributes["class"] ?? "").lowercased().split(separator: " ") {
            if beginningClasses.contains(String(name)) { return .begins }
            if enclosingClasses.contains(String(name)) { return .encloses }
        }
        // Outlook's desktop program has no name for it: a rule above the block with From and Sent.
        let style = (tag.attributes["style"] ?? "").lowercased().filter { $0 != " " }
        if tag.name == "div", style.contains("border:none;border-top:solid#") || style.hasPrefix("border-top:solid#") {
            return .begins
        }
        return nil
    }
}
