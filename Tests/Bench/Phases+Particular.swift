import FoundationEssentials
import Proving

/// Phases that are about more than new tickets.
extension Phases {
    /// A burst of `count` messages of which every tenth ticket is resolved and surveyed meanwhile.
    func surveyMix(count: Int, outstanding: Int) async throws -> PhaseReport {
        var figures = SurveyFigures()
        let mix = SurveyMix(system, corpus, numbers: load.next..<load.next + count)
        var report = try await measure("survey mix") {
            async let surveys = mix.run(patience: .seconds(120))
            try await load.saturate(count: count, outstanding: outstanding, done: done)
            figures = try await surveys
        }
        report.surveys = figures
        say("  " + figures.text)
        return report
    }

    /// A burst of `count` messages whose mails `server` takes.
    func mails(count: Int, outstanding: Int, to server: RecordingMailServer) async throws -> PhaseReport {
        try await untilMailsAreOut()
        let (skipped, sent) = (server.count, await sentMails())
        var report = try await burst("mails", count: count, outstanding: outstanding)
        try await untilMailsAreOut()
        let figures = MailFigures(try server.mails(), after: skipped, recorded: await sentMails() - sent)
        report.smtp = figures
        say("  " + figures.text)
        return report
    }

    /// `count` timers fall due, the last at `due`, while new tickets come at a steady rate.
    func timers(_ count: Int, due: Date) async throws -> PhaseReport {
        let rest = due.timeIntervalSinceNow - 1
        if rest > 0 { try await Task.sleep(for: .seconds(rest)) }  // lint:sleep the timers are due later
        var report = try await measure("timers", patience: .seconds(300)) {
            let (begin, end) = (ContinuousClock.now + .seconds(10), ContinuousClock.now + .seconds(300))
            repeat {
                try await load.pace(rate: 20, for: .seconds(1))
                let told = await TimerFigures.told(system)
                if told >= count, ContinuousClock.now > begin { break }
            } while ContinuousClock.now < end
        }
        var figures = try await TimerFigures.read(count, from: system.pipeline.database)
        let posted = Double(report.tickets + report.missing)
        figures.cpuMilliseconds = report.cpuInAll * posted / Double(max(1, count))
        (report.cpuMilliseconds, report.cpuInAll) = ([:], 0)
        report.timers = figures
        say("  \(figures.text)\n  the tickets above came meanwhile, 20 a second; CPU is that of the timers")
        return report
    }

    private func untilMailsAreOut() async throws {
        try await eventually("every mail is sent", within: .seconds(120)) {
            await system.pipeline.number("SELECT count(*) AS n FROM mail_queue") == 0
        }
    }

    private func sentMails() async -> Int {
        await system.pipeline.number("SELECT count(*) AS n FROM notification WHERE state = 'sent'") ?? 0
    }
}
