/// Names of days and months of one language, and how a date is put together.
struct CalendarWords: Sendable {
    /// Monday first.
    let weekdays: [String]
    let months: [String]
    let pattern: @Sendable (_ weekday: String, _ day: Int, _ month: String, _ year: Int, _ time: String) -> String

    func phrase(_ day: CivilDay, _ time: String) -> String {
        pattern(weekdays[day.weekday], day.day, months[day.month - 1], day.year, time)
    }

    static func of(_ language: String) -> CalendarWords {
        switch language {
        case "zh": chinese
        case "es": spanish
        case "de": german
        case "ar": arabic
        case "vi": vietnamese
        default: english
        }
    }

    private static let english = CalendarWords(
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        pattern: { "\($0) \($1) \($2) \($3), \($4)" }
    )

    private static let chinese = CalendarWords(
        weekdays: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
        months: (1...12).map { "\($0)月" },
        pattern: { "\($3)年\($2)\($1)日\($0) \($4)" }
    )

    private static let spanish = CalendarWords(
        weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        months: [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ],
        pattern: { "\($0), \($1) de \($2) de \($3), \($4)" }
    )

    private static let german = CalendarWords(
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember",
        ],
        pattern: { "\($0), \($1). \($2) \($3), \($4)" }
    )

    private static let arabic = CalendarWords(
        weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        months: [
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
            "ديسمبر",
        ],
        pattern: { "\($0) \($1) \($2) \($3)، \u{2066}\($4)\u{2069}" }
    )

    private static let vietnamese = CalendarWords(
        weekdays: ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"],
        months: (1...12).map { "tháng \($0)" },
        pattern: { "\($0), ngày \($1) \($2) năm \($3), \($4)" }
    )
}
