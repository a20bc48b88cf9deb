import FoundationEssentials
import Testing

@testable import Mail

private let corpusFolder = ProcessInfo.processInfo.environment["AFTERSAIL_MAIL_CORPUS"]

/// Reads whole collections of mails; `AFTERSAIL_MAIL_CORPUS` names their folder.
@Suite("A corpus of mail", .enabled(if: corpusFolder != nil, "AFTERSAIL_MAIL_CORPUS names no folder"))
struct CorpusTests {
    @Test("Every mail of it decodes") func decodes() throws {
        let mails = try files { $0.hasSuffix(".eml") }
        #expect(!mails.isEmpty)
        var odd: [String] = []
        for (path, bytes) in mails {
            let mail = MailParser().parse(bytes)
            #expect(!mail.isUnreadable, "\(path)")
            let bad = (mail.subject + mail.text).unicodeScalars.count { $0 == "\u{FFFD}" }
            if mail.subject.contains("=?") || bad * 20 > mail.text.count || mail.subject.contains("\u{FFFD}") {
                odd.append(path)
            }
        }
        // Some are broken on purpose.
        #expect(odd.count * 50 <= mails.count, "\(odd)")
    }

    @Test("Texts are parted without losing a word") func keeps() throws {
        for (path, bytes) in try files({ $0.hasSuffix(".txt") }) {
            let text = String(decoding: bytes, as: UTF8.self)
            let parts = ReplySplitter.split(text)
            let (before, after) = (words(text), words(parts.replyText + parts.signature + parts.quotedText))
            #expect(after.count <= before.count, "\(path)")
        }
    }

    @Test("Nine replies in ten are what was written above the quotation") func replies() throws {
        // Fixtures of crisp-oss/email-reply-parser share one reply.
        let begin = "Fusce bibendum, quam"
        let texts = try files { $0.hasSuffix(".txt") }.map { file in
            String(decoding: file.bytes.filter { $0 != 0x0D }, as: UTF8.self)
        }
        var (right, all) = (0, 0)
        for text in texts where text.hasPrefix(begin) {
            guard let reply = text.firstRange(of: "nec nec nibh.") else { continue }
            all += 1
            if ReplySplitter.split(text).replyText == text[..<reply.upperBound] { right += 1 }
        }
        #expect(all == 0 || right * 10 >= all * 9, "\(right) of \(all)")
    }

    private func words(_ text: String) -> [Character] { text.filter { $0.isLetter } }

    private func files(_ isWanted: (String) -> Bool) throws -> [(path: String, bytes: [UInt8])] {
        let folder = try #require(corpusFolder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter(isWanted).sorted()
        return paths.compactMap { path in
            FileManager.default.contents(atPath: folder + "/" + path).map { (path, [UInt8]($0)) }
        }
    }
}
