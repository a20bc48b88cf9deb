import FoundationEssentials
import Testing
import Tickets

@Suite("Ticket status")
struct TicketStatusTests {
    @Test(
        "moves lead where the table says",
        arguments: [
            (.open, .reply, .open), (.open, .wait(.parts), .waiting(.parts)), (.open, .propose, .proposed),
            (.open, .resolve, .resolved), (.open, .merge, .merged), (.open, .close, .closed),
            (.waiting(.parts), .reply, .waiting(.parts)), (.waiting(.parts), .wait(.visit), .waiting(.visit)),
            (.waiting(.parts), .resume, .open), (.waiting(.parts), .customerMessage, .waiting(.parts)),
            (.waiting(.customer), .customerMessage, .open), (.waiting(.agreedDate), .propose, .proposed),
            (.proposed, .accept, .resolved), (.proposed, .object, .open), (.proposed, .customerMessage, .open),
            (.resolved, .close, .closed), (.resolved, .reopen, .open), (.resolved, .customerMessage, .open),
            (.closed, .customerMessage, .open),
            (.closed, .reopen, .open), (.closed, .note, .closed), (.merged, .note, .merged),
        ] as [(TicketStatus, TicketMove, TicketStatus)]
    )
    func arrows(from: TicketStatus, move: TicketMove, to: TicketStatus) throws {
        #expect(try from.after(move) == to)
    }

    @Test(
        "illegal moves name what is allowed",
        arguments: [
            (.merged, .reply, "merged; allowed now: note; use the ticket it was merged into"),
            (
                .proposed, .close,
                "proposed; allowed now: reply, note, customer_message, propose, accept, object, resolve, merge"
            ),
        ] as [(TicketStatus, TicketMove, String)]
    )
    func refused(from: TicketStatus, move: TicketMove, ending: String) {
        let error = #expect(throws: IllegalMove.self) { try from.after(move) }

        #expect(error?.description == "move \(move.name) is not allowed for a ticket that is \(ending)")
    }

    @Test("allowed moves are exactly those that succeed")
    func allowed() {
        let statuses: [TicketStatus] =
            [.open, .proposed, .resolved, .closed, .merged] + PauseReason.allCases.map { .waiting($0) }

        for status in statuses {
            for move in TicketMove.all {
                #expect(status.allowedMoves.contains(move) == ((try? status.after(move)) != nil))
            }
        }
    }

    @Test(
        "the written form comes back",
        arguments: [
            "open", "waiting:customer", "waiting:agreed_date", "proposed", "resolved", "closed", "merged",
        ]
    )
    func written(text: String) throws {
        let status = try #require(TicketStatus(rawValue: text))

        #expect(status.rawValue == text)
        #expect(TicketStatus(status.kind, reason: status.pauseReason) == status)
        #expect(try JSONDecoder().decode(TicketStatus.self, from: JSONEncoder().encode(status)) == status)
    }

    @Test("unknown forms are refused", arguments: ["", "waiting", "waiting:", "open:parts", "Waiting:parts", "gone"])
    func unwritten(text: String) {
        #expect(TicketStatus(rawValue: text) == nil)
    }

    @Test("only two statuses wait on the customer")
    func waiting() {
        #expect(TicketStatus.waiting(.customer).isWaitingOnCustomer && TicketStatus.proposed.isWaitingOnCustomer)
        #expect(!TicketStatus.waiting(.parts).isWaitingOnCustomer && !TicketStatus.open.isWaitingOnCustomer)
        #expect(TicketStatus.merged.isEnded && !TicketStatus.proposed.isEnded)
    }
}
