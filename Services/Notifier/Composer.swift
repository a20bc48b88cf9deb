import FoundationEssentials
import Logging
import Postgres
import Setup
import Triage
import WorkerKit
import Wording

/// Turns occasions into rows of `notification`: facts for all of them, a plan for each, one insert.
struct Composer: Sendable {
    /// Tries of a message whose facts are not there yet.
    private static let patience = 10

    let templates: SetupCache<TemplateBook, TemplateCatalogue>
    let builtIn: TemplateCatalogue
    let articles: SetupCache<ArticleBook, [String: KnowledgeArticle]>
    let letterhead: Letterhead
    let links: SurveyLink?
    let budgets: MailBudgets
    let bell: Bell
    let tally: NotifierTally
    let log: Logger

    /// One verdict for each announcement, in order.
    func compose(_ announcements: [Announcement], in turn: Turn) async throws -> [Verdict] {
        guard !announcements.isEmpty else { return [] }
        let facts = try await turn.transaction.noticeFacts(of: announcements.map(\.occasion))
        let planner = NoticePlanner(
            facts: facts,
            stationery: try await stationery(in: turn),
            company: letterhead.from.name,
            links: links,
            articles: try await articles(for: facts, in: turn)
        )
        var drafts: [Draft] = []
        let verdicts = announcements.map { announcement -> Verdict in
            do throws(WordingError) {
                return verdict(try planner.plan(for: announcement.occasion), announcement, &drafts)
            } catch {
                return .park(reason: error.description)
            }
        }
        try await post(drafts, in: turn)
        return verdicts
    }

    private func verdict(_ plan: NoticePlan, _ announcement: Announcement, _ drafts: inout [Draft]) -> Verdict {
        switch plan {
        case .write(let draft):
            drafts.append(draft)
            return .done
        case .nothing:
            return .done
        case .notYet(let missing):
            guard announcement.attempt < Self.patience else {
                return .park(reason: "\(missing) is not there; replay the message once it is")
            }
            return .retry(after: .seconds(1))
        }
    }

    /// Unreadable templates must not keep customers waiting: then the built-in wording serves.
    private func stationery(in turn: Turn) async throws -> Stationery {
        do {
            return Stationery(loaded: try await templates.current(in: turn.transaction).body, builtIn: builtIn)
        } catch let error as PostgresError {
            throw error
        } catch {
            log.error("the loaded templates cannot be used and the built-in ones serve: load templates again")
            return Stationery(loaded: builtIn, builtIn: builtIn)
        }
    }

    /// Asked for only when a ticket names one.
    ///
    /// Unreadable ones must not keep customers waiting: then nothing is answered.
    private func articles(for facts: NoticeFacts, in turn: Turn) async throws -> [String: KnowledgeArticle] {
        guard facts.tickets.values.contains(where: { $0.article != nil }) else { return [:] }
        do {
            return try await articles.current(in: turn.transaction).body
        } catch let error as PostgresError {
            throw error
        } catch {
            log.error("the loaded articles cannot be used and no question is answered: load the articles again")
            return [:]
        }
    }

    private func post(_ drafts: [Draft], in turn: Turn) async throws {
        guard !drafts.isEmpty else { return }
        var office = try await turn.transaction.postOffice(for: drafts, budgets, at: turn.now)
        let posted = drafts.compactMap { office.admit($0) }
        guard !posted.isEmpty else { return }
        turn.enqueueBudgets(office)
        turn.enqueueNotifications(posted, mailID: letterhead.mailID)
        turn.afterCommit { [bell, tally] in
            tally.written(posted)
            if posted.contains(where: { $0.obstacle == nil }) { bell.ring() }
        }
    }
}
