import Contracts
import FoundationEssentials
import Harness
import Mail
import MailIntake
import Testing
import Tickets

@testable import Intake

/// Damaged mails as a channel hands them to intake: two seconds of them, or as many as `AFTERSAIL_MAIL_FUZZ_SECONDS` says.
@Suite("Hostile mail before intake")
struct MailFuzzTests {
    /// 2026-11-21 08:00 UTC.
    private static let now = Date(timeIntervalSince1970: 1_795_248_000)

    @Test(
        "whatever a mutator makes of mails, the channel's request is valid, the same twice, or set aside with its reason"
    )
    func mutated() throws {
        let intake = MailIntake(own: OwnMail(addresses: ["support@us.example"]), staff: ["us.example"])
        var mutator = MailMutator.ofEnvironment()
        let before = MailMutator.peakKiB()
        let end = ContinuousClock.now + MailMutator.duration
        var (slowest, requests, aside) = (Duration.zero, 0, 0)
        repeat {
            let bytes = mutator.next()
            let began = ContinuousClock.now
            do {
                let first = try read(bytes, by: intake)
                let again = try read(bytes, by: intake)
                #expect(first.content.digest == again.content.digest)
                requests += 1
            } catch let refusal as IntakeValidation.Refusal {
                #expect(refusal.errors.map(\.field) == ["setAside"], "\(refusal.errors)")
                aside += 1
            }
            slowest = max(slowest, began.duration(to: .now))
        } while ContinuousClock.now < end
        print("fuzz: \(requests) requests, \(aside) set aside, slowest \(slowest)")
        #expect(requests > 0)
        #expect(slowest < .seconds(10))
        #expect(MailMutator.peakKiB() - before < 128 << 10)
    }

    private func read(_ bytes: [UInt8], by intake: MailIntake) throws -> IntakeRequest {
        let mail = MailParser().parse(bytes)
        let files = mail.attachments.map { attachment in
            let told = attachment.stream { _ in }
            return KeptFile(sha256: told.sha256, size: told.size)
        }
        let original = KeptFile(sha256: [UInt8](repeating: 1, count: 32), size: bytes.count)
        let request = intake.request(
            mail,
            kept: KeptMail(original: original, files: files),
            delivery: MailDelivery(account: "support@us.example", at: Self.now)
        )
        return try IntakeValidation.request(in: try WireJSON.encode(request))
    }
}
