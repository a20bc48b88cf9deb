import Digest
import FoundationEssentials
import Glibc
public import Mail
public import MailIntake

/// Files named by the SHA-256 of what they hold: mails as they came, and their attachments; in a folder or a bucket.
///
/// A file lies at `ab/cd/abcd…`, is on disk (or with the bucket's server) when a call returns, and never changes. Any number of
/// processes may write at once. The same bytes are kept once. Calls block the thread.
public struct MailStore: Sendable {
    /// Where files are written before they have a name.
    static let incoming = "incoming"
    /// Age at which a file that nobody finished is removed: a day.
    private static let leftover: TimeInterval = 86_400

    /// The store's folder; empty for a bucket.
    public let folder: String
    let bucket: Bucket?

    /// The store in a folder that exists; removes what a process that died left half written.
    ///
    /// - Throws: `notAFolder`, `notPermitted` or what else the system says.
    public init(folder: String) throws(MailStoreError) {
        self.folder = folder
        bucket = nil
        let root = try Folder(path: folder)
        _ = try root.making(Self.incoming)
        removeLeftovers()
    }

    /// The store at an address: a folder, or a bucket where it begins with `https://`, see `Bucket`.
    ///
    /// - Throws: `badAddress` for a bucket, or what `init(folder:)` throws.
    public init(at address: String, login: String?, region: String, caFile: String?) throws(MailStoreError) {
        guard Bucket.isAddress(address) else {
            try self.init(folder: address)
            return
        }
        self.init(bucket: try Bucket(address: address, login: login ?? "", region: region, caFile: caFile))
    }

    /// The store in a bucket; nothing is connected yet.
    public init(bucket: Bucket) {
        folder = ""
        self.bucket = bucket
    }

    /// Whether what is old can be removed.
    public var isSwept: Bool { bucket == nil }

    /// Begins a file that is written in pieces.
    public func draft() throws(MailStoreError) -> any MailDraft {
        if let bucket { BucketDraft(in: bucket) } else { try FolderDraft(in: folder) }
    }

    /// Keeps bytes.
    public func keep(_ bytes: [UInt8]) throws(MailStoreError) -> KeptFile {
        let draft = try draft()
        try draft.add(bytes)
        return try draft.keep()
    }

    /// Keeps a mail as it came, and its attachments; `raw` is what was parsed, or more.
    public func keep(_ mail: ParsedMail, raw: [UInt8]) throws(MailStoreError) -> KeptMail {
        KeptMail(original: try keep(raw), files: try keepFiles(of: mail))
    }

    /// Keeps the attachments of a mail, in pieces of about 64 KiB.
    public func keepFiles(of mail: ParsedMail) throws(MailStoreError) -> [KeptFile] {
        var files: [KeptFile] = []
        for attachment in mail.attachments.prefix(KeptMail.filesLimit) {
            let draft = try draft()
            _ = try attachment.stream { (piece) throws(MailStoreError) in try draft.add(piece) }
            files.append(try draft.keep())
        }
        return files
    }

    /// The bytes kept under a hash in hexadecimal, checked against it.
    ///
    /// - Throws: `absent`, `damaged`, `foreign`, `tooLarge`, or what the system says.
    public func read(_ sha256: String, atMost limit: Int) throws(MailStoreError) -> [UInt8] {
        guard Digest.bytes(hex: sha256)?.count == 32 else { throw .absent }
        let name = sha256.lowercased()
        let bytes = if let bucket { try bucket.get(name, atMost: limit) } else { try fromFolder(name, atMost: limit) }
        guard hex(Digest.sha256(bytes)) == name else { throw .damaged }
        return bytes
    }

    private func fromFolder(_ name: String, atMost limit: Int) throws(MailStoreError) -> [UInt8] {
        let root = try Folder(path: folder)
        let file = try open(name, in: root)
        defer { close(file) }
        var status = stat()
        let told = unsafe fstat(file, &status)
        guard told == 0 else { throw MailStoreError(code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        return try read(file, count: Int(status.st_size))
    }

    /// Where a file lies: its path or its address.
    public func place(of sha256: String) -> String { bucket?.url(of: sha256) ?? "\(folder)/\(Self.path(sha256))" }

    /// Where a file lies, below the folder.
    public static func path(_ sha256: String) -> String { "\(outer(sha256))/\(inner(sha256))/\(sha256)" }

    static func outer(_ sha256: String) -> String { String(sha256.prefix(2)) }
    static func inner(_ sha256: String) -> String { String(sha256.dropFirst(2).prefix(2)) }

    private func open(_ name: String, in root: borrowing Folder) throws(MailStoreError) -> Int32 {
        do throws(MailStoreError) {
            let outer = try root.child(Self.outer(name))
            let inner = try outer.child(Self.inner(name))
            return try inner.opening(name)
        } catch {
            throw error == .notAFolder ? .absent : error
        }
    }

    private func read(_ file: Int32, count: Int) throws(MailStoreError) -> [UInt8] {
        var problem: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let taken = unsafe Glibc.read(file, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
                if taken < 0, errno == EINTR { continue }
                if taken <= 0 {
                    problem = taken < 0 ? errno : 0
                    return
                }
                filled += taken
            }
        }
        guard problem == 0 else { throw MailStoreError(code: problem) }
        return bytes
    }

    private func removeLeftovers() {
        let place = "\(folder)/\(Self.incoming)"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
            let path = "\(place)/\(name)"
            guard let changed = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date,
                changed.timeIntervalSinceNow < -Self.leftover
            else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
