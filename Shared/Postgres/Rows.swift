/// What one statement returned; cheap to copy, decoded value by value on demand.
public struct Rows: Sendable, RandomAccessCollection {
    private let result: ResultSet?

    /// Rows inserted, updated, deleted or selected.
    public let affected: Int

    init(_ result: ResultSet?) {
        self.result = result
        affected = result?.affected ?? 0
    }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// Number of rows.
    public var endIndex: Int { result?.count ?? 0 }

    /// Stops the process when out of bounds, as an array does.
    public subscript(position: Int) -> Row {
        guard let result, indices.contains(position) else { preconditionFailure("row \(position) is out of bounds") }
        return Row(result: result, index: position)
    }
}
