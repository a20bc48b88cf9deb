import Dispatch

/// The broker of the running test.
public enum TestBroker {
    /// AMQP URL of a virtual host of the test's own; empty outside the traits.
    @TaskLocal public static var url = ""

    /// Runs blocking work on a thread outside the cooperative pool.
    public static func offPool<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }
}
