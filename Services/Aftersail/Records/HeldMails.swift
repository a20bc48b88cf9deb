import ArgumentParser
import Contracts
import Desk
import FoundationEssentials
import Postgres

/// Mails that wait for a person because a backup was restored.
struct HeldMails: Sendable {
    /// Mails in one transaction.
    private static let most = 500

    let access: Access

    /// Characters of a Message-ID that its reason decides; what stands behind them changes with keys and settings.
    private static let nameLength = 35

    /// Decides about all of them, or about those with the given Message-IDs; gives how many.
    func settle(as outcome: NotificationOutcome, mailIDs: [String]? = nil) async throws -> Int {
        let ids = try await access.read { database in
            try await database.rows(
                """
                SELECT id FROM notification
                WHERE state = 'uncertain' AND failure LIKE 'restored: %' AND ($1::text[] IS NULL OR mail_id = ANY ($1)
                    OR (mail_id LIKE '<n.%' AND left(mail_id, $3) = ANY ($2)))
                ORDER BY created_at, id
                """,
                mailIDs,
                (mailIDs ?? []).filter { $0.hasPrefix("<n.") }.map { String($0.prefix(Self.nameLength)) },
                Int32(Self.nameLength)
            ).map { row in try row("id") as UUID }
        }
        let actor = try DeskOptions.actor(nil, nil, access)
        for start in stride(from: 0, to: ids.count, by: Self.most) {
            let page = ids[start..<min(start + Self.most, ids.count)]
            try await access.change(as: "desk") { turn in
                for id in page { try await Desk(turn, as: actor).settle(notification: id, as: outcome) }
            }
        }
        return ids.count
    }
}

extension NotificationCommand {
    /// By the relay's own record.
    struct Reconcile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declares held mails sent whose Message-IDs a relay's log lists.",
            discussion: """
                After a restore. The file holds one Message-ID a line, with its angle brackets; - is standard input. A mail \
                that is written again for the same reason has the Message-ID that it had before.
                """
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: ArgumentHelp("File of Message-IDs.", valueName: "file"))
        var file: String

        func run() async throws {
            let bytes = try file == "-" ? Surroundings.current.input() : Array(Data(contentsOf: URL(filePath: file)))
            let listed = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                .map { String($0).trimmed }.filter { !$0.isEmpty }
            let count = try await HeldMails(access: common.access).settle(as: .sent, mailIDs: listed)
            common.output.done(
                "asked the notifier: sent for \(count) held mails; \(listed.count) Message-IDs were listed",
                .object(["count": .number(String(count)), "outcome": .string("sent")])
            )
        }
    }
}

extension String {
    /// Without spaces at its ends.
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
