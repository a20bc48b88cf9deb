import FoundationEssentials
import Testing
import Tickets
import Topology

@Suite("Topology")
struct TopologyTests {
    private let topology = Topology.standard

    @Test("a message reaches one queue of each listener, on every lane", arguments: Inbox.all)
    func reaching(inbox: Inbox) {
        for (name, lane) in product(inbox.messages, Lane.allCases) {
            let key = "\(lane.rawValue).\(name)"

            let queues = takers(of: key).intersection(inbox.queues.map(\.name))

            #expect(queues.count == 1, "\(key) reaches \(queues.sorted()) of \(inbox.worker)")
        }
    }

    @Test("a worker hears nothing it does not handle", arguments: Inbox.all)
    func silence(inbox: Inbox) throws {
        for (name, lane) in product(try messages(), Lane.allCases) where !inbox.messages.contains(name) {
            #expect(takers(of: "\(lane.rawValue).\(name)").isDisjoint(with: inbox.queues.map(\.name)))
        }
    }

    @Test("urgent messages have a queue apart, taken first", arguments: Inbox.all.filter { $0.queues.count > 1 })
    func lanes(inbox: Inbox) throws {
        let message = try #require(inbox.messages.first)

        let queues = Lane.allCases.map {
            takers(of: "\($0.rawValue).\(message)").intersection(inbox.queues.map(\.name))
        }

        #expect(Set(queues).count == Lane.allCases.count)
        #expect(queues.map { $0.first } == inbox.queues.map { $0.name })
        #expect(inbox.queues.first?.lane == Lane.urgent.rawValue)
    }

    @Test("nothing that is wanted is retired")
    func retired() {
        #expect(Set(topology.retired.map(\.description)).isDisjoint(with: topology.bindings.map(\.description)))
        #expect(topology.retired.allSatisfy { retired in topology.queues.contains { $0.name == retired.queue } })
    }

    @Test("every message of the product has a taker")
    func taken() throws {
        let names = try messages()
        #expect(!names.isEmpty)

        for (name, lane) in product(names, Lane.allCases) {
            #expect(!takers(of: "\(lane.rawValue).\(name)").isEmpty, "nobody takes \(lane.rawValue).\(name)")
        }
    }

    @Test("what adapters publish reaches the intake queue alone", arguments: ["request", "", "anything.else"])
    func intake(key: String) {
        #expect(takers(of: key, at: Topology.intakeExchange) == [Topology.intakeQueue])
    }

    @Test("a wait queue gives messages back after its delay", arguments: Topology.waits)
    func waiting(milliseconds: Int) throws {
        let name = Topology.waitExchange(milliseconds: milliseconds)

        let queue = try #require(topology.queues.first { $0.name == name })
        let exchange = try #require(topology.exchanges.first { $0.name == name })

        #expect(queue.timeToLive == milliseconds)
        #expect(queue.deadLetterExchange == "")
        #expect(queue.deadLetterKey == nil)
        #expect(exchange.kind == "fanout")
        #expect(topology.bindings.filter { $0.exchange == name }.map(\.queue) == [name])
    }

    @Test("what the broker gives up on lands in the dead queue")
    func dead() throws {
        let waits = Topology.waits.map(Topology.waitExchange)
        let work = topology.queues.filter { !waits.contains($0.name) && $0.name != Topology.deadQueue }
        let dead = try #require(topology.queues.first { $0.name == Topology.deadQueue })

        #expect(work.count == Inbox.all.flatMap(\.queues).count + 1)
        #expect(work.allSatisfy { $0.deadLetterExchange == "" && $0.deadLetterKey == Topology.deadQueue })
        #expect(work.allSatisfy { $0.timeToLive == nil })
        #expect(dead.timeToLive == nil && dead.deadLetterExchange == nil)
    }

    @Test("no name stands twice, and bindings join what exists")
    func names() {
        let exchanges = topology.exchanges.map(\.name)
        let queues = topology.queues.map(\.name)
        let bindings = topology.bindings.map { "\($0.exchange) \($0.key) \($0.queue)" }

        #expect(Set(exchanges).count == exchanges.count)
        #expect(Set(queues).count == queues.count)
        #expect(Set(bindings).count == bindings.count)
        #expect(Set(topology.bindings.map(\.exchange)) == Set(exchanges))
        #expect(Set(topology.bindings.map(\.queue)) == Set(queues).subtracting([Topology.deadQueue]))
        #expect((exchanges + queues).allSatisfy { (1...255).contains($0.utf8.count) && !$0.hasPrefix("amq.") })
    }

    @Test("retry delays grow and a worker is named once")
    func order() {
        let workers = Inbox.all.map(\.worker)

        #expect(Topology.waits == Topology.waits.sorted() && Set(Topology.waits).count == Topology.waits.count)
        #expect(Set(workers).count == workers.count)
        #expect(Inbox.all.allSatisfy { Set($0.messages).count == $0.messages.count })
    }

    /// Queues that an exchange would hand a routing key to, found as AMQP 0-9-1 says.
    private func takers(of key: String, at exchange: String = Topology.eventExchange) -> Set<String> {
        Set(topology.bindings.filter { $0.exchange == exchange && matches(key, $0.key) }.map(\.queue))
    }

    /// Names of all internal messages, from the golden files, whose completeness a test of the contracts guards.
    private func messages() throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "ContractsTests/Golden")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") && !$0.hasPrefix("intake-") }.map { String($0.dropLast(5)) }.sorted()
    }
}

private func product<A, B>(_ first: [A], _ second: [B]) -> [(A, B)] {
    first.flatMap { left in second.map { (left, $0) } }
}

/// Whether a routing key fits a topic pattern: `*` stands for one word, `#` for any number.
private func matches(_ key: String, _ pattern: String) -> Bool {
    let words = key.split(separator: ".", omittingEmptySubsequences: false)
    return fits(words[...], pattern.split(separator: ".", omittingEmptySubsequences: false)[...])
}

private func fits(_ words: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return words.isEmpty }
    if first == "#" { return (words.startIndex...words.endIndex).contains { fits(words[$0...], pattern.dropFirst()) } }
    guard let word = words.first, first == "*" || first == word else { return false }
    return fits(words.dropFirst(), pattern.dropFirst())
}

extension Topology.Binding {
    fileprivate var description: String { "\(exchange) -\(key)-> \(queue)" }
}
