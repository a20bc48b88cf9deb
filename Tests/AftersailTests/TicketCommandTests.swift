import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail ticket", .freshDatabase, .freshBroker)
struct TicketCommandTests {
    let number = StoreFixture.number

    @Test("list shows a table with aligned wide characters, or the view's columns")
    func list() async throws {
        try await StoreFixture.storeTicket()

        let table = await aftersail("ticket", "list", "--status", "open")
        let json = await aftersail("ticket", "list", "--json", "--limit", "5")
        let none = await aftersail("ticket", "list", "--status", "closed")

        #expect(table.output.contains(number) && table.output.contains("机器不加热"))
        #expect(json.json.list.first?["external_id"].string == "x-1")
        #expect(json.json.list.first?["opened_at"].string?.hasSuffix("Z") == true)
        #expect(json.json.list.first?.members.keys.contains("acknowledged_at") == true)
        #expect(none.output == "no ticket matches\n" && none.code == 0)
    }

    @Test("show tells the whole story without steering the terminal")
    func show() async throws {
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeNotification("sent")
        _ = await aftersail("ticket", "reply", number, "请重启", "--as", "agent:li.wei")

        let page = await aftersail("ticket", "show", number)
        let json = await aftersail("ticket", "show", StoreFixture.name(StoreFixture.ticket), "--json")

        #expect(page.output.contains("第一行") && page.output.contains("请重启") && page.output.contains("replied"))
        #expect(!page.output.contains("\u{1B}"))
        #expect(json.json["conversation"].list.count == 2 && json.json["notifications"].list.count == 1)
        #expect(json.json["ledger"].list.first?["kind"].string == "replied")
    }

    @Test("show names the numbers of the messages")
    func numbers() async throws {
        try await StoreFixture.storeTicket()
        try await StoreFixture.storeTriage(
            """
            [{"kind":"order_number","value":"OR1","text":"or 1\\u001b[2J","pattern":"o","checked":"passed"},
             {"kind":"model","value":"BX200","text":"BX200","pattern":"m","checked":"none"}]
            """
        )

        let page = await aftersail("ticket", "show", number)
        let json = await aftersail("ticket", "show", number, "--json")

        #expect(page.output.contains("names       order_number OR1, check digit right, written 'or 1"))
        #expect(page.output.contains("names       model BX200\n"))
        #expect(!page.output.contains("\u{1B}"))
        #expect(json.json["triage"]["extracted"].list.count == 2)
        #expect(json.json["triage"]["extraction_version"].whole == 7)
    }

    @Test("the life of a ticket goes by command line in Chinese")
    func life() async throws {
        try await StoreFixture.storeTicket()
        _ = await aftersail("topology", "apply")

        let steps = [
            await aftersail("ticket", "note", number, "内部备注", "--json"),
            await aftersail("ticket", "wait", number, "parts", "--json"),
            await aftersail("ticket", "resume", number, "--json"),
            await aftersail("ticket", "propose", number, "更换零件", "--solution", "part_replacement", "--json"),
            await aftersail("ticket", "object", number, "不同意", "--json"),
            await aftersail("ticket", "propose", number, "-", "--json", input: "全额退款"),
            await aftersail("ticket", "accept", number, "--json"),
            await aftersail("ticket", "reopen", number, "--json"),
            await aftersail("ticket", "resolve", number, "已解决", "--solution", "guidance", "--json"),
            await aftersail("ticket", "close", number, "--json"),
        ]

        #expect(steps.allSatisfy { $0.code == 0 }, "\(steps.map(\.complaints))")
        #expect(
            steps.map { $0.json["status"].string } == [
                "open", "waiting", "open", "proposed", "open", "proposed", "resolved", "open", "resolved", "closed",
            ]
        )
        #expect(steps.last?.json["version"].whole == 9 && steps.last?.json["cycle"].whole == 2)
        #expect(try await values("SELECT id FROM outbox_desk").isEmpty)
    }

    @Test("refusals have exit codes and say what is allowed")
    func refusals() async throws {
        try await StoreFixture.storeTicket()

        let illegal = await aftersail("ticket", "accept", number)
        let unknown = await aftersail("ticket", "close", "AS-XXXXXXXX")
        let stale = await aftersail("ticket", "close", number, "--if-version", "7")
        let usage = await aftersail("ticket", "wait", number, "lunch")
        let noText = await aftersail("ticket", "reply", number)
        let away = await aftersail("ticket", "list", "--database-url", "postgresql://x@127.0.0.1:1/x")
        let unset = await aftersail("ticket", "list", environment: ["AFTERSAIL_DATABASE_URL": ""])

        #expect(illegal.code == 77 && illegal.complaints.contains("allowed now"))
        #expect(unknown.code == 65 && unknown.complaints.contains("ticket list"))
        #expect(stale.code == 77 && stale.complaints.contains("version 0, not 7"))
        #expect(usage.code == 64 && usage.complaints.contains("agreed_date"))
        #expect(noText.code == 65)
        #expect(away.code == 69, "\(away.complaints)")
        #expect(unset.code == 65 && unset.complaints.contains("AFTERSAIL_DATABASE_URL"))
    }

    @Test("agents are listed and sign off and on")
    func agents() async throws {
        try await StoreFixture.storeTicket()
        _ = await aftersail("topology", "apply")

        let list = await aftersail("agent", "list", "--json")
        let away = await aftersail("agent", "away", "li.wei", "--return-tickets")
        let back = await aftersail("agent", "back", "li.wei", "--json")
        let nobody = await aftersail("agent", "away", "nobody")
        let reassign = await aftersail("ticket", "reassign", number, "--to", "li.wei")

        #expect(list.json.list.first?["load"].whole == 0 && list.json.list.first?["team"].string == "technical")
        #expect(away.code == 0 && back.json["away"].truth == false)
        #expect(nobody.code == 65 && reassign.code == 0)
        #expect(
            await Queues.messages(in: "dispatcher.normal").map(\.type) == [
                "agent.away.v1", "agent.back.v1", "ticket.reassign-requested.v1",
            ]
        )
    }

    @Test(
        "every command explains itself",
        arguments: [
            "migrate", "topology", "setup", "submit", "ticket", "agent", "notification", "survey", "quarantine",
            "parked", "sla", "status", "doctor",
        ]
    )
    func help(name: String) async {
        let run = await aftersail(name, "--help")

        #expect(run.code == 0 && run.output.contains("USAGE: aftersail \(name)"))
    }
}
