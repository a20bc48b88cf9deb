import BusinessTime
import ClockRecord
import Contracts
import FoundationEssentials
import Tickets

/// An explanation as a service lead reads it.
struct ExplainedPage {
    let ticket: ExplainedTicket
    let output: Output

    func print() {
        output.heading("\(ticket.ticket)  opened \(shown(ticket.openedAt)), as of \(shown(ticket.asOf))")
        output.line("  \(Self.words(ticket.subject))")
        if ticket.receivedAt < ticket.openedAt {
            output.line(
                "  its message reached us \(shown(ticket.receivedAt)); clocks start then, 72 hours back at most"
            )
        }
        if ticket.isMachine { output.line("  written by a machine: no clock runs") }
        for basis in ticket.bases {
            output.line()
            let versions = basis.versions
            output.heading("Counted by policy version \(versions.policy) and calendars version \(versions.calendars)")
            for line in basis.basis.lines { output.line("  \(line)") }
            for clock in ticket.clocks where clock.versions == versions { print(clock) }
        }
    }

    private func print(_ explained: ExplainedClock) {
        let clock = explained.clock
        output.line()
        output.heading(clock.heading)
        for line in clock.story + [clock.deadline] { output.line(line) }
        output.line("  so       \(coloured(clock.outcome, clock.state))")
        for (index, step) in explained.steps.enumerated() {
            output.line("  \(index == 0 ? "steps  " : "       ")  \(step.line)")
        }
        for note in explained.notes(ticket.inForce) { output.line("  note     \(output.palette.yellow(note))") }
    }

    private func coloured(_ text: String, _ state: SLAClock.State) -> String {
        switch state {
        case .breached: output.palette.red(text)
        case .met: output.palette.green(text)
        case .running, .paused, .cancelled: text
        }
    }

    private func shown(_ date: Date) -> String {
        JSONValue.string(RFC3339.text(date)).shown
    }

    private static func words(_ subject: SLASubject) -> String {
        [
            subject.category?.rawValue ?? "not sorted yet", subject.priority.map { "priority \($0.rawValue)" },
            subject.level.map { "customer level \($0)" }, subject.contract.map { "contract \($0)" },
            subject.country.map { "country \($0)" },
            subject.channel.map { "by \($0.rawValue)" },
        ].compactMap { $0 }.joined(separator: ", ")
    }
}
