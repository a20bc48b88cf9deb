import FoundationEssentials
import Testing

@testable import Simulation

@Suite("The simulation's check of stored clocks and silences")
struct ClockCheckTests {
    @Test("clocks as the ledger gives them are in order")
    func kept() throws {
        #expect(try Specimen.clocks(Specimen.warned()).broken.isEmpty)
    }

    @Test("another deadline, and another state, are found")
    func spoilt() throws {
        var (late, met) = (Specimen.warned(), Specimen.warned())
        late.clocks[0] = Specimen.clock("resolution", "running", due: 11)
        met.clocks[0] = Specimen.clock("resolution", "met", due: 10)

        #expect(try Specimen.clocks(late).broken.map(\.kind) == [.clock])
        #expect(try Specimen.clocks(met).broken.map(\.kind) == [.clock])
    }

    @Test("what happened just now, or told nobody, may not be counted yet")
    func pending() throws {
        var (recent, silent, old) = (Specimen.warned(), Specimen.warned(), Specimen.warned())
        recent.lines.append(Specimen.line("replied", 5.99))
        silent.lines.append(Specimen.line("acknowledged", 3))
        old.lines.append(Specimen.line("replied", 3))

        #expect(try Specimen.clocks(recent).broken.isEmpty)
        #expect(try Specimen.clocks(silent).broken.isEmpty)
        #expect(try Specimen.clocks(old).broken.map(\.kind) == [.clock])
    }

    @Test("a customer who hears nothing for more than a day is found")
    func silent() throws {
        let lines = [Specimen.line("opened", 0), Specimen.line("classified", 0.1), Specimen.line("replied", 2)]

        #expect(try Specimen.silence(lines, until: 25).broken.isEmpty)
        #expect(try Specimen.silence(lines, until: 27).broken.map(\.kind) == [.silence])
        #expect(try Specimen.silence(lines + [Specimen.line("progress_sent", 26.02)], until: 40).broken.isEmpty)
    }

    @Test("time in which the next word is the customer's is no silence")
    func theirs() throws {
        let lines = [
            Specimen.line("opened", 0), Specimen.line("classified", 0.1), Specimen.line("replied", 2),
            Specimen.line("waiting", 3, reason: "customer"), Specimen.line("customer_message", 50),
        ]

        #expect(try Specimen.silence(lines, until: 72).broken.isEmpty)
        #expect(try Specimen.silence(lines, until: 74).broken.map(\.kind) == [.silence])
    }
}
