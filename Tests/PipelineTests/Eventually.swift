import Testing

/// Waits until `condition` holds, at most `limit`, and says what was awaited when it does not.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(30),
    _ condition: @Sendable () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        // A poll, not a guess: the loop ends as soon as the condition holds.
        try await Task.sleep(for: .milliseconds(50))  // lint:sleep poll of a condition with a deadline
    }
    Issue.record("waited \(limit) for: \(what)")
    throw CommandFailed(output: "waited \(limit) for: \(what)")
}
