import ArgumentParser
import Contracts
import Desk
import FoundationEssentials

/// Mails to customers and staff.
struct NotificationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notification",
        abstract: "Lists what was sent, and settles what is uncertain or failed.",
        subcommands: [List.self, Show.self, Resend.self, Settle.self, Reconcile.self]
    )

    /// Newest first.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists notifications, newest first (JSON: the columns of notification_overview)."
        )

        @OptionGroup var common: CommonOptions

        @Option(
            help: "Only these: queued, sending, finalising, sent, failed, bounced, suppressed, uncertain; repeatable."
        )
        var state: [String] = []

        @Option(help: "Only of this ticket's number.")
        var ticket: String?

        @Option(help: "Most notifications shown.")
        var limit = 100

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT * FROM notification_overview
                    WHERE (cardinality($1::text[]) = 0 OR state = ANY ($1)) AND ($2::text IS NULL OR ticket = upper($2))
                    ORDER BY created_at DESC, id LIMIT $3
                    """,
                    state,
                    ticket,
                    Int64(max(1, limit))
                )
            }
            common.output.rows(
                rows,
                [
                    Column("id", "id"), Column("ticket", "ticket"), Column("template", "template"),
                    Column("to", "audience"),
                    Column("lang", "language"), Column("state", "state"),
                    Column("tries", "attempts", alignsRight: true),
                    Column("created", "created_at"), Column("sent", "sent_at"), Column("failure", "failure"),
                ],
                none: "no notification matches"
            )
        }
    }

    /// One with its text.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a notification with its text.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "Id of the notification.")
        var id: String

        func run() async throws {
            let id = try RecordID.read(id)
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT o.*, n.body FROM notification n JOIN notification_overview o ON o.id = n.id WHERE n.id = $1
                    """,
                    id
                )
            }
            guard let row = rows.first else { throw DeskError.unknownNotification(id) }
            RecordPage(output: common.output).print(row, text: "body")
        }
    }

    /// Once more.
    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends an uncertain, failed, bounced or suppressed notification, whatever budgets say."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Id of the notification.")
        var id: String?

        @Flag(help: "All that wait because a backup was restored, instead of one.")
        var held = false

        func validate() throws {
            guard (id == nil) == held else { throw ValidationError("give the id of a notification, or --held") }
        }

        func run() async throws {
            if let id { return try await NotificationCommand.settle(id, as: .resend, common) }
            let count = try await HeldMails(access: common.access).settle(as: .resend)
            common.output.done(
                "asked the notifier: resend for \(count) held mails",
                .object(["count": .number(String(count)), "outcome": .string("resend")])
            )
        }
    }

    /// By decision.
    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declares an uncertain notification sent or failed, after a look into the provider's log."
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "Id of the notification.")
        var id: String

        @Argument(help: "sent or failed.")
        var outcome: String

        func run() async throws {
            guard let decided = NotificationOutcome(rawValue: outcome), decided != .resend else {
                throw ValidationError("a notification is settled as sent or failed")
            }
            try await NotificationCommand.settle(id, as: decided, common)
        }
    }

    private static func settle(_ id: String, as outcome: NotificationOutcome, _ common: CommonOptions) async throws {
        let (id, actor) = (try RecordID.read(id), try DeskOptions.actor(nil, nil, common.access))
        try await common.access.change(as: "desk") { turn in
            try await Desk(turn, as: actor).settle(notification: id, as: outcome)
        }
        let name = id.uuidString.lowercased()
        common.output.done(
            "asked the notifier: \(outcome.rawValue) for \(name)",
            .object(["id": .string(name), "outcome": .string(outcome.rawValue)])
        )
    }
}
