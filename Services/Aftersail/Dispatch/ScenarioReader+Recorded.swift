import Contracts
import FoundationEssentials
import Setup
import Tickets
import Workforce

extension ScenarioReader {
    /// Tickets as they came, one JSON object a line: `at` or `opened`, and `category`, `language`, `country`, `priority`,
    /// `workMinutes` where they are known.
    mutating func recorded(_ value: JSONValue, in folder: String) -> [Arrival] {
        guard let name = value.string, !name.isEmpty else {
            complain("recorded", "write the name of a file of JSON lines")
            return []
        }
        let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            complain("recorded", "\(path) cannot be read; put the file there or name another")
            return []
        }
        var stream = LineStream(longest: 1 << 20)
        var arrivals: [Arrival] = []
        for line in stream.lines([UInt8](bytes)) + stream.end() where problems.count < 20 {
            if let arrival = arrival(line) { arrivals.append(arrival) }
        }
        return arrivals
    }

    private mutating func arrival(_ line: LineStream.Line) -> Arrival? {
        let path = "recorded line \(line.number)"
        guard let bytes = line.bytes, let value = try? JSONDocument(Array(bytes)).root, case .object = value else {
            complain(path, "this is no JSON object")
            return nil
        }
        let before = problems.count
        let arrival = Arrival(
            at: instant(value["at"] == .null ? value["opened"] : value["at"], "\(path): at"),
            category: value["category"] == .null ? nil : category(value["category"].shown, "\(path): category"),
            language: language(value["language"], "\(path): language"),
            country: country(value["country"], "\(path): country"),
            priority: value["priority"] == .null ? .p3 : priority(value["priority"].shown, "\(path): priority") ?? .p3,
            work: value["workMinutes"] == .null
                ? nil : number(value["workMinutes"], "\(path): workMinutes", 0.1...100_000)
        )
        return problems.count == before ? arrival : nil
    }
}
