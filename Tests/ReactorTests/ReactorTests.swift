import Glibc
import Reactor
import Testing

@Suite("Reactor")
struct ReactorTests {
    @Test("an actor's calls run on the reactor's own thread")
    func thread() async {
        let owner = PipeOwner()

        let onThread = await owner.runsOnReactor()

        #expect(onThread)
    }

    @Test("a readable descriptor turns its pump")
    func readable() async {
        let owner = PipeOwner()
        await owner.open()

        async let byte = owner.nextByte()
        await owner.send(42)

        #expect(await byte == 42)
    }

    @Test("a deadline turns the pump without any descriptor")
    func deadline() async {
        let owner = PipeOwner()

        let waited = await ContinuousClock().measure { await owner.waitForDeadline(.milliseconds(20)) }

        #expect(waited >= .milliseconds(20))
        #expect(waited < .seconds(5))
    }

    @Test("a thousand jobs from many tasks each run once")
    func jobs() async {
        let owner = PipeOwner()

        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<1_000 { group.addTask { await owner.count() } }
        }

        #expect(await owner.counted == 1_000)
    }
}

/// An actor that owns both ends of a pipe on its own reactor.
private actor PipeOwner: Pump {
    private let reactor = Reactor(name: "pipe-owner")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }
    private var ends: [Int32] = [-1, -1]
    private var due: ContinuousClock.Instant?
    private var byteWaiter: CheckedContinuation<UInt8, Never>?
    private var deadlineWaiter: CheckedContinuation<Void, Never>?
    private(set) var counted = 0

    func runsOnReactor() -> Bool { reactor.isCurrentThread }

    func count() { counted += 1 }

    func open() {
        _ = unsafe pipe(&ends)
        reactor.attach(self)
    }

    func send(_ byte: UInt8) {
        var byte = byte
        _ = unsafe write(ends[1], &byte, 1)
    }

    func nextByte() async -> UInt8 {
        await withCheckedContinuation { byteWaiter = $0 }
    }

    func waitForDeadline(_ duration: Duration) async {
        reactor.attach(self)
        due = ContinuousClock.now + duration
        await withCheckedContinuation { deadlineWaiter = $0 }
    }

    nonisolated func interest() -> Interest {
        assumeIsolated { owner in
            let waits = owner.byteWaiter != nil && owner.ends[0] >= 0
            return Interest(descriptor: waits ? owner.ends[0] : nil, reading: waits, deadline: owner.due)
        }
    }

    nonisolated func turn() {
        assumeIsolated { owner in
            if let waiter = owner.deadlineWaiter {
                owner.due = nil
                owner.deadlineWaiter = nil
                waiter.resume()
            }
            guard let waiter = owner.byteWaiter else { return }
            var byte: UInt8 = 0
            _ = unsafe read(owner.ends[0], &byte, 1)
            owner.byteWaiter = nil
            waiter.resume(returning: byte)
        }
    }
}
