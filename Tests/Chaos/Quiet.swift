/// Time that a run lets pass on purpose: load goes on, and faults last.
func pass(_ duration: Duration) async throws {
    guard duration > .zero else { return }
    try await Task.sleep(for: duration)  // lint:sleep the load and the faults of a run take their time
}
