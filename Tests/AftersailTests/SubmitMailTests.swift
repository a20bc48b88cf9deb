import Contracts
import FoundationEssentials
import Harness
import Testing

@testable import Aftersail

@Suite("aftersail submit, mails", .freshBroker)
struct SubmitMailTests {
    private static let mail = "From: Lan <lan@e.example>\nMessage-ID: <1@e.example>\nSubject: pump\n\nIt leaks.\n"

    @Test("--pipe says nothing and ends with 0 once store and broker have the mail, with the envelope the server told")
    func piped() async throws {
        let folder = try Place.folder()
        defer { Place.remove(folder) }
        _ = await aftersail("topology", "apply")

        let run = await aftersail(
            "submit",
            "--pipe",
            "--store",
            folder,
            "--recipient=Support@us.example",
            "--sender=lan@e.example",
            input: Self.mail
        )

        #expect(run.code == 0, "\(run.complaints)")
        #expect(run.output.isEmpty && run.complaints.isEmpty)
        let message = try #require(await Queues.messages(in: "intake.requests").first)
        let request = try WireJSON.decode(IntakeRequestV1.self, from: message.body)
        #expect(request.account == "support@us.example")
        #expect(request.externalId == "<1@e.example>")
        #expect(request.mail?.envelopeSender == "lan@e.example")
        let hash = try #require(request.mail?.original.sha256)
        #expect(Place.text("\(folder)/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)") == Self.mail)
    }

    @Test("--pipe takes the envelope from the environment of the server")
    func environment() async throws {
        let folder = try Place.folder()
        defer { Place.remove(folder) }
        _ = await aftersail("topology", "apply")

        let run = await aftersail(
            ["submit", "--pipe"],
            input: Self.mail,
            environment: [
                "AFTERSAIL_MAIL_STORE": folder, "RECIPIENT": "help@us.example", "SENDER": "",
                "AFTERSAIL_MAIL_OWN": "other@us.example, lan@e.example",
            ]
        )

        #expect(run.code == 0, "\(run.complaints)")
        let message = try #require(await Queues.messages(in: "intake.requests").first)
        let request = try WireJSON.decode(IntakeRequestV1.self, from: message.body)
        #expect(request.account == "help@us.example")
        #expect(request.mail?.envelopeSender == "")
        #expect(request.setAside?.contains("own mail") == true)
    }

    @Test(
        "--pipe answers 75 to whatever is our own trouble, so that no customer's mail is sent back",
        arguments: [
            (["--store", "/STORE", "--broker-url", "amqp://127.0.0.1:1/"], "broker"),
            (["--store", "/STORE", "--broker-url", "no address"], ""), ([], "--store"),
            (["--store", "/nonexistent"], "no folder"), (["--store", "/sys"], "may not be written"),
            (["--store", "/STORE", "--misspelt"], "misspelt"), (["--store", "/STORE", "--timeout", "0"], "timeout"),
            (["file.eml"], "no files"),
        ]
    )
    func trouble(_ options: [String], _ words: String) async throws {
        let folder = try Place.folder()
        defer { Place.remove(folder) }
        let options = options.map { $0 == "/STORE" ? folder : $0 }
        let timeout = options.contains("--timeout") ? [] : ["--timeout", "1"]

        let run = await aftersail(["submit", "--pipe"] + timeout + options, input: Self.mail)

        #expect(run.code == 75, "\(run.complaints)")
        #expect(run.complaints.lowercased().contains(words))
        #expect(!run.complaints.contains("leaks"))
    }

    @Test("--pipe without topology leaves the mail with the server")
    func unroutable() async throws {
        let folder = try Place.folder()
        defer { Place.remove(folder) }

        let run = await aftersail("submit", "--pipe", "--store", folder, "--timeout", "2", input: Self.mail)

        #expect(run.code == 75)
    }

    @Test("--pipe refuses for good only what can never be a mail")
    func never() async throws {
        let folder = try Place.folder()
        defer { Place.remove(folder) }

        let run = await aftersail("submit", "--pipe", "--store", folder, input: "")

        #expect(run.code == 65 && run.complaints.contains("no mail"))
    }

    @Test("files, folders, mbox files and standard input are told from JSON by themselves")
    func files() async throws {
        let folder = try Place.folder(["one.eml": Self.mail, "many.mbox": "From a\n\(Self.mail)\nFrom b\n\(Self.mail)"])
        let maildir = try Place.folder()
        let store = try Place.folder()
        defer { [folder, maildir, store].forEach(Place.remove) }
        for name in ["new", "tmp"] {
            try FileManager.default.createDirectory(atPath: "\(maildir)/\(name)", withIntermediateDirectories: true)
            try Place.write(Self.mail, to: "\(maildir)/\(name)/1.M2.host")
        }
        try Place.write(#"{"body": "x"}"#, to: "\(folder)/one.json")
        _ = await aftersail("topology", "apply")

        let run = await aftersail(
            "submit",
            "\(folder)/one.eml",
            "\(folder)/many.mbox",
            "\(folder)/one.json",
            maildir,
            "-",
            "--store",
            store,
            "--account",
            "support@us.example",
            "--no-wait",
            input: Self.mail
        )

        #expect(run.code == 0, "\(run.complaints)")
        let bodies = await Queues.messages(in: "intake.requests").map(\.body)
        let mails = bodies.compactMap { try? WireJSON.decode(IntakeRequestV1.self, from: $0) }
        #expect(bodies.count == 6)
        #expect(mails.count == 5)
        #expect(mails.allSatisfy { $0.body == "It leaks." && $0.account == "support@us.example" })
        #expect(run.output.contains("many.mbox[2]  queued") && run.output.contains("new/1.M2.host  queued"))
    }

    @Test("mails without a store are refused before anything is sent")
    func storeless() async throws {
        let run = await aftersail("submit", "-", "--format", "mail", input: Self.mail)

        #expect(run.code == 65 && run.complaints.contains("--store"))
    }
}
