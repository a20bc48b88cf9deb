// Tools that are no tests are built without the Testing library.
#if canImport(Testing)
    import Dispatch
    public import Testing

    /// The database of the running test.
    public enum TestDatabase {
        /// Connection string; empty outside the trait `.freshDatabase`.
        @TaskLocal public static var url = ""
    }

    /// Gives every test of a suite, or one test, a migrated database of its own.
    public struct FreshDatabaseTrait: SuiteTrait, TestTrait, TestScoping {
        /// A serial queue has a thread of its own; the global ones share theirs with the cooperative pool.
        private static let queue = DispatchQueue(label: "private-postgres")

        /// Each test gets its own database, not the suite one for all.
        public var isRecursive: Bool { true }

        /// Makes the database off the cooperative pool, which the wait would starve.
        public func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @Sendable () async throws -> Void
        ) async throws {
            let url = try await withCheckedThrowingContinuation { continuation in
                Self.queue.async {
                    continuation.resume(with: Result { try PrivatePostgres.shared.freshDatabase() })
                }
            }
            try await TestDatabase.$url.withValue(url, operation: function)
        }
    }

    extension Trait where Self == FreshDatabaseTrait {
        /// `TestDatabase.url` names a migrated database of the test's own.
        public static var freshDatabase: Self { Self() }
    }
#endif
