/// Shares and times as a person reads them.
enum Share {
    /// Such as `91.4 %`.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Such as `5.2`.
    static func seconds(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Such as `0.9143`, as JSON has it.
    static func decimal(_ share: Double) -> String {
        let steps = Int((share * 10_000).rounded())
        let digits = String(10_000 + steps % 10_000).dropFirst()
        return "\(steps / 10_000).\(digits)"
    }

    /// The same below 0, too.
    static func signed(_ share: Double) -> String { (share < 0 ? "-" : "") + decimal(abs(share)) }
}
