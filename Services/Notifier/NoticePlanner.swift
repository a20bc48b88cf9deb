import BusinessTime
import FoundationEssentials
import Triage
import Wording

/// Decides who is told of an occasion, and in which words.
///
/// Pure.
struct NoticePlanner: Sendable {
    let facts: NoticeFacts
    let stationery: Stationery
    let company: String
    let links: SurveyLink?
    /// Knowledge articles in force, by name.
    var articles: [String: KnowledgeArticle] = [:]

    /// What becomes of the occasion.
    func plan(for occasion: Occasion) throws(WordingError) -> NoticePlan {
        guard let ticket = facts.tickets[occasion.ticket] else { return .notYet("the ticket") }
        return switch occasion.news {
        case .promised(let earliest, let latest): try acknowledgement(occasion, ticket, earliest, latest)
        case .assigned(let agent): try staff(occasion, ticket, "assignment", facts.staff[agent])
        case .returned(let agent, let reason): try returned(occasion, ticket, agent, reason)
        case .customerWrote: try customerWrote(occasion, ticket)
        case .replied(let entry): try written(occasion, ticket, entry, "agent_reply")
        case .proposed(let entry): try written(occasion, ticket, entry, "solution_proposed")
        case .resolved(let cycle): try milestone(occasion, ticket, "resolved", cycle)
        case .closed(let cycle): try milestone(occasion, ticket, "closed", cycle)
        case .reopened(let cycle): try milestone(occasion, ticket, "reopened", cycle)
        case .warned(let metric, let dueAt): try clock(occasion, ticket, "sla_warning", metric, "agent", dueAt)
        case .breached(let metric, let role, let dueAt): try clock(occasion, ticket, "sla_breach", metric, role, dueAt)
        case .progressDue: try progress(occasion, ticket)
        case .surveyInvited(let survey): try invitation(occasion, ticket, survey)
        case .lowScore(let survey, let score): try lowScore(occasion, ticket, survey, score)
        case .cameBack(let words): try cameBack(occasion, ticket, words)
        }
    }

    // MARK: to the customer

    private func acknowledgement(_ occasion: Occasion, _ ticket: TicketFacts, _ earliest: Date?, _ latest: Date?)
        throws(WordingError) -> NoticePlan
    {
        let answer = ticket.article.flatMap { articles[$0] }?.answer(for: ticket.spokenLanguage)?.text
        let ending = answer == nil ? "" : BuiltInWording.withAnswer
        guard let latest else {
            return try customer(occasion, ticket, "acknowledgement_without_promise" + ending) { values, _ in
                values[.answer] = answer?.trimmed
            }
        }
        return try customer(occasion, ticket, "acknowledgement" + ending) { values, language in
            values[.answer] = answer?.trimmed
            values[.promiseFrom] = CountryZones.text(earliest ?? latest, language, country: ticket.country)
            values[.promiseTo] = CountryZones.text(latest, language, country: ticket.country)
        }
    }

    private func written(_ occasion: Occasion, _ ticket: TicketFacts, _ entry: UUID, _ template: String)
        throws(WordingError) -> NoticePlan
    {
        guard let entry = facts.entries[entry] else { return .notYet("what the agent wrote") }
        return try customer(occasion, ticket, template, automatic: false) { values, _ in
            values[.message] = entry.body
            values[.agent] = authorName(entry.author)
        }
    }

    /// A late word about a cycle that is over would only confuse.
    private func milestone(_ occasion: Occasion, _ ticket: TicketFacts, _ template: String, _ cycle: Int)
        throws(WordingError) -> NoticePlan
    {
        ticket.cycle == cycle ? try customer(occasion, ticket, template) : .nothing
    }

    private func progress(_ occasion: Occasion, _ ticket: TicketFacts) throws(WordingError) -> NoticePlan {
        switch ticket.status {
        case "open": try customer(occasion, ticket, "progress")
        case "waiting" where ticket.waitReason != "customer": try customer(occasion, ticket, "progress_waiting")
        default: .nothing
        }
    }

    private func invitation(_ occasion: Occasion, _ ticket: TicketFacts, _ id: UUID) throws(WordingError) -> NoticePlan
    {
        guard let survey = facts.surveys[id] else { return .notYet("the survey") }
        guard ["planned", "invited"].contains(survey.state) else { return .nothing }
        let link = links?.text(for: id)
        let plan = try customer(occasion, ticket, "survey_invitation") { values, language in
            values[.scale] = SurveyScale.listing(language)
            values[.link] = link ?? ""
        }
        guard let link, case .write(let draft) = plan, !draft.body.contains(link) else { return plan }
        return .write(draft.adding("\n\n\(link)\n"))
    }

    // MARK: to staff

    private func returned(_ occasion: Occasion, _ ticket: TicketFacts, _ agent: String, _ reason: String)
        throws(WordingError) -> NoticePlan
    {
        try staff(occasion, ticket, "returned", facts.staff[agent]) { values, language in
            values[.message] = StaffWords.ending(reason, language)
        }
    }

    private func customerWrote(_ occasion: Occasion, _ ticket: TicketFacts) throws(WordingError) -> NoticePlan {
        guard let agent = ticket.agent else { return .nothing }
        return try staff(occasion, ticket, "owner_message", facts.staff[agent])
    }

    private func clock(
        _ occasion: Occasion,
        _ ticket: TicketFacts,
        _ template: String,
        _ metric: String,
        _ role: String,
        _ dueAt: Date
    ) throws(WordingError) -> NoticePlan {
        guard !ticket.isOver else { return .nothing }
        let recipient = recipient(role, team(ticket.team), ticket.agent)
        return try staff(occasion, ticket, template, recipient) { values, language in
            values[.clock] = StaffWords.clock(metric, language)
            values[.due] = instant(dueAt, language, recipient)
        }
    }

    private func lowScore(_ occasion: Occasion, _ ticket: TicketFacts, _ survey: UUID, _ score: Int)
        throws(WordingError) -> NoticePlan
    {
        guard let survey = facts.surveys[survey] else { return .notYet("the survey") }
        let lead = recipient("lead", team(survey.team ?? ticket.team), survey.agent ?? ticket.agent)
        return try staff(occasion, ticket, "low_score_followup", lead) { values, language in
            values[.score] = SurveyScale(rawValue: score)?.label(language) ?? "\(score)"
            values[.message] = survey.comment ?? "–"
            values[.agent] = (survey.agent ?? ticket.agent).flatMap { facts.staff[$0]?.name } ?? "–"
        }
    }

    /// To whoever has the ticket, else the team's lead.
    private func cameBack(_ occasion: Occasion, _ ticket: TicketFacts, _ words: String) throws(WordingError)
        -> NoticePlan
    {
        let recipient = recipient("agent", team(ticket.team), ticket.agent)
        return try staff(occasion, ticket, BuiltInWording.returnedMail, recipient) { values, _ in
            values[.message] = words
            values[.agent] = recipient?.name ?? "–"
        }
    }

    /// The one with the role, else the next who can act.
    private func recipient(_ role: String, _ team: TeamFacts?, _ agent: String?) -> StaffFacts? {
        let (lead, manager) = (team?.lead, team?.manager)
        let chain =
            switch role {
            case "agent": [agent, lead, manager]
            case "manager": [manager, lead, agent]
            default: [lead, manager, agent]
            }
        return chain.lazy.compactMap { $0.flatMap { facts.staff[$0] } }.first
    }

    private func team(_ id: String?) -> TeamFacts? {
        id.flatMap { facts.teams[$0] } ?? facts.standingTeam
    }

    // MARK: the two kinds of letters

    /// A dash for every value.
    private static let unknown = Dictionary(uniqueKeysWithValues: TemplatePlaceholder.allCases.map { ($0, "–") })

    private typealias Filling = (_ values: inout [TemplatePlaceholder: String], _ language: String) -> Void

    private func customer(
        _ occasion: Occasion,
        _ ticket: TicketFacts,
        _ template: String,
        automatic: Bool = true,
        _ fill: Filling = { _, _ in }
    ) throws(WordingError) -> NoticePlan {
        guard !(automatic && ticket.machine) else { return .nothing }
        let language = ticket.writingLanguage
        var values = values(ticket, language)
        fill(&values, language)
        let message = try stationery.render(template, language, values, number: ticket.number)
        return .write(
            Draft(
                ticket: ticket.id,
                reason: occasion.reason,
                template: template,
                audience: .customer,
                automatic: automatic,
                address: ticket.email,
                language: message.language,
                subject: message.subject,
                body: message.text,
                inReplyTo: ticket.answers
            )
        )
    }

    private func staff(
        _ occasion: Occasion,
        _ ticket: TicketFacts,
        _ template: String,
        _ recipient: StaffFacts?,
        _ fill: Filling = { _, _ in }
    ) throws(WordingError) -> NoticePlan {
        let language = WordingLanguages.closest(to: recipient?.language)
        var values = values(ticket, language)
        values[.due] = ticket.nextDue.map { instant($0, language, recipient) } ?? "–"
        values[.agent] = ticket.agent.flatMap { facts.staff[$0]?.name } ?? "–"
        if ["assignment", "owner_message", "returned"].contains(template) { values[.agent] = recipient?.name ?? "–" }
        fill(&values, language)
        let message = try stationery.render(template, language, values, number: ticket.number)
        return .write(
            Draft(
                ticket: ticket.id,
                reason: occasion.reason,
                template: template,
                audience: .staff,
                automatic: true,
                address: recipient?.email,
                language: message.language,
                subject: message.subject,
                body: message.text
            )
        )
    }

    private func values(_ ticket: TicketFacts, _ language: String) -> [TemplatePlaceholder: String] {
        var values = Self.unknown
        values[.ticket] = ticket.number
        values[.customer] = OneLine.text(ticket.customerName ?? "", most: 120)
        values[.subject] = ticket.title
        values[.company] = company
        values[.team] = team(ticket.team)?.name ?? "–"
        values[.priority] = ticket.priority.map { "P\($0)" } ?? "–"
        values[.category] = ticket.category.map { StaffWords.category($0, language) } ?? "–"
        return values
    }

    private func instant(_ date: Date, _ language: String, _ reader: StaffFacts?) -> String {
        CountryZones.text(date, language, zone: reader?.zone)
    }

    /// The agent's name; of anybody else nobody needs to know.
    private func authorName(_ author: String) -> String {
        let id = author.hasPrefix("agent:") ? String(author.dropFirst("agent:".count)) : author
        return facts.staff[id]?.name ?? company
    }
}

extension String {
    /// Without the line ends that YAML leaves behind a text.
    fileprivate var trimmed: String {
        String(reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Draft {
    fileprivate func adding(_ text: String) -> Draft {
        Draft(
            ticket: ticket,
            reason: reason,
            template: template,
            audience: audience,
            automatic: automatic,
            address: address,
            language: language,
            subject: subject,
            body: body + text,
            inReplyTo: inReplyTo
        )
    }
}
