import BusinessTime
import Contracts
import FoundationEssentials

/// Cases in, answers out, line by line, within constant memory.
struct CaseStream {
    private let calendars: [String: WorkCalendar]
    /// What is asked where a line does not say.
    private let standard: String
    private var rest: [UInt8] = []
    private var isTooLong = false
    private var line = 0
    /// Lines that got an error for an answer.
    private(set) var errors = 0

    /// Longest line in bytes.
    static let longest = 1 << 20

    init(_ calendars: [String: WorkCalendar], standard: String) {
        self.calendars = calendars
        self.standard = standard
    }

    /// Answers every line that ends in this piece.
    mutating func answers(_ piece: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(piece.count / 4)
        let bytes = rest + piece
        var from = 0
        while let end = bytes[from...].firstIndex(of: UInt8(ascii: "\n")) {
            answer(bytes[from..<end], to: &out)
            from = end + 1
        }
        rest = Array(bytes[from...])
        if rest.count > Self.longest {
            isTooLong = true
            rest = []
        }
        return out
    }

    /// Answers a last line without line feed.
    mutating func end() -> [UInt8] {
        var out: [UInt8] = []
        if !rest.isEmpty || isTooLong { answer(rest[...], to: &out) }
        rest = []
        return out
    }

    private mutating func answer(_ bytes: ArraySlice<UInt8>, to out: inout [UInt8]) {
        line += 1
        let wasTooLong = isTooLong || bytes.count > Self.longest
        isTooLong = false
        if wasTooLong { return complain("the line is longer than \(Self.longest) bytes", [], to: &out) }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return }
        var id: [UInt8] = []
        do throws(CaseProblem) {
            var scanner = CaseScanner(bytes)
            let fields = if let usual = scanner.fields() { usual } else { try CaseFields(bytes) }
            id = fields.id
            let asked = try fields.question(standard)
            guard let calendar = calendars[asked.calendar] else {
                throw CaseProblem("there is no calendar '\(asked.calendar.prefix(80))' in the file")
            }
            answer(asked, calendar, to: &out)
        } catch {
            complain(error.message, id, to: &out)
        }
    }

    private func answer(_ asked: BusinessCase, _ calendar: WorkCalendar, to out: inout [UInt8]) {
        switch asked.question {
        case .due(let minutes):
            let due = calendar.due(start: asked.start, budget: .seconds(minutes * 60), pauses: asked.pauses)
            out += "{\"due\":".utf8
            if let due { Self.write(due, to: &out) } else { out += "null".utf8 }
        case .elapsed(let end):
            out += "{\"elapsed_seconds\":".utf8
            Self.write(calendar.elapsed(start: asked.start, end: end, pauses: asked.pauses), to: &out)
        }
        if !asked.id.isEmpty {
            out += ",\"id\":".utf8
            out += asked.id
        }
        out += "}\n".utf8
    }

    private mutating func complain(_ message: String, _ id: [UInt8], to out: inout [UInt8]) {
        errors += 1
        out += "{\"error\":\(JSONValue.string(message).text)".utf8
        if !id.isEmpty {
            out += ",\"id\":".utf8
            out += id
        }
        out += ",\"line\":\(line)}\n".utf8
    }

    /// RFC 3339 with decimals only where there are any.
    private static func write(_ date: Date, to out: inout [UInt8]) {
        let text = Array(RFC3339.text(date).utf8)
        let isWhole = text.dropLast().suffix(6).allSatisfy { $0 == UInt8(ascii: "0") }
        out.append(UInt8(ascii: "\""))
        out += isWhole ? text.prefix(19) : text.dropLast()
        out += "Z\"".utf8
    }

    /// Seconds with decimals only where there are any.
    private static func write(_ duration: Duration, to out: inout [UInt8]) {
        let (seconds, attoseconds) = duration.components
        out += String(seconds).utf8
        guard attoseconds > 0 else { return }
        let digits = String(1_000_000 + attoseconds / 1_000_000_000_000).utf8.dropFirst()
        out.append(UInt8(ascii: "."))
        out += digits.reversed().drop { $0 == UInt8(ascii: "0") }.reversed()
    }
}
