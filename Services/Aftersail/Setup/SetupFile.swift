import Contracts
import Digest
import Setup

/// One setup file, read and checked by itself.
struct SetupFile: Sendable {
    let name: String
    let kind: SetupKind
    /// The document without its `kind`.
    let body: JSONValue
    /// Bytes of the iCalendar files that calendars name, by name.
    var holidayFiles: [String: [UInt8]] = [:]

    /// Bytes that are compared: names sorted, no space.
    var canonical: String { body.text }

    var sha256: [UInt8] { Digest.sha256(Array(canonical.utf8)) }

    /// The document as one of our types.
    ///
    /// - Throws: `SetupProblem` with the path of the field.
    func decoded<Body: Decodable>(_ type: Body.Type) throws -> Body {
        do {
            return try WireJSON.decode(type, from: Array(canonical.utf8))
        } catch let error as DecodingError {
            throw SetupProblem(error)
        }
    }
}

extension SetupProblem {
    /// The field and what was expected, without the value.
    init(_ error: DecodingError) {
        let (what, context): (String, DecodingError.Context) =
            switch error {
            case .keyNotFound(let key, let context): ("the field '\(key.stringValue)' is missing; add it", context)
            case .typeMismatch(let type, let context): ("this should be of type \(type)", context)
            case .valueNotFound(let type, let context): ("this is empty; write a value of type \(type)", context)
            case .dataCorrupted(let context): (context.debugDescription, context)
            @unknown default: ("this is not readable", .init(codingPath: [], debugDescription: ""))
            }
        var path = ""
        for key in context.codingPath {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
        self.init(path, what)
    }
}
