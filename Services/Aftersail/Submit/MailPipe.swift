import FoundationEssentials
import MailIntake
import MailStore

/// Takes one mail from a mail server on standard input, and answers by the exit code.
///
/// Whatever goes wrong with us is 75: the server keeps the mail and comes again. Only what can never be a mail is 65.
struct MailPipe {
    let access: Access
    let around: Surroundings
    let options: MailOptions
    let envelope: EnvelopeOptions
    let timeout: Int

    func run() async throws {
        around.endAfter(timeout + 15)
        defer { around.endAfter(0) }
        do {
            try await take()
        } catch let failure as NeverAMail {
            throw Failure(.badData, failure.reason)
        } catch {
            let reason = Failure(error)?.message ?? "\(type(of: error))"
            throw Failure(.tryLater, "\(reason); the mail server keeps the mail and tries again")
        }
    }

    private struct NeverAMail: Error {
        let reason: String
    }

    private func take() async throws {
        let reading = MailReading(store: try options.mailStore(access), intake: options.mailIntake(access))
        let (raw, original) = try receive(for: reading)
        let delivery = MailDelivery(
            account: options.account,
            at: Date(),  // lint:clock the moment of delivery, as a server would write it; no database is asked
            sender: envelope.sender ?? around.environment["SENDER"],
            recipients: envelope.recipients(around.environment)
        )
        let request = try reading.request(raw, original: original, place: "stdin", delivery: delivery)
        let submission = Submission(access: access, timeout: .seconds(timeout), waits: false)
        let results = try await submission.run([request]) { _, _ in }
        guard results.allSatisfy({ $0.fate == .queued }) else {
            throw Failure(.serviceAway, "the broker did not take the mail within \(timeout) s")
        }
    }

    /// All of standard input into the store, and of it what is read into memory.
    private func receive(for reading: MailReading) throws -> (raw: [UInt8], original: KeptFile) {
        let draft = try reading.store.draft()
        var (raw, size): ([UInt8], Int) = ([], 0)
        while case let piece = around.nextInput(), !piece.isEmpty {
            size += piece.count
            guard size <= MailFiles.mostBytes else {
                throw NeverAMail(reason: "the mail has more than \(MailFiles.mostBytes >> 20) MiB")
            }
            try draft.add(piece)
            if raw.count <= reading.mostBytes { raw += piece }
        }
        guard size > 0 else { throw NeverAMail(reason: "there is no mail on standard input") }
        return (raw, try draft.keep())
    }
}
