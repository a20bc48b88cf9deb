/// Waits until `condition` holds, at most `limit`.
///
/// - Throws: `CommandFailed` naming what was awaited, when it does not come.
public func eventually(
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
    throw CommandFailed(output: "waited \(limit) for: \(what)")
}
