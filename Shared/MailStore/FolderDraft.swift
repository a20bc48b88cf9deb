import Digest
import Glibc
import MailIntake

/// A file on its way into a folder, written in pieces under a temporary name; what is not kept is removed again.
final class FolderDraft: MailDraft {
    private let root: Folder
    private let incoming: Folder
    private let name: String
    private let file: Int32
    private var digest: SHA256Digest? = SHA256Digest()
    private var size = 0

    init(in folder: String) throws(MailStoreError) {
        root = try Folder(path: folder)
        incoming = try root.making(MailStore.incoming)
        name = "\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        file = try incoming.creating(name)
    }

    deinit {
        close(file)
        if digest != nil { incoming.remove(name) }
    }

    func add(_ bytes: [UInt8]) throws(MailStoreError) {
        digest?.update(bytes)
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            if written < 0, errno != EINTR { throw MailStoreError(code: errno) }
            done += max(0, written)
        }
        size += bytes.count
    }

    func keep() throws(MailStoreError) -> KeptFile {
        guard fsync(file) == 0 else { throw MailStoreError(code: errno) }
        guard let hash = digest.take()?.finish() else { throw .other(code: EINVAL) }
        let kept = KeptFile(sha256: hash, size: size)
        do throws(MailStoreError) {
            let outer = try root.making(MailStore.outer(kept.sha256))
            let inner = try outer.making(MailStore.inner(kept.sha256))
            // A sweep that finds the same bytes old must not remove what is new by now.
            incoming.lock(alone: false)
            defer { incoming.unlock() }
            try incoming.move(name, to: inner, as: kept.sha256)
            try inner.sync()
        } catch {
            incoming.remove(name)
            throw error
        }
        return kept
    }
}
