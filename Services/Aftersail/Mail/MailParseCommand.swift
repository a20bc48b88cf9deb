import ArgumentParser
import Contracts
import FoundationEssentials
import Mail

/// Reads mail files as the mailbox would.
struct MailParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Reads mails from files, one answer a line.",
        discussion: """
            An answer holds file, from, to, subject, date, messageId, inReplyTo, references, charset, text, replyText, \
            quotedText, attachments, kind, bounce, forwarded and rule. What cannot be read says so in error; the others go \
            on, and the exit code is 0. Needs neither database nor broker.
            """
    )

    @Argument(help: "Files, each with one mail as it came.")
    var files: [String]

    @Flag(help: "One JSON object a line; the only form there is.")
    var jsonl = false

    func validate() throws {
        guard jsonl else { throw ValidationError("give --jsonl: answers are JSON objects, one a line") }
    }

    func run() throws {
        let around = Surroundings.current
        let parser = MailParser()
        let rules = KindRules()
        for file in files {
            guard let bytes = read(file, atMost: parser.limits.bytes) else {
                let answer: [String: JSONValue] = ["file": .string(file), "error": .string("the file cannot be read")]
                around.say(JSONValue.object(answer).text + "\n")
                continue
            }
            around.say(MailLine(file: file, mail: parser.parse(bytes), rules: rules).value.text + "\n")
        }
    }

    /// One byte more than the limit tells the parser that it was longer.
    private func read(_ file: String, atMost limit: Int) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        return [UInt8](data.prefix(limit + 1))
    }
}
