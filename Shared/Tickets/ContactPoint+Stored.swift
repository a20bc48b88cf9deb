extension ContactPoint {
    /// Channel of a handle; empty for the others.
    public var scope: String { kind == .handle ? String(value.prefix { $0 != ":" }) : "" }

    /// The value within its scope.
    public var scopedValue: String { kind == .handle ? String(value.dropFirst(scope.count + 1)) : value }

    /// Kind, scope and value in one text, as messages keep their sender's.
    public var stored: String { "\(kind.rawValue):\(value)" }
}
