import ArgumentParser
import Contracts
import FoundationEssentials

/// Posts requests to intake, as an adapter does.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submits customer messages (intake-request.v1) and shows what became of them.",
        discussion: """
            Each file holds one JSON object, an array of them, or one a line (JSON Lines); - is standard input. Waits for \
            intake's answers: a ticket number, or the reasons of a refusal. Submitting the same message again makes no \
            second ticket.

            exit codes: 0 all accepted, 65 some refused, 69 the broker took none, 75 some answers did not come in time
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("Files to read.", valueName: "file"))
    var files: [String]

    @Option(help: "Seconds to wait for the answers, 1 to 3600.")
    var timeout = 30

    @Flag(inversion: .prefixedNo, help: "Wait for intake's answers, or only for the broker's confirm.")
    var wait = true

    func validate() throws {
        guard (1...3_600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 3600 seconds") }
        guard !files.isEmpty else { throw ValidationError("name at least one file, or - for standard input") }
    }

    func run() async throws {
        let output = common.output
        let around = Surroundings.current
        let requests = try files.flatMap { name in try SubmittedRequest.all(in: name, input: around.input) }
        guard !requests.isEmpty else {
            throw Failure(.badData, "there is no message in \(files.joined(separator: ", "))")
        }
        let results = try await Submission(access: common.access, timeout: .seconds(timeout), waits: wait)
            .run(requests) { output.progress("\($0) of \(requests.count) \($1)") }
        output.endProgress()
        report(results, output)
        if let failure = failure(results) { throw failure }
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
