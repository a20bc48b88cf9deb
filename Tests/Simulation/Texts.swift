import Contracts
import FoundationEssentials

/// What customers write: about every category, in their language.
enum Texts {
    /// The request that an adapter posts for a first message.
    static func opening(_ arrival: Arrival) throws -> [UInt8] {
        let language = arrival.customer.country.language
        let texts = openings[language] ?? openings["en", default: []]
        let text = texts[arrival.text % texts.count]
        let tone = tones[language] ?? ("", "")
        let extra =
            switch arrival.tone {
            case .plain: ""
            case .urgent: " " + tone.urgent
            case .dangerous: " " + tone.dangerous
            }
        return try request(
            arrival.customer,
            id: arrival.externalID,
            subject: text.subject,
            body: text.body + extra,
            at: arrival.at,
            inReplyTo: nil
        )
    }

    /// The request for a further message in the same conversation.
    static func further(_ arrival: Arrival, id: String, at instant: Date) throws -> [UInt8] {
        let language = arrival.customer.country.language
        let texts = openings[language] ?? openings["en", default: []]
        return try request(
            arrival.customer,
            id: id,
            subject: "Re: " + texts[arrival.text % texts.count].subject,
            body: answers[language] ?? "12345-678",
            at: instant,
            inReplyTo: [arrival.externalID]
        )
    }

    private static func request(
        _ customer: Customer,
        id: String,
        subject: String,
        body: String,
        at instant: Date,
        inReplyTo: [String]?
    ) throws -> [UInt8] {
        try WireJSON.encode(
            Draft(
                channel: "email",
                account: "support@aftersail.example",
                externalId: id,
                receivedAt: RFC3339.text(instant),
                sender: ["name": "Customer \(customer.number)", "email": customer.email],
                subject: subject,
                body: body,
                country: customer.country.code,
                inReplyTo: inReplyTo
            )
        )
    }

    private struct Draft: Encodable {
        let channel, account, externalId, receivedAt: String
        let sender: [String: String]
        let subject, body, country: String
        let inReplyTo: [String]?
    }

    private static let answers = [
        "en": "Serial number 12345-678, bought in May.", "de": "Seriennummer 12345-678, gekauft im Mai.",
        "es": "Número de serie 12345-678, comprado en mayo.", "pt": "Número de série 12345-678, comprado em maio.",
        "fr": "Numéro de série 12345-678, acheté en mai.", "zh": "序列号12345-678，五月购买。",
        "vi": "Số sê-ri 12345-678, mua vào tháng Năm.", "ar": "الرقم التسلسلي 12345-678، في مايو.",
    ]

    private static let tones = [
        "en": ("It is urgent.", "It is urgent, there was smoke and sparks."),
        "de": ("Es ist dringend.", "Es ist dringend, es gab Rauch und Funken."),
        "es": ("Es urgente.", "Es urgente, hubo humo y chispas."), "pt": ("É urgente.", "É urgente, saiu fumaça."),
        "fr": ("C'est urgent.", "C'est urgent, il y a eu des étincelles."), "zh": ("很急。", "很急，冒烟了。"),
        "vi": ("Gấp.", "Gấp, có khói."), "ar": ("الأمر عاجل.", "الأمر عاجل."),
    ].mapValues { (urgent: $0.0, dangerous: $0.1) }

    private static let openings: [String: [(subject: String, body: String)]] = [
        "en": [
            ("Machine stopped", "The coffee machine stopped working yesterday and shows error code E12."),
            ("Where is my order", "My order has not arrived, the parcel tracking shows no movement."),
            ("Invoice", "Please send me the invoice for my order, the amount charged is wrong."),
            ("Spare part", "I need a spare part for the pump, the seal kit."),
            ("How to", "How do I set up the machine for the first time?"),
            ("Complaint", "I want to make a complaint about your service."),
            ("Return", "What is your return policy and is the warranty still valid?"),
        ],
        "de": [
            ("Maschine defekt", "Die Kaffeemaschine funktioniert nicht mehr und zeigt Fehlercode E12."),
            ("Lieferung fehlt", "Meine Bestellung ist seit drei Wochen unterwegs, die Sendung kommt nicht an."),
            ("Rechnung", "Bitte senden Sie mir die Rechnung, der abgebuchte Betrag ist falsch."),
            ("Ersatzteil", "Ich brauche ein Ersatzteil für die Pumpe."),
            ("Bedienung", "Wie richte ich die Maschine zum ersten Mal ein?"),
        ],
        "es": [
            ("No funciona", "La cafetera no funciona y aparece un código de error."),
            ("Factura", "Necesito la factura de mi pedido, el importe cobrado no es correcto."),
            ("Envío", "Mi pedido no ha llegado, el paquete no se mueve."),
            ("Repuesto", "Necesito un repuesto para la bomba."),
        ],
        "pt": [
            ("Não funciona", "A máquina de café não funciona e mostra um código de erro."),
            ("Nota fiscal", "Preciso da nota fiscal do meu pedido, o valor cobrado está errado."),
            ("Peça", "Preciso de uma peça de reposição para a bomba."),
        ],
        "fr": [
            ("En panne", "La machine à café ne fonctionne plus et affiche un code erreur."),
            ("Facture", "Je voudrais la facture de ma commande, le montant est faux."),
            ("Livraison", "Ma commande n'est pas arrivée, le colis ne bouge plus."),
        ],
        "zh": [
            ("机器坏了", "咖啡机昨天突然不能用了，屏幕显示故障代码。"), ("发票", "请给我开订单的发票，金额不对。"),
            ("物流", "我的订单还没有收到，快递没有更新。"), ("配件", "我需要水泵的配件。"),
            ("怎么使用", "第一次使用这台机器怎么设置？"),
        ],
        "vi": [
            ("Cách sử dụng", "Làm thế nào để cài đặt máy lần đầu tiên?"),
            ("Máy hỏng", "Máy pha cà phê không hoạt động và báo lỗi."),
        ],
        "ar": [
            ("قطع غيار", "أحتاج إلى قطعة غيار للمضخة."), ("عطل", "الآلة لا تعمل وتظهر رمز خطأ."),
        ],
    ]
}
