import ArgumentParser
import Contracts
import Digest
import FoundationEssentials
import MailStore

/// Mails and attachments as they came.
struct MailOriginalCommand: AsyncParsableCommand {
    /// Larger than any file that we keep.
    private static let mostBytes = 1 << 30

    static let configuration = CommandConfiguration(
        commandName: "original",
        abstract:
            "Writes a mail as it came, or one of its attachments, out of the mail store, checked against its hash.",
        discussion: """
            Named by its SHA-256 (then no database is asked), by the id or Message-ID of its message, or by its ticket when that has \
            one mail only. Without --out the bytes go to standard output, never to a terminal. --json shows what there is \
            (id, ticket, sha256, size, attachments) after checking it, and writes bytes to --out only.

            exit codes: 0 done, 1 the file is missing or damaged: restore it from a backup, 65 no such mail, or more than one
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("SHA-256, message or ticket.", valueName: "mail"))
    var which: String

    @Option(help: "Number of an attachment, from 1, instead of the mail.")
    var attachment: Int?

    @Option(help: ArgumentHelp("File to write, which must not exist.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("Folder or bucket of the store (default: AFTERSAIL_MAIL_STORE).", valueName: "folder"))
    var store: String?

    func run() async throws {
        let store = try MailStoreOption.open(store, common.access)
        let message = try await message()
        let hash = try message?.file(attachment) ?? which.lowercased()
        let bytes: [UInt8]
        do {
            bytes = try store.read(hash, atMost: Self.mostBytes)
        } catch {
            throw Failure(.fault, "\(hash): \(error.description)")
        }
        try write(bytes)
        guard common.output.isJSON else { return }
        var shown = message?.row.members ?? [:]
        shown["sha256"] = .string(hash)
        shown["size"] = .count(bytes.count)
        shown["path"] = .string(store.place(of: hash))
        common.output.json(.object(shown))
    }

    /// The one message that is meant; `nil` when a file is.
    private func message() async throws -> KeptMessage? {
        guard Digest.bytes(hex: which)?.count != 32 else { return nil }
        let which = which
        let found = try await common.access.read { try await KeptMessage.of(which, in: $0) }
        guard let first = found.first else {
            throw Failure(
                .badData,
                "no mail of \(which) is known: give a SHA-256, a message's id, a Message-ID or a ticket"
            )
        }
        guard found.count == 1 else {
            let ids = found.map { "\($0.row["id"].shown) (\($0.row["received_at"].shown))" }
            throw Failure(.badData, "\(which) has \(found.count) mails, name one: \(ids.joined(separator: ", "))")
        }
        return first
    }

    private func write(_ bytes: [UInt8]) throws {
        let around = Surroundings.current
        if let out {
            do {
                try Data(bytes).write(to: URL(filePath: out), options: .withoutOverwriting)
            } catch {
                throw Failure(.badData, "\(out) cannot be written: is it there already, or its folder missing?")
            }
        } else if !common.output.isJSON {
            guard !around.isTerminal else {
                throw Failure(.badData, "a mail may hold anything, so it is not written to a terminal: give --out FILE")
            }
            around.sayBytes(bytes)
        }
    }
}
