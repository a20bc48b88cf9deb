import ArgumentParser

/// Tickets: what they are, and what people do to them.
struct TicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket",
        abstract: "Lists and shows tickets, and does what a service agent does.",
        discussion: """
            NUMBER is a ticket's number as printed or typed (case, o/0 and i/1 do not matter), or its id.
            Who acts: --as agent:<id>, customer or operator:<name>; by default AFTERSAIL_ACTOR, else operator:<login>.
            A move that the ticket's status does not allow is refused (exit 77) with the moves that are.
            """,
        subcommands: [
            TicketListCommand.self, TicketShowCommand.self, TicketReplyCommand.self, TicketNoteCommand.self,
            TicketWaitCommand.self, TicketResumeCommand.self, TicketProposeCommand.self, TicketAcceptCommand.self,
            TicketObjectCommand.self, TicketResolveCommand.self, TicketCloseCommand.self, TicketReopenCommand.self,
            TicketReassignCommand.self, TicketHandOverCommand.self, TicketContinuousCommand.self,
            TicketCorrectCommand.self,
        ]
    )
}
