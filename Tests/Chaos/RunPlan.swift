/// What a run is to be.
struct RunPlan: Sendable {
    let seed: UInt64
    let minutes: Double
    /// New requests a second.
    let rate: Double
    let kinds: [FaultKind]
    /// Replicas of each worker at first, chosen by the seed.
    let replicas: ClosedRange<Int>
    /// Seconds of quiet before each fault.
    let pause: ClosedRange<Double>
    /// Whether growth is watched, at seven tenths of what the machine takes.
    let isSoak: Bool
    /// Whether logs stay although nothing was broken.
    let keepsLogs: Bool
}
