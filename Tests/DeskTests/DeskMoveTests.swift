import Desk
import FoundationEssentials
import Harness
import Postgres
import Testing
import Tickets
import WorkerKit

@Suite("Desk", .freshDatabase, .freshBroker)
struct DeskMoveTests {
    let ticket = TicketFixture.id

    @Test("a reply writes entry, state, ledger and event together")
    func reply() async throws {
        try await TicketFixture.store()

        let place = try await atDesk { try await $0.reply(ticket, "请重启机器") }

        #expect(place.version == 1 && place.status == .open && place.lane == .urgent)
        #expect(
            try await TicketFixture.texts("SELECT kind || ' ' || author AS t FROM desk_entry") == ["reply agent:li.wei"]
        )
        #expect(
            try await TicketFixture.texts("SELECT kind || ' ' || actor AS t FROM ticket_event") == [
                "replied agent:li.wei"
            ]
        )
        #expect(try await TicketFixture.texts("SELECT data ->> 'entry' AS t FROM ticket_event").count == 1)
    }

    @Test("the whole life goes from proposal to a second cycle")
    func life() async throws {
        try await TicketFixture.store()

        try await atDesk { try await $0.wait(ticket, for: .parts) }
        try await atDesk { try await $0.propose(ticket, "Ersatzteil", solution: .partReplacement) }
        try await atDesk(.customer) { try await $0.accept(ticket, "好的") }
        let reopened = try await atDesk(.customer) { try await $0.object(ticket, "又坏了") }
        try await atDesk { try await $0.resolve(ticket, "done", solution: .guidance) }
        let closed = try await atDesk { try await $0.close(ticket) }

        #expect(reopened.status == .open && reopened.cycle == 2)
        #expect(closed.status == .closed && closed.version == 6 && closed.cycle == 2)
        let kinds = try await TicketFixture.texts("SELECT kind AS t FROM ticket_event ORDER BY recorded_at, id")
        #expect(
            Set(kinds) == ["waiting", "proposed", "accepted", "resolved", "objected", "reopened", "closed"]
                && kinds.count == 8
        )
        #expect(
            try await TicketFixture.count(
                "SELECT count(*) AS n FROM ticket_state WHERE resolved_at IS NOT NULL AND closed_at IS NOT NULL"
            ) == 1
        )
    }

    @Test("a ticket goes on whatever it waited for", arguments: PauseReason.allCases)
    func resume(reason: PauseReason) async throws {
        try await TicketFixture.store()
        try await atDesk { try await $0.wait(ticket, for: reason) }

        let place = try await atDesk { try await $0.resume(ticket) }

        #expect(place.status == .open && place.version == 2 && place.cycle == 1)
        #expect(
            try await TicketFixture.texts("SELECT concat_ws(' ', status, wait_reason, version) AS t FROM ticket_state")
                == ["open 2"]
        )
        #expect(
            try await TicketFixture.texts("SELECT kind || ' ' || actor AS t FROM ticket_event ORDER BY kind") == [
                "resumed agent:li.wei", "waiting agent:li.wei",
            ]
        )
    }

    @Test("a ticket that does not wait cannot go on")
    func unpaused() async throws {
        try await TicketFixture.store()

        await #expect {
            try await atDesk { try await $0.resume(ticket) }
        } throws: { error in
            "\(error)".contains("move resume is not allowed for a ticket that is open")
        }

        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_event") == 0)
    }

    @Test("an illegal move says what is allowed and changes nothing")
    func illegal() async throws {
        try await TicketFixture.store()

        await #expect {
            try await atDesk { try await $0.accept(ticket) }
        } throws: { error in
            "\(error)".contains("allowed now: reply, note, wait")
        }

        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_event") == 0)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_state") == 0)
    }

    @Test("of two moves at once one is refused")
    func concurrent() async throws {
        try await TicketFixture.store()

        async let first = Result.of { try await atDesk { try await $0.resolve(ticket) } }
        async let second = Result.of { try await atDesk { try await $0.resolve(ticket) } }
        let outcomes = await [first, second]

        #expect(outcomes.count { $0 } == 1)
        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM ticket_event WHERE kind = 'resolved'") == 1)
        #expect(try await TicketFixture.count("SELECT version::bigint AS n FROM ticket_state") == 1)
    }

    @Test("a stale expected version is refused")
    func version() async throws {
        try await TicketFixture.store()
        try await atDesk { try await $0.reply(ticket, "a") }

        await #expect(throws: DeskError.versionChanged(expected: 0, found: 1)) {
            try await atDesk { try await $0.reply(ticket, "b", ifVersion: 0) }
        }
        try await atDesk { try await $0.reply(ticket, "b", ifVersion: 1) }

        #expect(try await TicketFixture.count("SELECT count(*) AS n FROM desk_entry") == 2)
    }

    @Test("a note tells nobody and keeps the version")
    func note() async throws {
        try await TicketFixture.store()

        let place = try await atDesk { try await $0.note(ticket, "intern") }

        #expect(place.version == 0)
        #expect(try await TicketFixture.texts("SELECT kind AS t FROM ticket_event") == ["noted"])
    }

    @Test("tickets are found by typed numbers and ids")
    func lookup() async throws {
        try await TicketFixture.store()
        let number = try TicketNumber(5, key: TicketNumberKey(Array("0123456789abcdef".utf8))).description
        try await withOwner { _ = try await $0.execute("UPDATE ticket SET number = $1", number) }

        let found = try await atDesk { desk in
            [
                try await desk.ticket(number.lowercased()), try await desk.ticket(String(number.dropFirst(3))),
                try await desk.ticket(ticket.uuidString),
            ]
        }

        #expect(found == [ticket, ticket, ticket])
        await #expect(throws: DeskError.unknownTicket("AS-1")) { try await atDesk { try await $0.ticket("AS-1") } }
    }
}

extension Result where Success == Void, Failure == Never {
    /// Whether work succeeds.
    static func of(_ work: () async throws -> some Any) async -> Bool {
        do {
            _ = try await work()
            return true
        } catch { return false }
    }
}
