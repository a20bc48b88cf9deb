/// Codes of the database in words of the six languages.
enum StaffWords {
    /// A clock, such as `first_response`.
    static func clock(_ code: String, _ language: String) -> String { word(code, clockCodes, clocks[language]) }

    /// A category, such as `spare_part`.
    static func category(_ code: String, _ language: String) -> String {
        word(code, categoryCodes, categories[language])
    }

    /// Why a ticket was taken back, such as `away`.
    static func ending(_ code: String, _ language: String) -> String { word(code, endingCodes, endings[language]) }

    /// A code that is new here shows as it is, with spaces.
    private static func word(_ code: String, _ codes: [String], _ words: [String]?) -> String {
        guard let index = codes.firstIndex(of: code), let words, words.indices.contains(index) else {
            return code.replacing("_", with: " ")
        }
        return words[index]
    }

    private static let clockCodes = [
        "acknowledgement", "first_response", "next_response", "resolution", "progress", "department",
    ]
    private static let clocks = [
        "en": [
            "acknowledgement", "first response", "next response", "resolution", "progress report", "team's time",
        ],
        "zh": ["确认收到", "首次响应", "后续响应", "解决", "进展通报", "团队处理时限"],
        "es": [
            "acuse de recibo", "primera respuesta", "siguiente respuesta", "resolución", "informe de progreso",
            "plazo del equipo",
        ],
        "de": [
            "Eingangsbestätigung", "erste Antwort", "nächste Antwort", "Lösung", "Zwischenbericht", "Zeit des Teams",
        ],
        "ar": ["إشعار الاستلام", "الرد الأول", "الرد التالي", "الحل", "تقرير التقدم", "مهلة الفريق"],
        "vi": [
            "xác nhận đã nhận", "phản hồi đầu tiên", "phản hồi tiếp theo", "giải quyết", "báo cáo tiến độ",
            "thời hạn của nhóm",
        ],
    ]

    private static let categoryCodes = [
        "technical_fault", "product_quality", "usage_question", "logistics", "policy", "spare_part", "billing",
        "complaint", "other",
    ]
    private static let categories = [
        "en": [
            "technical fault", "product quality", "question about use", "logistics", "policy", "spare part", "billing",
            "complaint", "other",
        ],
        "zh": ["技术故障", "产品质量", "使用咨询", "物流", "政策", "备件", "账单", "投诉", "其他"],
        "es": [
            "avería técnica", "calidad del producto", "consulta de uso", "logística", "condiciones", "repuesto",
            "facturación", "queja", "otros",
        ],
        "de": [
            "technischer Defekt", "Produktqualität", "Frage zur Bedienung", "Lieferung", "Bedingungen", "Ersatzteil",
            "Rechnung", "Beschwerde", "Sonstiges",
        ],
        "ar": [
            "عطل فني", "جودة المنتج", "سؤال عن الاستخدام", "الشحن", "السياسات", "قطعة غيار", "الفواتير", "شكوى", "أخرى",
        ],
        "vi": [
            "lỗi kỹ thuật", "chất lượng sản phẩm", "hỏi cách sử dụng", "vận chuyển", "chính sách", "phụ tùng",
            "hóa đơn", "khiếu nại", "khác",
        ],
    ]

    private static let endingCodes = ["away", "silent", "reassigned", "escalated", "handed_over", "shift_end"]
    private static let endings = [
        "en": [
            "you are away", "it was not answered in time", "somebody else has it now", "it was escalated",
            "it was handed over to another team", "your shift ends and it goes on",
        ],
        "zh": ["您已离岗", "未及时处理", "已转交他人", "已升级", "已转交其他团队", "您的班次结束，由他人继续"],
        "es": [
            "usted está ausente", "no se respondió a tiempo", "ahora lo lleva otra persona", "se ha escalado",
            "pasó a otro equipo", "termina su turno y el caso sigue",
        ],
        "de": [
            "Sie sind abwesend", "keine rechtzeitige Antwort", "jemand anders hat es jetzt", "es wurde eskaliert",
            "es ging an ein anderes Team", "Ihre Schicht endet, und es geht weiter",
        ],
        "ar": [
            "أنتم غير متاحين", "لم يُرد عليه في الوقت المحدد", "أُسند إلى شخص آخر", "تم تصعيده", "أُحيل إلى فريق آخر",
            "تنتهي مناوبتكم ويستمر العمل عليه",
        ],
        "vi": [
            "bạn đang vắng mặt", "không phản hồi kịp thời", "đã giao cho người khác", "đã chuyển cấp trên",
            "đã chuyển cho nhóm khác", "ca của bạn kết thúc và việc được tiếp tục",
        ],
    ]
}
