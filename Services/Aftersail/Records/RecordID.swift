import FoundationEssentials

/// Ids on the command line.
enum RecordID {
    static func read(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else {
            throw Failure(.badData, "'\(text)' is no id; copy one from the list (8-4-4-4-12 hexadecimal digits)")
        }
        return id
    }
}
