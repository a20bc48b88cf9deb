import Contracts
import FoundationEssentials
import Testing
import Triage
import Wording

@testable import Notifier

@Suite("Notice planner")
struct PlannerTests {
    private let instant = Date(timeIntervalSince1970: 1_790_000_000)

    private func planner(_ change: (inout TicketFacts) -> Void = { _ in }) throws -> NoticePlanner {
        let builtIn = try TemplateCatalogue(BuiltInWording.templates)
        var ticket = TicketFacts(
            id: .numbered(1),
            number: "AS-T0000001",
            subject: "Pump",
            country: "CN",
            customerName: "Lan",
            email: "lan@customer.example",
            answers: "<m1@customer.example>",
            language: "zh",
            category: "spare_part",
            priority: 2,
            agent: "li.wei",
            team: "technical"
        )
        change(&ticket)
        let staff = [("li.wei", "zh"), ("ana", "de"), ("omar", "ar")].map { id, language in
            StaffFacts(id: id, name: id, email: "\(id)@maker.example", language: language, zone: "UTC")
        }
        let facts = NoticeFacts(
            tickets: [ticket.id: ticket],
            teams: ["technical": TeamFacts(id: "technical", name: "Technical", lead: "ana", manager: "omar")],
            staff: Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0) }),
            entries: [.numbered(1): EntryFacts(author: "agent:li.wei", body: "Press <reset>.")],
            surveys: [.numbered(1): SurveyFacts(state: "invited", agent: "li.wei", team: "technical", comment: "slow")]
        )
        return NoticePlanner(
            facts: facts,
            stationery: Stationery(loaded: builtIn, builtIn: builtIn),
            company: "Maker",
            links: SurveyLink(base: "https://help.example/", key: "a key for tests only"),
            articles: [
                "descaling": KnowledgeArticle(
                    id: "descaling",
                    version: 1,
                    texts: [
                        "en": .init(title: "Descaling", questions: [], answer: "Hold the drop button.\n"),
                        "zh": .init(title: "除垢", questions: [], answer: "长按水滴键。\n"),
                    ]
                )
            ]
        )
    }

    private func draft(_ news: Occasion.News, _ change: (inout TicketFacts) -> Void = { _ in }) throws -> Draft? {
        guard case .write(let draft) = try planner(change).plan(for: Occasion(.numbered(1), "r", news)) else {
            return nil
        }
        return draft
    }

    @Test(
        "each occasion is told to the right person in their language",
        arguments: [
            (.promised(earliest: nil, latest: nil), "acknowledgement_without_promise", "lan@customer.example", "zh"),
            (.assigned(agent: "ana"), "assignment", "ana@maker.example", "de"),
            (.returned(agent: "li.wei", reason: "away"), "returned", "li.wei@maker.example", "zh"),
            (.customerWrote, "owner_message", "li.wei@maker.example", "zh"),
            (.replied(entry: .numbered(1)), "agent_reply", "lan@customer.example", "zh"),
            (.proposed(entry: .numbered(1)), "solution_proposed", "lan@customer.example", "zh"),
            (.resolved(cycle: 1), "resolved", "lan@customer.example", "zh"),
            (.closed(cycle: 1), "closed", "lan@customer.example", "zh"),
            (.reopened(cycle: 1), "reopened", "lan@customer.example", "zh"),
            (.progressDue, "progress", "lan@customer.example", "zh"),
            (.surveyInvited(survey: .numbered(1)), "survey_invitation", "lan@customer.example", "zh"),
            (.lowScore(survey: .numbered(1), score: 1), "low_score_followup", "ana@maker.example", "de"),
        ] as [(Occasion.News, String, String, String)]
    )
    func recipients(news: Occasion.News, template: String, address: String, language: String) throws {
        let draft = try draft(news)

        #expect(draft?.template == template)
        #expect(draft?.address == address)
        #expect(draft?.language == language)
        #expect(draft?.subject.contains("[AS-T0000001]") == true)
    }

    @Test(
        "a missed deadline is told to the role, else the next who can act",
        arguments: [
            ("agent", "li.wei", "li.wei"), ("lead", "li.wei", "ana"), ("manager", "li.wei", "omar"),
            ("agent", nil, "ana"),
        ] as [(String, String?, String)]
    )
    func escalation(role: String, agent: String?, told: String) throws {
        let draft = try draft(.breached(metric: "resolution", role: role, dueAt: instant)) { ticket in
            ticket.agent = agent
            if agent == nil { ticket.team = nil }
        }

        #expect(draft?.address == "\(told)@maker.example")
    }

    @Test(
        "late or pointless news are told to nobody",
        arguments: [
            (.resolved(cycle: 1), "open", 2), (.closed(cycle: 1), "open", 2), (.progressDue, "resolved", 1),
            (.progressDue, "proposed", 1),
            (.warned(metric: "resolution", dueAt: Date(timeIntervalSince1970: 1_790_000_000)), "closed", 1),
        ] as [(Occasion.News, String, Int)]
    )
    func late(news: Occasion.News, status: String, cycle: Int) throws {
        let draft = try draft(news) { ticket in
            ticket.status = status
            ticket.cycle = cycle
        }

        #expect(draft == nil)
    }

    @Test(
        "an acknowledgement brings the article's answer in the customer's language, else in English",
        arguments: [
            ("zh", 1_790_000_000, "acknowledgement_with_answer", "长按水滴键。"),
            ("pt", 1_790_000_000, "acknowledgement_with_answer", "Hold the drop button."),
            ("de", nil, "acknowledgement_without_promise_with_answer", "Hold the drop button."),
        ] as [(String, Double?, String, String)]
    )
    func answered(language: String, latest: Double?, template: String, answer: String) throws {
        let promise = Occasion.News.promised(earliest: nil, latest: latest.map { Date(timeIntervalSince1970: $0) })

        let draft = try draft(promise) { ticket in
            ticket.language = language
            ticket.article = "descaling"
        }

        #expect(draft?.template == template)
        #expect(draft?.body.contains("\n\n\(answer)\n\n") == true)
        #expect(draft?.reason == "r")
    }

    @Test("an article that is no longer in force leaves a plain acknowledgement")
    func goneArticle() throws {
        let draft = try draft(.promised(earliest: nil, latest: nil)) { $0.article = "gone" }

        #expect(draft?.template == "acknowledgement_without_promise")
    }

    @Test("a machine's ticket gets no automatic answer")
    func machine() throws {
        #expect(try draft(.promised(earliest: nil, latest: instant)) { $0.machine = true } == nil)
        #expect(try draft(.resolved(cycle: 1)) { $0.machine = true } == nil)
        #expect(try draft(.replied(entry: .numbered(1))) { $0.machine = true } != nil)
    }

    @Test("the promise is worded in the customer's zone")
    func zone() throws {
        let china = try draft(.promised(earliest: instant, latest: instant)) { $0.language = "en" }
        let nowhere = try draft(.promised(earliest: instant, latest: instant)) { ticket in
            (ticket.language, ticket.country) = ("en", nil)
        }

        #expect(china?.body.contains("22:13 (UTC+8)") == true)
        #expect(nowhere?.body.contains("14:13 (UTC)") == true)
    }

    @Test(
        "the language is the classifier's, else the locale's, else English",
        arguments: [
            ("ar", "de", "ar"), ("und", "de-AT", "de"), (nil, "vi", "vi"), ("fr", "de", "en"), (nil, nil, "en"),
        ]
            as [(String?, String?, String)]
    )
    func language(classified: String?, locale: String?, expected: String) throws {
        let draft = try draft(.progressDue) { ($0.language, $0.locale) = (classified, locale) }

        #expect(draft?.language == expected)
    }

    @Test("an invitation carries a link that only we can make")
    func link() throws {
        let draft = try draft(.surveyInvited(survey: .numbered(1)))
        let other = SurveyLink(base: "https://help.example", key: "another key for tests").text(for: .numbered(1))

        #expect(draft?.body.contains("https://help.example/survey/\(UUID.numbered(1).text).") == true)
        #expect(draft?.body.contains(other) == false)
    }

    @Test("a customer's name cannot break a line of the header")
    func injection() throws {
        let draft = try draft(.resolved(cycle: 1)) { ticket in
            ticket.customerName = "Eve\r\nBcc: all@customer.example"
            ticket.subject = "Pump\r\nBcc: all@customer.example\u{2028}X"
        }
        let reply = try self.draft(.replied(entry: .numbered(1))) { $0.subject = "Pump\r\nBcc: all@customer.example" }

        #expect(draft?.body.contains("Eve Bcc: all@customer.example") == true)
        #expect(reply?.subject == "[AS-T0000001] Pump Bcc: all@customer.example")
    }

    @Test("facts that are not there yet are waited for")
    func missing() throws {
        let plan = try planner().plan(for: Occasion(.numbered(2), "r", .progressDue))
        let entry = try planner().plan(for: Occasion(.numbered(1), "r", .replied(entry: .numbered(9))))

        #expect(plan == .notYet("the ticket"))
        #expect(entry == .notYet("what the agent wrote"))
    }
}
