import Contracts
import Digest
import FoundationEssentials
import Harness
import MailIntake
import MailStore
import Postgres
import Testing

@testable import Aftersail

@Suite("aftersail mail original and sweep", .freshDatabase)
struct MailKeepingTests {
    private static let mail = Array("From: Lan <lan@e.example>\r\n\r\nIt leaks. \u{E9}\r\n".utf8) + [0xFF, 0x00]
    private static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

    @Test("a mail and its attachments come out to the byte, by hash, message and ticket")
    func original() async throws {
        let shelf = try await Shelf()
        defer { Place.remove(shelf.folder) }
        let (mail, picture) = (try shelf.keep(Self.mail), try shelf.keep(Self.picture))
        try await StoreFixture.storeTicket()
        try await shelf.refer(mail, picture)

        for (which, number, expected) in [
            (mail, nil, Self.mail), (mail.uppercased(), nil, Self.mail), (StoreFixture.number, nil, Self.mail),
            (StoreFixture.name(StoreFixture.ticket), nil, Self.mail), ("x-1", nil, Self.mail),
            (StoreFixture.number, "1", Self.picture),
        ] {
            let out = "\(shelf.folder)/out-\(UUID().uuidString)"
            let more = number.map { ["--attachment", $0] } ?? []
            let run = await aftersail(["mail", "original", which, "--out", out] + more, environment: shelf.environment)
            #expect(run.code == 0, "\(which): \(run.complaints)")
            #expect(FileManager.default.contents(atPath: out).map(Array.init) == expected, "\(which)")
        }
    }

    @Test("--json checks the file and says what there is; bytes go to standard output only without it")
    func shown() async throws {
        let shelf = try await Shelf()
        defer { Place.remove(shelf.folder) }
        let (mail, picture) = (try shelf.keep(Array("From: a\n\nb\n".utf8)), try shelf.keep(Self.picture))
        try await StoreFixture.storeTicket()
        try await shelf.refer(mail, picture)

        let run = await aftersail(["mail", "original", StoreFixture.number, "--json"], environment: shelf.environment)
        let plain = await aftersail(["mail", "original", mail], environment: shelf.environment)

        #expect(run.code == 0, "\(run.complaints)")
        #expect(run.json["sha256"] == .string(mail) && run.json["size"] == .count(11))
        #expect(run.json["ticket"] == .string(StoreFixture.number))
        #expect(run.json["attachments"].list.first?["sha256"] == .string(picture))
        #expect(plain.output == "From: a\n\nb\n")
    }

    @Test("what is missing, damaged, unknown, ambiguous or would be overwritten says so")
    func refused() async throws {
        let shelf = try await Shelf()
        defer { Place.remove(shelf.folder) }
        let (mail, picture) = (try shelf.keep(Self.mail), try shelf.keep(Self.picture))
        try await StoreFixture.storeTicket()
        try await shelf.refer(mail, picture)
        try Data([1]).write(to: URL(filePath: "\(shelf.folder)/\(MailStore.path(picture))"))
        let absent = String(repeating: "0", count: 64)

        for (arguments, code, words) in [
            ([absent], 1, "no such file"), ([StoreFixture.number, "--attachment", "1"], 1, "restore it from a backup"),
            ([StoreFixture.number, "--attachment", "2"], 65, "1 attachments"), (["AS-ZZZZZZZZ"], 65, "no mail of"),
            ([mail, "--out", "\(shelf.folder)/\(MailStore.path(mail))"], 65, "is it there already"),
        ] as [([String], Int32, String)] {
            let run = await aftersail(["mail", "original"] + arguments, environment: shelf.environment)
            #expect(run.code == code, "\(arguments): \(run.complaints)")
            #expect(run.complaints.contains(words), "\(run.complaints)")
        }
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO message (id, ticket_id, customer_id, channel, account, external_id, body, machine, received_at, extra)
                SELECT $1, ticket_id, customer_id, channel, account, 'x-2', body, machine, received_at, extra FROM message
                """,
                StoreFixture.other
            )
        }
        let run = await aftersail(["mail", "original", StoreFixture.number], environment: shelf.environment)
        #expect(run.code == 65 && run.complaints.contains(StoreFixture.name(StoreFixture.other)), "\(run.complaints)")
    }

    @Test("a sweep keeps what anything refers to and what is young, and removes the rest only when told to")
    func sweep() async throws {
        let shelf = try await Shelf()
        defer { Place.remove(shelf.folder) }
        let files = try (0..<8).map { try shelf.keep([UInt8($0), 1, 2]) }
        try await StoreFixture.storeTicket()
        try await shelf.refer(files[0], files[1])
        try await StoreFixture.storeQuarantined(#"{"broken": ["aftersail-mail:\#(files[2])" "é"#)
        try await StoreFixture.storeParked(queue: "q", type: "t", body: #"{"url":"aftersail-mail:\#(files[3])"}"#)
        try await shelf.setAside(files[4])
        try await withOwner { database in
            try await database.execute(
                """
                INSERT INTO outbox_mailbox (id, epoch, exchange, routing_key, headers, body)
                VALUES (gen_random_uuid(), 1, '', '', '{}', convert_to($1, 'UTF8'))
                """,
                "aftersail-mail:\(files[5])"
            )
        }
        try shelf.age(files[0...6])

        let counted = await aftersail(["mail", "sweep", "--json"], environment: shelf.environment)
        #expect(shelf.files == Set(files))
        let removed = await aftersail(["mail", "sweep", "--remove"], environment: shelf.environment)

        #expect(counted.code == 0, "\(counted.complaints)")
        let figures = ["files", "young", "needed", "idle", "idle_bytes"].map { counted.json[$0].whole }
        #expect(figures == [8, 1, 6, 1, 3])
        #expect(removed.output == "8 files: 1 young, 6 needed, removed 1 with 3 bytes\n")
        #expect(shelf.files == Set(files).subtracting([files[6]]))
    }

    @Test("while a request that was too long to be kept is in quarantine, everything since the day before it stays")
    func unknown() async throws {
        let shelf = try await Shelf()
        defer { Place.remove(shelf.folder) }
        let files = try (0..<2).map { try shelf.keep([UInt8($0), 1, 2]) }
        try shelf.age(files[0...0], days: 103)
        try shelf.age(files[1...1], days: 100)
        try await StoreFixture.storeQuarantined(nil)
        try await withOwner { database in
            try await database.execute("UPDATE quarantine SET first_seen_at = aftersail.now() - interval '100 days'")
        }

        let run = await aftersail(["mail", "sweep", "--remove"], environment: shelf.environment)

        #expect(run.code == 0, "\(run.complaints)")
        #expect(shelf.files == [files[1]])
    }

    @Test("files are kept a week at least, and no store is made up")
    func bounds() async throws {
        let shelf = try await Shelf()
        defer { Place.remove(shelf.folder) }

        let short = await aftersail(["mail", "sweep", "--keep", "1d"], environment: shelf.environment)
        let nowhere = await aftersail("mail", "sweep")

        #expect(short.code == 65 && short.complaints.contains("AFTERSAIL_KEEP_MAIL_FILES"), "\(short.complaints)")
        #expect(nowhere.code == 65 && nowhere.complaints.contains("AFTERSAIL_MAIL_STORE"))
    }

    @Test("a store in a bucket needs a login and is not swept")
    func bucket() async throws {
        let address = ["AFTERSAIL_MAIL_STORE": "https://s3.example.com/mails"]
        let login = address.merging(["AFTERSAIL_MAIL_STORE_LOGIN": "k:s"]) { first, _ in first }

        let unknown = await aftersail(["mail", "sweep"], environment: address)
        let known = await aftersail(["mail", "sweep"], environment: login)

        #expect(unknown.code == 65 && unknown.complaints.contains("KEY:SECRET"), "\(unknown.complaints)")
        #expect(
            known.code == 77 && known.complaints.contains("nothing is removed from a bucket"),
            "\(known.complaints)"
        )
    }

    @Test("the overview of what is kept has a line for the mail store")
    func overview() async throws {
        let run = await aftersail("retention", "--json")

        let row = try #require(run.json.list.first { $0["what"] == .string("mail-files") })
        #expect(row["setting"] == .string("AFTERSAIL_KEEP_MAIL_FILES") && row["worker"] == .string("mailbox"))
        #expect(row["keep"] == .string("90 days") && row["due"] == .null)
    }
}

/// A mail store of a test, and rows that refer to it.
private struct Shelf {
    let folder: String
    private let store: MailStore

    init() async throws {
        folder = try Place.folder()
        store = try MailStore(folder: folder)
    }

    var environment: [String: String] { ["AFTERSAIL_MAIL_STORE": folder] }

    /// Hashes of what is there.
    var files: Set<String> {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return Set(
            names.compactMap { name in name.split(separator: "/").last.map(String.init) }.filter { $0.count == 64 }
        )
    }

    func keep(_ bytes: [UInt8]) throws -> String { try store.keep(bytes).sha256 }

    func age(_ files: ArraySlice<String>, days: Double = 100) throws {
        for file in files {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)],
                ofItemAtPath: "\(folder)/\(MailStore.path(file))"
            )
        }
    }

    /// The ticket's message came as this mail, with one attachment.
    func refer(_ mail: String, _ attachment: String) async throws {
        try await withOwner { database in
            try await database.execute(
                "UPDATE message SET extra = $1, attachments = $2",
                JSONText(#"{"mail": {"original": {"sha256": "\#(mail)", "url": "aftersail-mail:\#(mail)"}}}"#),
                JSONText(#"[{"name": "p.png", "sha256": "\#(attachment)", "url": "aftersail-mail:\#(attachment)"}]"#)
            )
        }
    }

    /// A mailbox's mail was set aside.
    func setAside(_ file: String) async throws {
        try await withOwner { database in
            try await database.execute("INSERT INTO mailbox (name, uid_validity, last_uid) VALUES ('service', 1, 1)")
            try await database.execute(
                """
                INSERT INTO mailbox_message (mailbox, uid_validity, uid, sha256, size, outcome, reason)
                VALUES ('service', 1, 1, decode($1, 'hex'), 3, 'quarantined', 'r')
                """,
                file
            )
        }
    }
}
