public import FoundationEssentials

extension UUID: PostgresElement {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }
    /// `uuid[]`.
    public static var postgresArrayType: PostgresType { .uuid.array }
    /// Sixteen bytes.
    public func encode(into wire: inout WireWriter) {
        unsafe withUnsafeBytes(of: uuid) { unsafe wire.bytes.append(contentsOf: $0) }
    }
    /// Sixteen bytes.
    public static func decode(_ wire: borrowing WireValue) -> UUID? {
        guard wire.count == 16, let high: UInt64 = wire.number(at: 0), let low: UInt64 = wire.number(at: 8) else {
            return nil
        }
        let halves = (high.bigEndian, low.bigEndian)
        return unsafe withUnsafeBytes(of: halves) { raw in
            unsafe UUID(uuid: raw.loadUnaligned(as: uuid_t.self))
        }
    }
}

extension Date: PostgresElement {
    /// Microseconds from PostgreSQL's epoch (2000-01-01) to Foundation's (2001-01-01).
    private static let epochGap: Int64 = 366 * 86_400 * 1_000_000

    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }
    /// `timestamptz[]`.
    public static var postgresArrayType: PostgresType { .timestamptz.array }
    /// `timestamptz`, and `date` as midnight UTC.
    public static func accepts(_ type: PostgresType) -> Bool { type == .timestamptz || type == .date }
    /// Rounded to microseconds; what 64 bits cannot hold becomes `infinity` or `-infinity`.
    public func encode(into wire: inout WireWriter) {
        let microseconds = (timeIntervalSinceReferenceDate * 1_000_000).rounded()
        guard let exact = Int64(exactly: microseconds) else {
            return wire.append(microseconds < 0 ? Int64.min : Int64.max)
        }
        let (sum, overflow) = exact.addingReportingOverflow(Self.epochGap)
        wire.append(overflow ? Int64.max : sum)
    }
    /// `infinity` reads as `.distantFuture`, `-infinity` as `.distantPast`.
    public static func decode(_ wire: borrowing WireValue) -> Date? {
        if wire.type == .date { return wire.number(Int32.self).map(day) }
        return wire.number(Int64.self).map(instant)
    }

    private static func instant(_ microseconds: Int64) -> Date {
        switch microseconds {
        case .max: .distantFuture
        case .min: .distantPast
        default: Date(timeIntervalSinceReferenceDate: Double(microseconds - epochGap) / 1_000_000)
        }
    }

    private static func day(_ days: Int32) -> Date {
        switch days {
        case .max: .distantFuture
        case .min: .distantPast
        default: Date(timeIntervalSinceReferenceDate: Double(Int64(days) - 366) * 86_400)
        }
    }
}
