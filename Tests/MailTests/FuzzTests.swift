import FoundationEssentials
import Testing

@testable import Mail

/// Damages mails by chance, the same on every run: two seconds of it, or as many as `AFTERSAIL_MAIL_FUZZ_SECONDS` says.
///
/// Seeds are those below and, where `AFTERSAIL_MAIL_CORPUS` names a folder, its mails up to 200 KB.
@Suite("Hostile mail") struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["AFTERSAIL_MAIL_FUZZ_SECONDS"].flatMap { Int($0) } ?? 2
    private static let seed = environment["AFTERSAIL_MAIL_FUZZ_SEED"].flatMap { UInt64($0) } ?? 7

    @Test("Survives whatever a mutator makes of mails") func mutated() {
        var generator = SplitMix(state: Self.seed)
        let seeds = Self.seeds.map { Array($0.utf8) } + Self.corpus()
        let before = Self.peakKiB()
        let end = ContinuousClock.now + .seconds(Self.seconds)
        var (slowest, count) = (Duration.zero, 0)
        repeat {
            var bytes = seeds[Int(generator.next() % UInt64(seeds.count))]
            for _ in 0..<(1 + generator.next() % 12) { mutate(&bytes, &generator, seeds) }
            let began = ContinuousClock.now
            read(bytes)
            slowest = max(slowest, began.duration(to: .now))
            count += 1
        } while ContinuousClock.now < end
        print("fuzz: \(count) mails, slowest \(slowest), memory grew by \(Self.peakKiB() - before) KiB")
        #expect(slowest < .seconds(5))
        // Mails of 200 KB at most: what they need at once, and what the allocator keeps.
        #expect(Self.peakKiB() - before < 128 << 10)
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

    /// The most memory this process ever had.
    private static func peakKiB() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    private static func corpus() -> [[UInt8]] {
        guard let folder = environment["AFTERSAIL_MAIL_CORPUS"] else { return [] }
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder).sorted()) ?? []
        return paths.compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { [UInt8]($0) } }
            .filter { (1...200_000).contains($0.count) }
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix, _ seeds: [[UInt8]]) {
        guard !bytes.isEmpty else { return }
        let at = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 6 {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int(generator.next() % 40)))
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + Int(generator.next() % 200))], at: at)
        case 3: bytes.insert(contentsOf: seeds[Int(generator.next() % UInt64(seeds.count))], at: at)
        case 4: bytes.removeLast(bytes.count - at)
        default:
            bytes.insert(
                contentsOf: ["=?", "\n--b\n", "<", "\"", "\r", "&#x", "; a*0*=", "\u{1B}$B"][Int(generator.next() % 8)]
                    .utf8,
                at: at
            )
        }
        if bytes.count > 200_000 { bytes.removeLast(bytes.count - 200_000) }
    }

    private static let seeds = [
        "From: =?utf-8?Q?a=20b?= <a@e.example>\nSubject: =?gb2312?B?xOO6ww==?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=gbk\n\n<p>x <b>y</b><blockquote type=cite>q</blockquote>\n--b\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\neJ8+IgEAAZAIAAQAAAAAAAEAAQABBZAG\n--b--\n",
        "Return-Path: <>\nContent-Type: multipart/report; boundary=\"b\"\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b--\n",
        "Content-Type: text/plain; format=flowed; delsp=yes; charset=iso-2022-jp\nContent-Transfer-Encoding: quoted-printable\n\n=1B$B$\"=1B(B \n> a\nOn 5 March 2024 at 10:00 Ann <a@e.example> wrote:\n> b\n-- \nc\n",
    ]
}

/// SplitMix64, the same on every run.
private struct SplitMix {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
