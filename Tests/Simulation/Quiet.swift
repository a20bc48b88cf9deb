/// Time that a run lets pass on purpose: people live, and the product's clock runs.
func pass(_ duration: Duration) async throws {
    guard duration > .zero else { return }
    try await Task.sleep(for: duration)  // lint:sleep the days of a simulation take their time
}
