/// One fault before it happens.
struct PlannedFault: Equatable, Sendable {
    /// From 1.
    let number: Int
    let kind: FaultKind
    /// Quiet time before it.
    let pause: Duration
    /// Time between its begin and its end.
    let lasts: Duration
    /// For the choices it makes itself: which worker, which links.
    let dice: UInt64
}
