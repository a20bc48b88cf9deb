import Testing

@testable import Workforce

@Suite("Erlang C")
struct ErlangCTests {
    @Test(
        "worked examples of the literature come out as printed",
        arguments: [
            // Two servers and one erlang: a third waits, by hand.
            (load: 1.0, servers: 2, handling: 60.0, time: 0.0, waiting: 0.3333, within: 0.6667, mean: 20.0),
            // 200 calls an hour of 3 minutes, 14 agents, 20 s: Call Centre Helper's example.
            (load: 10, servers: 14, handling: 180, time: 20, waiting: 0.1741, within: 0.8884, mean: 7.84),
            // 360 calls in half an hour of 4 minutes, 55 agents, 15 s: Mitan's example.
            (load: 48, servers: 55, handling: 240, time: 15, waiting: 0.239, within: 0.845, mean: 8.2),
            // One call a minute of 5 minutes, 8 agents, 20 s: Koole, Call Center Mathematics.
            (load: 5, servers: 8, handling: 300, time: 20, waiting: 0.167, within: 0.86, mean: 16.7),
        ]
    )
    func published(
        load: Double,
        servers: Int,
        handling: Double,
        time: Double,
        waiting: Double,
        within: Double,
        mean: Double
    ) {
        let erlang = ErlangC(load: load, servers: servers)

        #expect(abs(erlang.waiting - waiting) < 0.001, "\(erlang.waiting)")
        #expect(abs(erlang.within(time, handling: handling) - within) < 0.005)
        #expect(abs(erlang.meanWait(handling: handling) - mean) < 0.1, "\(erlang.meanWait(handling: handling))")
    }

    @Test("the recursion agrees with the sum of logarithms for a thousand servers")
    func large() {
        for (load, servers) in [(0.5, 1), (80.0, 90), (285, 300), (480, 500), (990, 1_000)] {
            let erlang = ErlangC(load: load, servers: servers)

            #expect(abs(erlang.waiting - Self.byLogarithms(load, servers)) < 1e-9, "\(load) \(servers)")
        }
    }

    @Test("more load than servers makes everybody wait for ever")
    func overloaded() {
        let erlang = ErlangC(load: 12, servers: 12)

        #expect(erlang.waiting == 1)
        #expect(erlang.within(1_000, handling: 1) == 0)
        #expect(erlang.meanWait(handling: 1) == .infinity)
        #expect(ErlangC(load: 0, servers: 3).waiting == 0)
    }

    @Test("the fewest servers reach the share, and one fewer does not")
    func fewest() {
        for load in [0.02, 0.7, 9.3, 48, 317.5] {
            for share in [0.5, 0.8, 0.95] {
                let servers = ErlangC.servers(load: load, share: share, within: 30, handling: 240)

                #expect(ErlangC(load: load, servers: servers).within(30, handling: 240) >= share)
                #expect(ErlangC(load: load, servers: servers - 1).within(30, handling: 240) < share)
            }
        }
        #expect(ErlangC.servers(load: 0, share: 0.9, within: 1, handling: 1) == 0)
        #expect(ErlangC.servers(load: 4, share: 1, within: 20, handling: 180) < 40)
    }

    /// The formula as textbooks write it, each term by its logarithm.
    private static func byLogarithms(_ load: Double, _ servers: Int) -> Double {
        var terms = [0.0]
        for server in 1...servers {
            terms.append(terms[server - 1] + Numbers.logarithm(load) - Numbers.logarithm(Double(server)))
        }
        let last = terms[servers] + Numbers.logarithm(Double(servers) / (Double(servers) - load))
        let largest = max(terms.max() ?? 0, last)
        let sum = terms.dropLast().reduce(0) { $0 + Numbers.exponential($1 - largest) }
        let queue = Numbers.exponential(last - largest)
        return queue / (sum + queue)
    }
}
