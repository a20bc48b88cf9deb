import Harness
import Testing

@testable import Mail

/// Damages mails by chance, the same on every run: two seconds of it, or as many as `AFTERSAIL_MAIL_FUZZ_SECONDS` says.
@Suite("Hostile mail") struct FuzzTests {
    @Test("Survives whatever a mutator makes of mails") func mutated() {
        var mutator = MailMutator.ofEnvironment()
        let before = MailMutator.peakKiB()
        let end = ContinuousClock.now + MailMutator.duration
        var (slowest, count) = (Duration.zero, 0)
        repeat {
            let bytes = mutator.next()
            let began = ContinuousClock.now
            read(bytes)
            slowest = max(slowest, began.duration(to: .now))
            count += 1
        } while ContinuousClock.now < end
        print("fuzz: \(count) mails, slowest \(slowest), memory grew by \(MailMutator.peakKiB() - before) KiB")
        #expect(slowest < .seconds(5))
        // Mails of 200 KB at most: what they need at once, and what the allocator keeps.
        #expect(MailMutator.peakKiB() - before < 128 << 10)
    }

    private func read(_ bytes: [UInt8]) {
        let mail = MailParser().parse(bytes)
        _ = KindRules().judge(mail)
        let parts = mail.replyParts
        #expect(parts.replyText.utf8.count <= mail.text.utf8.count)
        _ = mail.forwarded(parts)
        #expect(mail.text.utf8.count <= MailLimits().textBytes * 4)
        for attachment in mail.attachments {
            #expect(attachment.stream { _ in }.size <= max(bytes.count, attachment.content.count))
        }
    }
}
