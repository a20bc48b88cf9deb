import ClockRecord
import Contracts
import FoundationEssentials
import Postgres
import WorkerKit

extension Turn {
    /// Tells what the plans want told, each at most once ever: only who wins the notice says it.
    func tell(_ tickets: [FollowedTicket], policyVersion: String, tally: SLATally) async throws {
        let wanted = tickets.flatMap { ticket in ticket.plan.tells.map { (ticket: ticket, tell: $0) } }
        guard !wanted.isEmpty else { return }
        let claims = wanted.map { NoticeClaim(ticket: $0.ticket.facts.id, tell: $0.tell) }
        let reasons = try wanted.map { entry -> JSONText? in
            guard case .promise(let made?) = entry.tell else { return nil }
            return JSONText(String(decoding: try WireJSON.encode(made), as: UTF8.self))
        }
        let won = try await transaction.winNotices(claims, reasons, at: now)
        for (claim, entry) in zip(claims, wanted) where won.contains(claim) {
            switch entry.tell {
            case .promise(let made):
                tally.promised(in: self)
                try emit(
                    SLAPromisedV1(
                        ticketID: claim.ticket,
                        earliest: made?.earliest,
                        latest: made?.latest,
                        policyVersion: policyVersion
                    ),
                    lane: entry.ticket.facts.lane,
                    because: entry.ticket.cause
                )
            case .step(let step, let clock, let dueAt, let version):
                if case .breach(level: 1, _) = step.kind { tally.breached(clock.metric, in: self) }
                try tell(step, of: clock, dueAt, version, entry.ticket)
            }
        }
    }

    private func tell(
        _ step: Step,
        of clock: ClockKey,
        _ dueAt: Date,
        _ version: Int,
        _ ticket: FollowedTicket
    ) throws {
        let (id, lane, cause) = (ticket.facts.id, ticket.facts.lane, ticket.cause)
        let fact = StepFact(metric: clock.metric, cycle: clock.cycle, step: step.name, version: version)
        switch step.kind {
        case .warning(let share):
            try emit(
                SLAWarnedV1(
                    ticketID: id,
                    metric: clock.metric,
                    cycle: clock.cycle,
                    share: share,
                    dueAt: dueAt,
                    deadlineVersion: version
                ),
                lane: lane,
                because: cause
            )
            try recordTold("sla_warned", fact, on: id)
        case .breach(let level, let role):
            try emit(
                SLABreachedV1(
                    ticketID: id,
                    metric: clock.metric,
                    cycle: clock.cycle,
                    level: level,
                    role: role,
                    dueAt: dueAt,
                    deadlineVersion: version
                ),
                lane: lane,
                because: cause
            )
            try recordTold("sla_breached", fact, on: id)
        case .progress:
            try emit(SLAProgressDueV1(ticketID: id, cycle: clock.cycle, dueAt: dueAt), lane: lane, because: cause)
        case .check:
            break
        }
    }

    private func recordTold(_ kind: String, _ fact: StepFact, on ticket: UUID) throws {
        record(try LedgerEntry(ticketID: ticket, at: now, kind: kind, actor: "system:sla-monitor", data: fact))
    }
}

/// The right to tell one thing once.
struct NoticeClaim: Hashable, Sendable {
    let ticket: UUID
    let clock: ClockKey
    let step: String
    let deadlineVersion: Int

    init(ticket: UUID, tell: TicketPlan.Tell) {
        self.ticket = ticket
        switch tell {
        case .promise:
            (clock, step, deadlineVersion) = (TicketPlan.promiseClock, TicketPlan.promiseStep, 0)
        case .step(let told, let key, _, let version):
            (clock, step, deadlineVersion) = (key, told.name, version)
        }
    }

    init(ticket: UUID, clock: ClockKey, step: String, deadlineVersion: Int) {
        self.ticket = ticket
        self.clock = clock
        self.step = step
        self.deadlineVersion = deadlineVersion
    }
}

/// Ledger data of something that was told.
private struct StepFact: Encodable {
    let metric: String
    let cycle: Int
    let step: String
    let version: Int
}
