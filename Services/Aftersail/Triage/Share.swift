/// Shares and times as a person reads them.
enum Share {
    /// Such as `91.4 %`.
    static func percent(_ share: Double) -> String {
        let tenths = whole(share * 1_000)
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Such as `5.2`.
    static func seconds(_ seconds: Double) -> String {
        let tenths = whole(seconds * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Such as `0.9143`, as JSON has it.
    static func decimal(_ share: Double) -> String {
        let steps = whole(share * 10_000)
        let digits = String(10_000 + steps % 10_000).dropFirst()
        return "\(steps / 10_000).\(digits)"
    }

    /// The same below 0, too.
    static func signed(_ share: Double) -> String { (share < 0 ? "-" : "") + decimal(abs(share)) }

    /// What is no number, such as a share of nothing, is shown as 0.
    private static func whole(_ number: Double) -> Int { Int(exactly: number.rounded()) ?? 0 }
}
