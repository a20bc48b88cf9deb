import FoundationEssentials

/// Damages mails by chance, the same from the same seed.
public struct MailMutator {
    private let seeds: [[UInt8]]
    private var generator: Seeded

    /// Begins with mails of its own and, where a folder is named, that folder's files up to 200 KB.
    public init(seed: UInt64, corpus folder: String? = nil) {
        generator = Seeded(seed)
        seeds = Self.seeds.map { Array($0.utf8) } + Self.files(in: folder)
    }

    /// `AFTERSAIL_MAIL_FUZZ_SEED`, default 7, and the folder `AFTERSAIL_MAIL_CORPUS`.
    public static func ofEnvironment() -> MailMutator {
        MailMutator(
            seed: environment["AFTERSAIL_MAIL_FUZZ_SEED"].flatMap { UInt64($0) } ?? 7,
            corpus: environment["AFTERSAIL_MAIL_CORPUS"]
        )
    }

    /// `AFTERSAIL_MAIL_FUZZ_SECONDS`: how long to go on; two seconds unless told.
    public static var duration: Duration {
        .seconds(environment["AFTERSAIL_MAIL_FUZZ_SECONDS"].flatMap { Int($0) } ?? 2)
    }

    /// The most memory this process ever had.
    public static func peakKiB() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    /// The next damaged mail, of at most 200 KB.
    public mutating func next() -> [UInt8] {
        var bytes = pick()
        for _ in 0..<(1 + generator.next() % 12) { damage(&bytes) }
        return bytes
    }

    private mutating func pick() -> [UInt8] { seeds[Int(generator.next() % UInt64(seeds.count))] }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let at = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 6 {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int(generator.next() % 40)))
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + Int(generator.next() % 200))], at: at)
        case 3: bytes.insert(contentsOf: pick(), at: at)
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

    private static let environment = ProcessInfo.processInfo.environment

    private static func files(in folder: String?) -> [[UInt8]] {
        guard let folder else { return [] }
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder).sorted()) ?? []
        return paths.compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { [UInt8]($0) } }
            .filter { (1...200_000).contains($0.count) }
    }

    private static let seeds = [
        "From: =?utf-8?Q?a=20b?= <a@e.example>\nSubject: =?gb2312?B?xOO6ww==?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=gbk\n\n<p>x <b>y</b><blockquote type=cite>q</blockquote>\n--b\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\neJ8+IgEAAZAIAAQAAAAAAAEAAQABBZAG\n--b--\n",
        "Return-Path: <>\nContent-Type: multipart/report; boundary=\"b\"\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b--\n",
        "Content-Type: text/plain; format=flowed; delsp=yes; charset=iso-2022-jp\nContent-Transfer-Encoding: quoted-printable\n\n=1B$B$\"=1B(B \n> a\nOn 5 March 2024 at 10:00 Ann <a@e.example> wrote:\n> b\n-- \nc\n",
    ]
}
