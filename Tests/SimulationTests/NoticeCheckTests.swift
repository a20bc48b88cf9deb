import FoundationEssentials
import Testing

@testable import Simulation

/// A checker that finds nothing proves nothing: here it must find what is wrong.
@Suite("The simulation's check of what was told")
struct NoticeCheckTests {
    @Test("what was told in time, once, is in order")
    func kept() throws {
        let findings = try Specimen.notices(Specimen.warned())

        #expect(findings.broken.isEmpty, "\(findings.broken)")
        #expect(findings.owed == 1)
        #expect(findings.lateness.map { $0.seconds.rounded() } == [4])
    }

    @Test("a warning before its instant is early")
    func early() throws {
        let kinds = try Specimen.notices(Specimen.warned(4.9)).broken.map(\.kind)

        #expect(kinds.contains(.early))
    }

    @Test("a warning that nobody told is missing")
    func missing() throws {
        var ticket = Specimen.warned()
        ticket.notices.removeLast()
        ticket.lines.removeLast()
        ticket.mails = []

        #expect(try Specimen.notices(ticket).broken.map(\.kind) == [.missing])
    }

    @Test("a clock that stood still has nothing to tell")
    func paused() throws {
        var ticket = Specimen.warned()
        ticket.lines.insert(Specimen.line("waiting", 2, reason: "parts"), at: 2)

        #expect(try Specimen.notices(ticket).broken.map(\.kind) == [.unfounded])
    }

    @Test("a pause that was just being committed excuses what was told")
    func concurrent() throws {
        var ticket = Specimen.warned()
        let told = 5.001
        ticket.lines.insert(Specimen.line("waiting", told - 0.0001, reason: "parts"), at: 2)

        #expect(try Specimen.notices(ticket).broken.isEmpty)
    }

    @Test("what stands twice in the ledger was told twice")
    func doubled() throws {
        var ticket = Specimen.warned()
        ticket.lines.append(Specimen.line("sla_warned", 5.5, told: Specimen.warning, version: 1))

        #expect(try Specimen.notices(ticket).broken.map(\.kind) == [.unrecorded])
    }

    @Test("a warning without mail, and a mail without warning, are found")
    func mails() throws {
        var unsent = Specimen.warned()
        unsent.mails = []
        var unexplained = Specimen.warned()
        let reason = "breached:\(unexplained.id):resolution:1:1:1"
        unexplained.mails.append(
            TicketRecord.Mail(reason: reason, audience: "staff", state: "sent", createdAt: Specimen.at(5))
        )

        #expect(try Specimen.notices(unsent).broken.map(\.kind) == [.unsent])
        #expect(try Specimen.notices(unexplained).broken.map(\.kind) == [.unexplained])
    }

    @Test("an outage gives time until after its end")
    func outage() {
        let leeway = Leeway(slack: 60, outages: [Specimen.at(1)...Specimen.at(2)])

        #expect(leeway.time(from: Specimen.at(0)) == 60)
        #expect(leeway.time(from: Specimen.at(1.5)) == 1_860)
        #expect(leeway.time(from: Specimen.at(3)) == 60)
    }
}
