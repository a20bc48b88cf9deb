import Contracts
import FoundationEssentials

/// Believable messages by number: the same number always makes the same message, but for its instant.
public enum Requests {
    private static let texts: [(language: String, country: String, subject: String, body: String)] = [
        ("en", "US", "Machine stopped", "The coffee machine stopped working yesterday and shows error E12."),
        ("de", "DE", "Lieferung fehlt", "Meine Bestellung ist seit drei Wochen unterwegs, die Sendung kommt nicht an."),
        ("es", "ES", "Factura", "Necesito la factura de mi pedido, el importe cobrado no es correcto."),
        ("zh", "CN", "机器坏了", "咖啡机昨天突然不能用了，屏幕显示故障代码。"),
        ("ar", "AE", "قطع غيار", "أحتاج إلى قطعة غيار للمضخة في أسرع وقت."),
        ("vi", "VN", "Cách sử dụng", "Làm thế nào để cài đặt máy lần đầu tiên?"),
    ]

    /// Requests numbered from `first`, each from a customer of its own.
    public static func make(_ count: Int, from first: Int = 1, marker: String = "") throws -> [[UInt8]] {
        try (first..<first + count).map { number in
            try make(
                number,
                externalID: "<test-\(number)@mail.example>",
                body: texts[number % texts.count].body + marker
            )
        }
    }

    /// One request; what is not given follows from its number.
    public static func make(
        _ number: Int,
        externalID: String,
        subject: String? = nil,
        body: String? = nil
    ) throws -> [UInt8] {
        try make(number, externalID: externalID, subject: subject, body: body, inReplyTo: nil)
    }

    /// A further message of customer `number`, in reply to the request of that number.
    public static func reply(to number: Int) throws -> [UInt8] {
        try make(
            number,
            externalID: "<reply-\(number)@mail.example>",
            subject: "Re: \(texts[number % texts.count].subject)",
            body: nil,
            inReplyTo: ["<test-\(number)@mail.example>"]
        )
    }

    private static func make(
        _ number: Int,
        externalID: String,
        subject: String?,
        body: String?,
        inReplyTo: [String]?
    ) throws -> [UInt8] {
        let text = texts[number % texts.count]
        return try WireJSON.encode(
            Draft(
                channel: "email",
                account: "support@aftersail.example",
                externalId: externalID,
                receivedAt: RFC3339.text(Date()),
                sender: ["name": "Customer \(number)", "email": "customer\(number)@mail.example"],
                subject: subject ?? text.subject,
                body: body ?? text.body,
                country: text.country,
                inReplyTo: inReplyTo
            )
        )
    }

    private struct Draft: Encodable {
        let channel, account, externalId, receivedAt: String
        let sender: [String: String]
        let subject, body, country: String
        var inReplyTo: [String]?
    }
}
