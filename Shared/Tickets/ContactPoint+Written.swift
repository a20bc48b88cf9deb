extension ContactPoint {
    /// A contact point as a person writes it down: a mail address, `channel:name` such as `whatsapp:anna`, or a telephone
    /// number with + and its country code.
    public static func written(_ text: String) throws(ContactPointError) -> ContactPoint {
        if let colon = text.firstIndex(of: ":"), let channel = Channel(rawValue: String(text[..<colon])) {
            return try handle(String(text[colon...].dropFirst()), channel: channel)
        }
        return text.contains("@") ? try email(text) : try phone(text)
    }
}
