import ArgumentParser
import Contracts
import FoundationEssentials
import MailIntake

/// Posts requests to intake, as an adapter does.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submits customer messages (intake-request.v1, or mails) and shows what became of them.",
        discussion: """
            Each file holds one JSON object, an array of them, or one a line (JSON Lines); or a mail (.eml), an mbox, or is a \
            folder of mails; - is standard input. Mails and their attachments are kept in --store first. Waits for \
            intake's answers: a ticket number, or the reasons of a refusal. Submitting the same message again makes no \
            second ticket.

            exit codes: 0 all accepted, 65 some refused, 69 the broker took none, 75 some answers did not come in time

            With --pipe a mail server hands over one mail on standard input: 0 once store and broker have it, 65 for what can \
            never be a mail, 75 for everything else, so that the server keeps the mail and tries again. Says nothing unless \
            it fails, and ends within --timeout and 15 seconds.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup(title: "Mail") var mail: MailOptions
    @OptionGroup(title: "Mail") var envelope: EnvelopeOptions

    @Argument(help: ArgumentHelp("Files to read.", valueName: "file"))
    var files: [String] = []

    @Option(help: "What files hold: auto, json or mail.")
    var format = SubmissionFormat.auto

    @Flag(help: "Take one mail from a mail server on standard input; says by its exit code what became of it.")
    var pipe = false

    @Option(help: "Seconds to wait for the answers, 1 to 3600.")
    var timeout = 30

    @Flag(inversion: .prefixedNo, help: "Wait for intake's answers, or only for the broker's confirm.")
    var wait = true

    func validate() throws {
        guard (1...3_600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 3600 seconds") }
        guard pipe || !files.isEmpty else { throw ValidationError("name at least one file, or - for standard input") }
        guard !pipe || files.isEmpty else { throw ValidationError("--pipe reads standard input: name no files") }
    }

    func run() async throws {
        let output = common.output
        let around = Surroundings.current
        if pipe {
            let pipe = MailPipe(
                access: common.access,
                around: around,
                options: mail,
                envelope: envelope,
                timeout: timeout
            )
            return try await pipe.run()
        }
        let requests = try requests(around)
        guard !requests.isEmpty else {
            throw Failure(.badData, "there is no message in \(files.joined(separator: ", "))")
        }
        let results = try await Submission(access: common.access, timeout: .seconds(timeout), waits: wait)
            .run(requests) { output.progress("\($0) of \(requests.count) \($1)") }
        output.endProgress()
        report(results, output)
        if let failure = failure(results) { throw failure }
    }

    private func requests(_ around: Surroundings) throws -> [SubmittedRequest] {
        var requests: [SubmittedRequest] = []
        var reading: MailReading?
        func add(_ raw: [UInt8], _ place: String) throws {
            let ready =
                try reading ?? MailReading(store: mail.mailStore(common.access), intake: mail.mailIntake(common.access))
            reading = ready
            let now = Date()  // lint:clock delivery of a mail that names no time itself; no database is asked
            let delivery = MailDelivery(account: mail.account, at: now)
            requests.append(try ready.request(raw, place: place, delivery: delivery))
        }
        for name in files {
            if name != "-", format != .json, MailFiles.isFolder(name) {
                try MailFiles.each(in: name, add)
                continue
            }
            let label = name == "-" ? "stdin" : name
            let bytes = name == "-" ? around.input() : try MailFiles.contents(of: name)
            if format == .mail || format == .auto && MailFiles.isMail(label, bytes) {
                try MailFiles.each(in: bytes, label: label, add)
            } else {
                requests += try SubmittedRequest.all(in: bytes, label)
            }
        }
        return requests
    }

    private func report(_ results: [SubmissionResult], _ output: Output) {
        if output.isJSON { return output.json(.array(results.map(\.value))) }
        for result in results {
            output.line("\(result.request.place)  \(result.sentence(output.palette))")
        }
    }

    private func failure(_ results: [SubmissionResult]) -> (any Error)? {
        let unsent = results.count { $0.fate == .unsent }
        let refused = results.count { if case .refused = $0.fate { true } else { false } }
        let silent = results.count { $0.fate == .silent }
        if unsent > 0 {
            return Failure(.serviceAway, "the broker did not take \(unsent) of \(results.count) messages; try again")
        }
        if refused > 0 {
            return Failure(
                .badData,
                "\(refused) of \(results.count) messages were refused; see `aftersail quarantine list`"
            )
        }
        if silent > 0 {
            return Failure(
                .tryLater,
                "\(silent) of \(results.count) answers did not come within \(timeout) s; "
                    + "the messages are safe in the queue, is intake running?"
            )
        }
        return nil
    }
}
