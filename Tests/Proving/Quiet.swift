/// Time that a run lets pass on purpose: load goes on, faults last, people live.
public func pass(_ duration: Duration) async throws {
    guard duration > .zero else { return }
    try await Task.sleep(for: duration)  // lint:sleep what a run does on purpose takes its time
}
