import FoundationEssentials
import Harness
import Testing

@testable import Notifier

@Suite("Budgets of automatic mail")
struct BudgetTests {
    /// 2026-09-21 14:13:20 UTC.
    private static let present = BudgetWindow(at: Date(timeIntervalSince1970: 1_790_000_000))

    @Test(
        "mail beyond the budget of an address or a ticket is kept with the budget's name",
        arguments: [
            (PostOffice.Count(hour: 5, day: 5), 0, "budget of the address: 5 automatic mails an hour"),
            (PostOffice.Count(hour: 0, day: 20), 0, "budget of the address: 20 automatic mails a day"),
            (PostOffice.Count(hour: 4, day: 19), 10, "budget of the ticket: 10 automatic mails a day"),
        ]
    )
    func kept(address: PostOffice.Count, ticket: Int, reason: String) {
        var office = PostOffice.of(addresses: ["lan@c.example": address], tickets: [.numbered(1): ticket])

        let drafts: [Draft] = [
            .automatic(1), .automatic(2, automatic: false), .automatic(3, ticket: 2, to: "eva@c.example"),
        ]
        let admitted = drafts.compactMap { office.admit($0) }

        #expect(admitted.map(\.obstacle) == [reason, nil, nil])
        #expect(admitted.map { $0.budget == nil } == [false, true, true])
        #expect(admitted.allSatisfy { $0.wait == nil })
    }

    @Test("mail beyond the budget of a domain waits for the next room, the rest of the world does not")
    func waiting() {
        var office = PostOffice.of(MailBudgets(domain: 12), present: Self.present)

        let mails = (1...5).compactMap { office.admit(.automatic($0, ticket: $0, to: "a\($0)@x\($0).c.example")) }
        let other = office.admit(.automatic(6, ticket: 6, to: "eva@d.example"))

        #expect(mails.map { $0.obstacle == nil } == [true, true, true, true, true])
        let next = BudgetWindow(number: Self.present.number + 1)
        let later = BudgetWindow(number: Self.present.number + 2)
        #expect(mails.map { $0.wait?.until } == [nil, nil, next.start, next.instant(at: 0.5), later.start])
        #expect(mails.last?.wait?.reason == "waits for room in the budget of its domain")
        #expect(mails.last?.budget == .domain)
        #expect(other?.obstacle == nil && other?.wait == nil)
    }

    @Test("mail for which a day has no room is kept with the budget's name")
    func noRoom() {
        var office = PostOffice.of(MailBudgets(overall: 1), present: Self.present)

        let mails = (1...BudgetWindow.inDay + 1).compactMap {
            office.admit(.automatic($0, ticket: $0, to: "a@d\($0).example"))
        }

        #expect(mails.dropLast().allSatisfy { $0.obstacle == nil })
        #expect(mails.dropLast().last?.wait?.reason == "waits for room in the budget of all automatic mail")
        #expect(mails.last?.obstacle == "budget of all automatic mail: no room within a day")
    }

    @Test("whatever comes in whatever order, no window of any domain or of all holds more than its budget")
    func never() {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = Seeded(seed)
            let budgets = MailBudgets(
                domain: Int.random(in: 1...60, using: &random),
                provider: Int.random(in: 1...120, using: &random),
                overall: Int.random(in: 1...240, using: &random)
            )
            let domains = ["gmail.com", "c.example", "d.example", "e.example"]
            var room = BudgetRoom(budgets, present: Self.present)
            var used: [BudgetRoom.Key: Int] = [:]
            for _ in 0..<400 {
                // Another process goes on with what this one has written.
                if Int.random(in: 0..<50, using: &random) == 0 {
                    for (key, count) in room.taken { used[key, default: 0] += count }
                    room = BudgetRoom(budgets, present: Self.present, used: used)
                }
                _ = room.take(domains[Int.random(in: 0..<domains.count, using: &random)])
            }
            for (key, count) in room.taken { used[key, default: 0] += count }
            for (key, count) in used {
                let most = key.scope == .overall ? budgets.overallWindow : budgets.window(ofDomain: key.name)
                #expect(count <= most, "seed \(seed): \(key) holds \(count) of \(most)")
            }
            let all = used.filter { $0.key.scope == .overall }.values.reduce(0, +)
            #expect(all == used.filter { $0.key.scope == .domain }.values.reduce(0, +), "seed \(seed)")
        }
    }

    @Test(
        "sub-domains belong to whoever registered the domain",
        arguments: [
            ("a@c.example", "c.example"), ("a@x1.C.example", "c.example"), ("a@mail.shop.co.uk", "shop.co.uk"),
            ("a@shop.com.cn", "shop.com.cn"), ("a@x.qq.com", "qq.com"), ("a@x.shop.de", "shop.de"),
            ("a@localhost", "localhost"),
            ("a@a.b.edu.vn", "b.edu.vn"),
        ]
    )
    func registered(address: String, domain: String) {
        #expect(MailDomain.registered(address) == domain)
    }

    @Test("mail providers have a budget of their own, named ones too")
    func providers() {
        let budgets = MailBudgets(moreProviders: ["isp.example"])

        #expect(budgets.window(ofDomain: "gmail.com") == 1_000)
        #expect(budgets.window(ofDomain: "isp.example") == 1_000)
        #expect(budgets.window(ofDomain: "c.example") == 100)
        #expect(budgets.overallWindow == 2_000)
    }
}

extension Draft {
    static func automatic(
        _ number: Int,
        ticket: Int = 1,
        to address: String = "lan@c.example",
        automatic: Bool = true,
        audience: Audience = .customer
    ) -> Draft {
        Draft(
            ticket: .numbered(ticket),
            reason: "r\(number)",
            template: "progress",
            audience: audience,
            automatic: automatic,
            address: address,
            language: "en",
            subject: "s",
            body: "b"
        )
    }
}

extension PostOffice {
    /// An office that knows this much.
    static func of(
        _ budgets: MailBudgets = MailBudgets(),
        known: Set<String> = [],
        suppressed: Set<String> = [],
        addresses: [String: Count] = [:],
        tickets: [UUID: Int] = [:],
        staff: [String: Count] = [:],
        present: BudgetWindow = BudgetWindow(number: 0)
    ) -> PostOffice {
        PostOffice(
            budgets,
            known: known,
            suppressed: suppressed,
            use: Use(
                addresses: addresses,
                tickets: tickets,
                staff: staff,
                room: BudgetRoom(budgets, present: present)
            )
        )
    }
}
