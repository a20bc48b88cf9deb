import Testing

/// Waits until `condition` holds, at most `limit`, and records what was awaited when it does not.
public func eventually(
    _ what: String,
    within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        // A poll, not a guess: the loop ends as soon as the condition holds.
        try await Task.sleep(for: .milliseconds(20))  // lint:sleep poll of a condition with a deadline
    }
    Issue.record("waited \(limit) for: \(what)")
}
