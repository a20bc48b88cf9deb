import Contracts

/// One message of a file.
struct SubmittedRequest: Sendable, Equatable {
    /// File, and number within it when it holds several.
    let place: String
    let body: [UInt8]

    /// The messages of a file, or of standard input (`-`).
    static func all(in name: String, input: () -> [UInt8]) throws -> [SubmittedRequest] {
        name == "-" ? try all(in: input(), "stdin") : try all(in: MailFiles.contents(of: name), name)
    }

    /// The messages that bytes hold: an object, an array, or JSON Lines.
    static func all(in bytes: [UInt8], _ label: String) throws -> [SubmittedRequest] {
        do {
            let document = try JSONDocument(bytes, maxValues: 50_000_000)
            guard case .array(let values) = document.root else { return [SubmittedRequest(place: label, body: bytes)] }
            return values.enumerated().map { request($0.element, label, $0.offset) }
        } catch {
            let lines = bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d })
            guard lines.count > 1 else { throw Failure(.badData, "\(label): \(error)") }
            return try lines.enumerated().map { try lineRequest(Array($0.element), label, $0.offset) }
        }
    }

    private static func request(_ value: JSONValue, _ label: String, _ index: Int) -> SubmittedRequest {
        SubmittedRequest(place: "\(label)[\(index)]", body: Array(value.text.utf8))
    }

    private static func lineRequest(_ line: [UInt8], _ label: String, _ index: Int) throws -> SubmittedRequest {
        do throws(JSONSyntaxError) { _ = try JSONDocument(line) } catch {
            throw Failure(.badData, "\(label), line \(index + 1): \(error)")
        }
        return SubmittedRequest(place: "\(label):\(index + 1)", body: line)
    }
}
