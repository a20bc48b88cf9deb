/// What to call a customer whose name is unknown, fitting the templates' salutations.
enum PoliteAddress {
    static func general(_ language: String) -> String {
        switch language {
        case "zh": "客户"
        case "es": "cliente"
        case "de": "liebe Kundin, lieber Kunde"
        case "ar": "العميل الكريم"
        case "vi": "Quý khách"
        default: "customer"
        }
    }
}
