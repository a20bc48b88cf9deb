public import BusinessTime
public import Setup

/// Every calendar compiled, and which of them counts for a country.
public struct Calendars: Sendable {
    /// Round the clock everywhere.
    public static let builtIn = Calendars(book: .builtIn, compiled: [:])

    private let book: CalendarBook
    private let compiled: [String: WorkCalendar]

    /// Compiles a book.
    ///
    /// - Throws: `CalendarError` for a calendar that cannot be read; loading a better one helps.
    public init(_ book: CalendarBook) throws(CalendarError) {
        var compiled: [String: WorkCalendar] = [:]
        for (name, definition) in book.calendars { compiled[name] = try WorkCalendar(definition, mustOpenAfter: nil) }
        self.init(book: book, compiled: compiled)
    }

    private init(book: CalendarBook, compiled: [String: WorkCalendar]) {
        self.book = book
        self.compiled = compiled
    }

    /// The calendar that counts the business time of tickets from a country.
    public func calendar(for country: String?) -> (name: String, calendar: WorkCalendar) {
        let name = book.name(forCountry: country)
        return compiled[name].map { (name, $0) } ?? (CalendarBook.alwaysName, WallCalendar.always)
    }
}
