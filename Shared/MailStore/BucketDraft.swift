import Digest
import Glibc
import MailIntake

/// A file on its way into a bucket; in memory until then, because its hash is signed before its first byte leaves.
final class BucketDraft: MailDraft {
    private let bucket: Bucket
    private var bytes: [UInt8]? = []

    init(in bucket: Bucket) { self.bucket = bucket }

    func add(_ piece: [UInt8]) throws(MailStoreError) { bytes?.append(contentsOf: piece) }

    func keep() throws(MailStoreError) -> KeptFile {
        guard let all = bytes.take() else { throw .other(code: EINVAL) }
        let kept = KeptFile(sha256: sha256(all), size: all.count)
        try bucket.put(all, sha256: kept.sha256)
        return kept
    }
}
