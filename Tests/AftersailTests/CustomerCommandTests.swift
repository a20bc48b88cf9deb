import Contracts
import FoundationEssentials
import Harness
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail customer", .freshDatabase, .freshBroker)
struct CustomerCommandTests {
    static let anna = UUID(uuid: (1, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 7))

    @Test("set is kept with who and when, and list and show tell it")
    func set() async throws {
        try await Self.storeAnna()

        let run = await aftersail("customer", "set", " Anna@Example.com", "--level", "vip", "--contract", "care")
        let again = await aftersail("customer", "set", "anna@example.com", "--level", "vip", "--json")
        let list = await aftersail("customer", "list", "--level", "vip")
        let page = await aftersail("customer", "show", "+4930123456")
        let json = await aftersail("customer", "show", StoreFixture.name(Self.anna), "--json")

        #expect(run.output == "customer \(StoreFixture.name(Self.anna)) is vip, contract care\n", "\(run.complaints)")
        #expect(again.json["contract"].string == "care" && again.json["level"].string == "vip")
        #expect(list.output.contains("安娜") && list.output.contains("anna@example.com"))
        #expect(page.output.contains("Changes") && page.output.contains("care") && page.output.contains("operator:"))
        // What changed nothing left nothing.
        #expect(json.json["changes"].list.map { $0["level_was"].string } == ["standard"])
        #expect(json.json["contacts"].list.count == 3)
    }

    @Test("a contract ends, and the level stays")
    func ends() async throws {
        try await Self.storeAnna()
        _ = await aftersail("customer", "set", "whatsapp:anna", "--level", "premium", "--contract", "care")

        let run = await aftersail("customer", "set", "whatsapp:Anna", "--no-contract", "--json")

        #expect(run.json["contract"] == .null && run.json["level"].string == "premium", "\(run.complaints)")
    }

    @Test("list finds by a part of name or contact point")
    func search() async throws {
        try await Self.storeAnna()

        let byName = await aftersail("customer", "list", "--search", "安", "--json")
        let byContact = await aftersail("customer", "list", "--search", "ANNA@", "--json")
        let nobody = await aftersail("customer", "list", "--contract", "care")

        #expect(byName.json.list.map { $0["tickets"].whole } == [0])
        #expect(byContact.json.list.count == 1)
        #expect(nobody.output == "no customer matches\n")
    }

    @Test(
        "who or what is not known is refused with what to give",
        arguments: [
            (["set", "nobody@example.com", "--level", "vip"], "aftersail customer list"),
            (["set", "anna at example", "--level", "vip"], "channel:name"),
            (["set", "anna@example.com", "--level", "gold"], "standard, premium, vip"),
            (["set", "anna@example.com"], "--no-contract"),
            (["set", "anna@example.com", "--contract", ""], "1 to 100 characters"),
            (["show", "019a0000-0000-7000-8000-00000000ffff"], "aftersail customer list"),
        ]
    )
    func refused(_ words: [String], _ advice: String) async throws {
        try await Self.storeAnna()

        let run = await aftersail(["customer"] + words)

        #expect(run.code != 0 && run.complaints.contains(advice), "\(run.complaints)")
        #expect(!run.complaints.contains("nobody@"))
    }

    @Test("targets of a ticket stay those of the level at which it was opened", .timeLimit(.minutes(2)))
    func targets() async throws {
        try await ClockStage.run { stage in
            try await stage.set("2026-11-24T09:00:00Z")
            try await stage.load([
                "calendars.yaml": ClockSetup.calendars(),
                "policy.yaml": ClockSetup.policy(1, first: 360, resolution: 480)
                    .replacing("priorities: [1]", with: "levels: [vip]"),
            ])
            try await stage.open(1)
            try await stage.set("2026-11-24T10:00:00Z")
            let customer = StoreFixture.name(ClockStage.id(1))
            let run = await aftersail("customer", "set", customer, "--level", "vip")
            #expect(run.code == 0, "\(run.complaints)")
            try await stage.set("2026-11-24T10:00:01Z")
            try await stage.open(2, of: 1)
            try await stage.follow(1)

            let before = await aftersail("sla", "explain", "AS-T1")
            let after = await aftersail("sla", "explain", "AS-T2")

            #expect(before.output.contains("rule 2 'everything else'"), "\(before.output)")
            #expect(after.output.contains("rule 1 'critical'"), "\(after.output)")
        }
    }

    private static func storeAnna() async throws {
        try await withOwner { database in
            try await database.execute("INSERT INTO customer (id, name) VALUES ($1, '安娜')", anna)
            try await database.execute(
                """
                INSERT INTO contact_point (id, customer_id, kind, scope, value)
                VALUES (gen_random_uuid(), $1, 'email', '', 'anna@example.com'),
                    (gen_random_uuid(), $1, 'phone', '', '+4930123456'),
                    (gen_random_uuid(), $1, 'handle', 'whatsapp', 'anna')
                """,
                anna
            )
        }
    }
}
