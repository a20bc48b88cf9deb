import BusinessTime
import Contracts
import FoundationEssentials

/// Cases in, answers out, line by line, within constant memory.
struct CaseStream {
    private let calendars: [String: WorkCalendar]
    /// What is asked where a line does not say.
    private let standard: String
    private var stream = LineStream(longest: 1 << 20)
    /// Lines that got an error for an answer.
    private(set) var errors = 0

    init(_ calendars: [String: WorkCalendar], standard: String) {
        self.calendars = calendars
        self.standard = standard
    }

    /// Answers every line that ends in this piece.
    mutating func answers(_ piece: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(piece.count / 4)
        for line in stream.lines(piece) { answer(line, to: &out) }
        return out
    }

    /// Answers a last line without line feed.
    mutating func end() -> [UInt8] {
        var out: [UInt8] = []
        for line in stream.end() { answer(line, to: &out) }
        return out
    }

    private mutating func answer(_ line: LineStream.Line, to out: inout [UInt8]) {
        guard let bytes = line.bytes else {
            return complain("the line is longer than \(stream.longest) bytes", [], at: line.number, to: &out)
        }
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
            complain(error.message, id, at: line.number, to: &out)
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

    private mutating func complain(_ message: String, _ id: [UInt8], at line: Int, to out: inout [UInt8]) {
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
