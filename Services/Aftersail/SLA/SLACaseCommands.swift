import ArgumentParser

/// When budgets are used up.
struct SLADueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "Says when so many open minutes have passed, case by case from standard input.",
        discussion: CaseOptions.discussion
    )

    @OptionGroup var cases: CaseOptions

    func run() async throws { try cases.run("due") }
}

/// How much open time lies between instants.
struct SLAElapsedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "elapsed",
        abstract: "Says how much open time lies between two instants, case by case from standard input.",
        discussion: CaseOptions.discussion
    )

    @OptionGroup var cases: CaseOptions

    func run() async throws { try cases.run("elapsed") }
}

/// What both have in common.
struct CaseOptions: ParsableArguments {
    static let discussion = """
        One case a line, one answer a line, in order; needs neither database nor broker.
          {"id": 1, "op": "due", "calendar": "hamburg", "start": "2026-11-27T14:00:00Z", "minutes": 240, "pauses": []}
          → {"due":"2026-11-30T10:00:00Z","id":1}
          {"id": 2, "op": "elapsed", "calendar": "hamburg", "start": "2026-11-27T14:00:00Z",
           "end": "2026-11-30T10:00:00Z", "pauses": [["2026-11-28T00:00:00Z", null]]}
          → {"elapsed_seconds":1800,"id":2}
        A line without op is asked what the command is called. A pause whose end is null never ends; a due time that never \
        comes is null. Other fields are ignored. A line that is no case is answered with {"error": …, "line": N}, the \
        others go on, and the exit code is 1 at the end.
        FILE holds calendars by name, as JSON or YAML, or is what `aftersail setup export` writes: names of holiday files are not followed.
        """

    @Option(help: ArgumentHelp("Calendars by name.", valueName: "file"))
    var calendars: String

    @Flag(help: "One JSON object a line; the only form there is.")
    var jsonl = false

    func validate() throws {
        guard jsonl else { throw ValidationError("give --jsonl: cases and answers are JSON objects, one a line") }
    }

    func run(_ operation: String) throws {
        let around = Surroundings.current
        var stream = CaseStream(try CalendarsFile.read(calendars), standard: operation)
        while true {
            let piece = around.nextInput()
            let answers = piece.isEmpty ? stream.end() : stream.answers(piece)
            if !answers.isEmpty { around.say(String(decoding: answers, as: UTF8.self)) }
            if piece.isEmpty { break }
        }
        if stream.errors > 0 { throw ExitCode(ExitStatus.fault.rawValue) }
    }
}
