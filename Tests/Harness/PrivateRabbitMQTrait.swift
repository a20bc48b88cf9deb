// Tools that are no tests are built without the Testing library.
#if canImport(Testing)
    import Synchronization
    public import Testing

    /// Gives every test a virtual host of its own on the shared node.
    public struct FreshBrokerTrait: SuiteTrait, TestTrait, TestScoping {
        /// Each test gets its own virtual host.
        public var isRecursive: Bool { true }

        /// Makes the virtual host and runs the test.
        public func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @Sendable () async throws -> Void
        ) async throws {
            guard testCase != nil else { return try await function() }
            let url = try await TestBroker.offPool { try PrivateRabbitMQ.shared.freshVirtualHost() }
            try await TestBroker.$url.withValue(url, operation: function)
        }
    }

    /// Gives a test the breakable node for itself; afterwards the node runs, without alarms.
    public struct BreakableBrokerTrait: SuiteTrait, TestTrait, TestScoping {
        private static let turn = TurnTaking()

        /// One test after another.
        public var isRecursive: Bool { true }

        /// Waits for the node, runs the test, repairs the node.
        public func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @Sendable () async throws -> Void
        ) async throws {
            guard testCase != nil else { return try await function() }
            await Self.turn.take()
            do {
                let url = try await TestBroker.offPool { try PrivateRabbitMQ.breakable.freshVirtualHost() }
                try await TestBroker.$url.withValue(url, operation: function)
            } catch {
                try await repair()
                throw error
            }
            try await repair()
        }

        private func repair() async throws {
            try await TestBroker.offPool {
                try PrivateRabbitMQ.breakable.thaw()
                try PrivateRabbitMQ.breakable.start()
                try PrivateRabbitMQ.breakable.setMemoryAlarm(false)
            }
            await Self.turn.give()
        }
    }

    extension Trait where Self == FreshBrokerTrait {
        /// `TestBroker.url` names a virtual host of the test's own.
        public static var freshBroker: Self { Self() }
    }

    extension Trait where Self == BreakableBrokerTrait {
        /// `TestBroker.url` is on `PrivateRabbitMQ.breakable`, which the test has for itself.
        public static var breakableBroker: Self { Self() }
    }

    /// Lets one task after another through.
    private actor TurnTaking {
        private var isTaken = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func take() async {
            guard isTaken else {
                isTaken = true
                return
            }
            await withCheckedContinuation { waiting.append($0) }
        }

        func give() {
            guard !waiting.isEmpty else {
                isTaken = false
                return
            }
            waiting.removeFirst().resume()
        }
    }
#endif
