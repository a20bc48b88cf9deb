import FoundationEssentials
import Testing

@testable import IMAP

@Suite("IMAP response")
struct ResponseTests {
    @Test(
        "each form of a line is read",
        arguments: [
            ("* OK [UIDVALIDITY 7] fine", Response.untagged(StatusText(.ok, "UIDVALIDITY", "7", "fine"))),
            ("* ok [uidnext 12] {5}", .untagged(StatusText(.ok, "UIDNEXT", "12", "{5}"))),
            ("A3 NO [AUTHENTICATIONFAILED] no", .tagged("A3", StatusText(.no, "AUTHENTICATIONFAILED", "", "no"))),
            ("A4 BAD what?", .tagged("A4", StatusText(.bad, "", "", "what?"))),
            ("A4 OK", .tagged("A4", StatusText(.ok, "", "", ""))),
            ("* BYE [", .untagged(StatusText(.bye, "", "", "["))),
            ("+ ", .continuation("")), ("+ idling {9}", .continuation("idling {9}")),
            ("* CAPABILITY IMAP4rev1 auth=plain", .capability(["IMAP4REV1", "AUTH=PLAIN"])),
            ("* SEARCH", .search([])), ("* SEARCH 4 7 4294967295", .search([4, 7, 4_294_967_295])),
            ("* SEARCH 4 (MODSEQ 9)", .search([4])), ("* 23 EXISTS", .exists(23)), ("* 23 RECENT", .other),
            ("* 5 EXPUNGE", .other), ("* FLAGS (\\Seen)", .other), ("* LIST () \"/\" \"a(b\"", .other),
            ("* 4 FETCH (FLAGS (\\Seen) UID 9)", .fetch(FetchedItems(uid: 9))),
            ("* 4 FETCH (BODY[HEADER.FIELDS (FROM TO)] \"a) \\\"b\" UID 9)", .fetch(FetchedItems(uid: 9))),
            ("* 4 FETCH (FLAGS (a[ b) UID 9)", .fetch(FetchedItems(uid: 9))),
            ("* 4 FETCH (UID 9 BODY[] NIL)", .fetch(FetchedItems(uid: 9, body: .missing))),
            ("* 4 FETCH (BODY[] \"ab\" rfc822.size 2)", .fetch(FetchedItems(size: 2, body: .text(Array("ab".utf8))))),
            (
                "* 4 FETCH (INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")",
                .fetch(FetchedItems(receivedAt: Date(timeIntervalSince1970: 837_596_665)))
            ),
        ] as [(String, Response)]
    )
    func forms(line: String, expected: Response) {
        var reader = ResponseReader()
        reader.append(Array((line + "\r\n").utf8))

        guard case .response(let pieces) = reader.next() else {
            Issue.record("no response")
            return
        }

        #expect(ResponseParser.parse(pieces) == expected)
        #expect(reader.next() == .incomplete)
    }

    @Test(
        "what is no IMAP is told apart",
        arguments: [
            "", "*", "HTTP/1.1", "* 5", "* 4 FETCH", "* 4 FETCH (UID", "* 4 FETCH (UID x)", "* 4 FETCH (UID 5 BODY[])",
            "* 4 FETCH (UID \"5)", "* 4 FETCH ((((((((((((((((((((((1))))))))))))))))))))))",
            "* 4 FETCH (UID 99999999999)", "220 smtp.example ESMTP", "{}",
        ]
    )
    func nonsense(line: String) {
        var reader = ResponseReader()
        reader.append(Array((line + "\r\n").utf8))

        guard case .response(let pieces) = reader.next() else {
            Issue.record("no response")
            return
        }

        #expect(ResponseParser.parse(pieces) == nil)
    }

    @Test("literals are taken wherever they stand, whatever bytes they hold, in steps of any length")
    func literals() {
        let mail = "Subject: {3}\r\n\r\nA1 OK )\"\r\n\u{0}"
        let line =
            "* 4 FETCH (X {4}\r\n) \"( UID 9 BODY[] ~{\(mail.utf8.count)}\r\n\(mail) INTERNALDATE {2+}\r\nno)\r\n"
        let bytes = Array(line.utf8)

        for step in [1, 2, 3, 7, bytes.count] {
            var reader = ResponseReader()
            var body: [UInt8] = []
            var responses: [Response?] = []
            for start in stride(from: 0, to: bytes.count, by: step) {
                reader.append(Array(bytes[start..<min(start + step, bytes.count)]))
                var isReading = true
                while isReading {
                    switch reader.next() {
                    case .body(let part): body += part
                    case .bodyBegins(let size): #expect(size == mail.utf8.count)
                    case .response(let pieces): responses.append(ResponseParser.parse(pieces))
                    case .incomplete: isReading = false
                    case .garbage(let reason):
                        Issue.record("\(reason)")
                        isReading = false
                    }
                }
            }
            #expect(body == Array(mail.utf8))
            #expect(responses == [.fetch(FetchedItems(uid: 9, body: .streamed))])
        }
    }

    @Test(
        "what is longer than any honest answer is refused before it is kept",
        arguments: [
            ("* LIST {65537}\r\n", "a literal"), ("* 1 FETCH (BODY[] {4294967297}\r\n", "4 GiB"),
            ("* 1 FETCH (BODY[] {99999999999999999999999}\r\n", "4 GiB"),
            (String(repeating: "* SEARCH 1 2 3 4", count: 1_048_577), "a line"),
        ]
    )
    func bounds(text: String, expected: String) {
        var reader = ResponseReader()
        reader.append(Array(text.utf8))

        guard case .garbage(let reason) = reader.next() else {
            Issue.record("taken")
            return
        }

        #expect(reason.contains(expected))
    }

    @Test(
        "a moment is read, and what is none is not",
        arguments: [
            (" 1-Jan-1970 00:00:00 +0000", 0), ("01-Mar-2024 12:00:00 +0530", 1_709_274_600),
            ("29-Feb-2000 23:59:60 +0000", 951_868_800), ("31-Dec-1999 23:00:00 -0100", 946_684_800),
            ("1-Foo-1970 00:00:00 +0000", nil), ("1-Jan-1970", nil), ("1-Jan-1970 24:00:00 +0000", nil),
            ("1-Jan-1970 00:00:00 GMT", nil), ("", nil),
        ] as [(String, Double?)]
    )
    func moments(text: String, seconds: Double?) {
        #expect(InternalDate.date(Array(text.utf8))?.timeIntervalSince1970 == seconds)
    }

    @Test(
        "names of mailboxes are written in IMAP's letters",
        arguments: [
            ("INBOX", "\"INBOX\""), ("a\"b\\c", "\"a\\\"b\\\\c\""), ("R&D", "\"R&-D\""),
            ("Entwürfe", "\"Entw&APw-rfe\""), ("~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""),
            ("😀", "\"&2D3eAA-\""),
        ]
    )
    func names(name: String, expected: String) {
        #expect(Argument.mailbox(name) == expected)
    }
}

extension StatusText {
    fileprivate init(_ status: Status, _ code: String, _ argument: String, _ words: String) {
        self.init(status: status, code: code, argument: argument, words: words)
    }
}
