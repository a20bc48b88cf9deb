/// A file's bytes, within the bounds that keep its reader from harm.
struct HolidayText {
    static let mostBytes = 1 << 20
    static let mostEvents = 5_000
    private static let longestLine = 64 << 10
    private static let deepest = 8

    /// Without byte-order mark; holds no zero byte.
    let bytes: [UInt8]

    init(_ file: [UInt8]) throws(HolidayFileError) {
        guard file.count <= Self.mostBytes else { throw .tooLarge("more than 1 MiB") }
        guard !file.contains(0) else { throw .notICalendar }
        bytes = file.starts(with: [0xef, 0xbb, 0xbf]) ? Array(file.dropFirst(3)) : file
        try checkLines()
    }

    /// The parser frees components by calling itself, so their depth is bounded here.
    private func checkLines() throws(HolidayFileError) {
        var depth = 0
        var events = 0
        var isCalendar = false
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            guard line.count <= Self.longestLine else { throw .tooLarge("a line of more than 64 KiB") }
            let word = String(decoding: line.prefix(24), as: UTF8.self).uppercased().filter { !$0.isWhitespace }
            if word.hasPrefix("BEGIN") { depth += 1 }
            if word.hasPrefix("END:") { depth -= 1 }
            guard depth >= 0 else { throw .notICalendar }
            if word.hasPrefix("BEGIN:VCALENDAR") { isCalendar = true }
            if word.hasPrefix("BEGIN:VEVENT") { events += 1 }
            guard depth <= Self.deepest else { throw .tooLarge("more than \(Self.deepest) levels of BEGIN") }
            guard events <= Self.mostEvents else { throw .tooLarge("more than \(Self.mostEvents) events") }
        }
        guard isCalendar else { throw .notICalendar }
    }
}
