/// Whose domain an address belongs to, as far as its letters tell.
enum MailDomain {
    /// The part that somebody has registered, so that answers from ever new sub-domains count as one domain's.
    ///
    /// Without a list of all registries: the last two labels, three where the second one is a registry's own (`co.uk`,
    /// `com.cn`). Too wide a guess makes mail wait for a while, too narrow a one is stopped by the budget of all.
    static func registered(_ address: String) -> String {
        guard let at = address.utf8.firstIndex(of: UInt8(ascii: "@")) else { return "" }
        let domain = address[address.utf8.index(after: at)...].lowercased()
        let labels = domain.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
        guard labels.count > 2 else { return labels.joined(separator: ".") }
        let (second, top) = (labels[labels.count - 2], labels[labels.count - 1])
        let isRegistry = top.utf8.count == 2 && (registries.contains(second) || second.utf8.count <= 2)
        return labels.suffix(isRegistry ? 3 : 2).joined(separator: ".")
    }

    /// Labels below a country under which everybody registers.
    private static let registries: Set<String> = [
        "ac", "asso", "biz", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "id", "ind", "info", "ltd", "me",
        "mil",
        "name", "ne", "net", "nom", "or", "org", "plc", "sch",
    ]

    /// Where everybody may have a mailbox: many customers, none of whom is another's loop.
    static let providers: Set<String> = [
        "126.com", "139.com", "163.com", "188.com", "21cn.com", "aliyun.com", "foxmail.com", "qq.com", "sina.com",
        "sohu.com",
        "aol.com", "att.net", "bellsouth.net", "comcast.net", "cox.net", "gmail.com", "googlemail.com", "hotmail.com",
        "icloud.com", "live.com", "mac.com", "mail.com", "me.com", "msn.com", "outlook.com", "proton.me",
        "protonmail.com",
        "rocketmail.com", "sbcglobal.net", "verizon.net", "yahoo.com", "ymail.com",
        "arcor.de", "freenet.de", "gmx.at", "gmx.ch", "gmx.de", "gmx.net", "online.de", "posteo.de", "t-online.de",
        "web.de",
        "bluewin.ch", "free.fr", "hotmail.fr", "laposte.net", "live.fr", "orange.fr", "outlook.fr", "sfr.fr",
        "wanadoo.fr",
        "yahoo.fr", "alice.it", "libero.it", "tiscali.it", "virgilio.it", "hotmail.es", "telefonica.net", "yahoo.es",
        "bol.com.br", "hotmail.com.ar", "terra.com.br", "uol.com.br", "yahoo.com.ar", "yahoo.com.br", "yahoo.com.mx",
        "bigpond.com", "btinternet.com", "hotmail.co.uk", "live.co.uk", "outlook.de", "hotmail.de", "yahoo.co.uk",
        "yahoo.de", "yahoo.com.au", "sky.com", "virginmedia.com",
        "daum.net", "hanmail.net", "naver.com", "docomo.ne.jp", "ezweb.ne.jp", "nifty.com", "softbank.ne.jp",
        "yahoo.co.jp",
        "rediffmail.com", "yahoo.co.in", "yahoo.com.vn", "yahoo.co.id", "bk.ru", "inbox.ru", "list.ru", "mail.ru",
        "rambler.ru", "ya.ru", "yandex.ru", "yandex.com", "ukr.net", "o2.pl", "onet.pl", "wp.pl", "interia.pl",
        "seznam.cz",
        "zoho.com", "fastmail.com", "hey.com", "tutanota.com",
    ]
}
