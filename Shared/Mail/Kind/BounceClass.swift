/// Tells whether trying again can help: by action and status, else by the words.
enum BounceClass {
    static func of(_ mail: ParsedMail, _ recipients: [Bounce.Recipient], _ status: String?, _ words: String)
        -> Bounce.Class
    {
        let actions = Set(recipients.compactMap(\.action))
        if actions == ["delayed"] { return .transient }
        let says = status.map { !$0.hasSuffix(".0.0") } ?? false
        if !says, actions.isEmpty, BounceWording.isDelay(mail.subject) || BounceWording.isDelay(words) {
            return .transient
        }
        switch status?.first {
        case "5": return .permanent
        case "4": return actions.contains("failed") && StatusCodes.plain(words)?.first == "5" ? .permanent : .transient
        default: break
        }
        if BounceWording.isUnknown(words) || BounceWording.isUnknown(mail.subject) { return .permanent }
        if BounceWording.isTransient(words) { return .transient }
        return BounceWording.isPermanent(words) || actions.contains("failed") ? .permanent : .undetermined
    }
}
