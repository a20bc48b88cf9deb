/// The way a message came in.
public enum Channel: String, Codable, CaseIterable, Hashable, Sendable {
    /// Mail, web form, live chat, a call an agent wrote down, WhatsApp, text message, our app.
    case email, web, chat, phone, whatsapp, sms, app
    /// A person at the counter.
    case walkIn = "walk_in"
    /// A machine reports by itself.
    case device
}
