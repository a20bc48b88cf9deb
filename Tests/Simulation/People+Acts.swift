import Desk
import FoundationEssentials
import Postgres
import Proving
import Tickets
import WorkerKit

extension People {
    /// Does what was planned, and plans what follows from it.
    func carryOut(_ plan: Plan, _ standing: Standing?, _ session: CommandSession, _ now: Date) async throws {
        switch plan {
        case .rate(let survey, let score):
            try await desk(session, as: .customer) { try await $0.answer(survey: survey, score: score, channel: "web") }
        case .away(let agent):
            try await desk(session, as: .agent(agent)) { try await $0.away(agent, returnTickets: true) }
        case .back(let agent):
            try await desk(session, as: .agent(agent)) { try await $0.back(agent) }
        case .write(let matter):
            try await write(matter, at: now)
            again(matter, now)
        case .judge(let matter):
            try await judge(matter, standing, session, now)
        case .object(let matter):
            guard standing?.status == .resolved else { return }
            let ticket = matters[matter].ticket
            try await desk(session, as: .customer) { _ = try await $0.object(ticket, "It came back.") }
            again(matter, now)
        case .work(let matter), .goOn(let matter), .followUp(let matter), .close(let matter):
            try await work(plan, matter, standing, session, now)
        }
    }

    /// After something new the agent looks at the ticket again.
    private func again(_ matter: Int, _ now: Date) {
        let minutes = Habits.nextLook(&matters[matter].chance)
        diary.add(.work(matter: matter), at: now.addingTimeInterval(minutes * 60))
    }

    private func judge(_ matter: Int, _ standing: Standing?, _ session: CommandSession, _ now: Date) async throws {
        guard standing?.status == .proposed else { return }
        let ticket = matters[matter].ticket
        if matters[matter].chance.happens(0.78) {
            try await desk(session, as: .customer) { _ = try await $0.accept(ticket, "Thank you.") }
            afterwards(matter, now)
        } else {
            try await desk(session, as: .customer) { _ = try await $0.object(ticket, "It does not help.") }
            again(matter, now)
        }
    }

    /// An agent acts: only the ticket's own, and only at work.
    private func work(
        _ plan: Plan,
        _ matter: Int,
        _ standing: Standing?,
        _ session: CommandSession,
        _ now: Date
    ) async throws {
        guard let standing else { return }
        if case .close = plan {
            guard standing.status == .resolved else { return }
            let ticket = matters[matter].ticket
            return try await desk(session, as: .operator("simulation")) { _ = try await $0.close(ticket) }
        }
        guard !standing.status.isEnded else { return }
        guard let agent = standing.agent else {
            return diary.add(plan, at: now.addingTimeInterval(3_600))
        }
        let present = roster.atWork(agent, from: now)
        guard present <= now else {
            let minutes = matters[matter].chance.around(20)
            return diary.add(plan, at: roster.worked(minutes, by: agent, from: present))
        }
        switch (plan, standing.status) {
        case (.followUp, .waiting(.customer)), (.followUp, .proposed):
            try await finish(matter, agent, session, now)
        case (.goOn, .waiting):
            let ticket = matters[matter].ticket
            try await desk(session, as: .agent(agent)) { _ = try await $0.resume(ticket) }
            let minutes = Habits.nextLook(&matters[matter].chance)
            diary.add(.work(matter: matter), at: roster.worked(minutes / 3, by: agent, from: now))
        case (.work, .open):
            try await move(matter, agent, session, now)
        default: break
        }
    }

    private func move(_ matter: Int, _ agent: String, _ session: CommandSession, _ now: Date) async throws {
        let (ticket, country) = (matters[matter].ticket, matters[matter].arrival.customer.country)
        let turns = matters[matter].turns
        matters[matter].turns += 1
        switch Habits.move(after: turns, &matters[matter].chance) {
        case .reply:
            try await desk(session, as: .agent(agent)) { _ = try await $0.reply(ticket, "We are looking into it.") }
            let minutes = Habits.nextLook(&matters[matter].chance)
            diary.add(.work(matter: matter), at: roster.worked(minutes, by: agent, from: now))
        case .ask:
            try await desk(session, as: .agent(agent)) { _ = try await $0.reply(ticket, "Which serial number is it?") }
            try await desk(session, as: .agent(agent)) { _ = try await $0.wait(ticket, for: .customer) }
            if matters[matter].chance.happens(0.82) {
                diary.add(
                    .write(matter: matter),
                    at: Habits.answer(country, from: now, hours: 6, &matters[matter].chance)
                )
            } else {
                diary.add(.followUp(matter: matter), at: now.addingTimeInterval(72 * 3_600))
            }
        case .wait(let reason):
            try await desk(session, as: .agent(agent)) { _ = try await $0.reply(ticket, "It takes a few days.") }
            try await desk(session, as: .agent(agent)) { _ = try await $0.wait(ticket, for: reason) }
            let days = matters[matter].chance.around(1.6, spread: 0.5)
            diary.add(.goOn(matter: matter), at: now.addingTimeInterval(days * 86_400))
        case .propose:
            try await desk(session, as: .agent(agent)) {
                _ = try await $0.propose(ticket, "Please try this.", solution: .remoteSupport)
            }
            if matters[matter].chance.happens(0.8) {
                diary.add(
                    .judge(matter: matter),
                    at: Habits.answer(country, from: now, hours: 5, &matters[matter].chance)
                )
            } else {
                diary.add(.followUp(matter: matter), at: now.addingTimeInterval(48 * 3_600))
            }
        case .resolve:
            try await finish(matter, agent, session, now)
        }
    }

    private func finish(_ matter: Int, _ agent: String, _ session: CommandSession, _ now: Date) async throws {
        let ticket = matters[matter].ticket
        try await desk(session, as: .agent(agent)) { _ = try await $0.resolve(ticket, "It is solved.") }
        afterwards(matter, now)
    }

    /// Some are not content after all, and most tickets are put away some days later.
    private func afterwards(_ matter: Int, _ now: Date) {
        let country = matters[matter].arrival.customer.country
        if matters[matter].chance.happens(0.08) {
            let at = Habits.answer(country, from: now, hours: 14, &matters[matter].chance)
            diary.add(matters[matter].chance.happens(0.5) ? .object(matter: matter) : .write(matter: matter), at: at)
        }
        if matters[matter].chance.happens(0.6) {
            let days = matters[matter].chance.around(3, spread: 0.3)
            diary.add(.close(matter: matter), at: now.addingTimeInterval(days * 86_400))
        }
    }
}

extension Standing {
    init(_ row: Row) throws {
        let (kind, reason): (String, String?) = (try row("status"), try row("wait_reason"))
        guard let kind = TicketStatus.Kind(rawValue: kind),
            let status = TicketStatus(kind, reason: reason.flatMap(PauseReason.init(rawValue:)))
        else { throw SimulationError("a ticket stands nowhere that this version knows") }
        self.init(status: status, agent: try row("agent_id"))
    }
}
