import Digest
import FoundationEssentials
import Harness
import Mail
import MailIntake
import Testing

@testable import MailStore

@Suite("Mail store") struct MailStoreTests {
    @Test("a mail and its attachments lie under their hashes, to the byte")
    func kept() throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let raw = Array(
            "From: a@e.example\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nYWJj\n"
                .utf8
        )

        let kept = try store.keep(MailParser().parse(raw), raw: raw)

        #expect(try store.read(kept.original.sha256, atMost: 1_000) == raw)
        #expect(kept.original == KeptFile(sha256: sha256(raw), size: raw.count))
        let file = try #require(kept.files.first)
        #expect(file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(file.url == "aftersail-mail:\(file.sha256)")
        #expect(folder.files == [MailStore.path(kept.original.sha256), MailStore.path(file.sha256)].sorted())
    }

    @Test("the same bytes are kept once, by however many writers at the same time")
    func once() async throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }

        let kept = try await withThrowingTaskGroup(of: KeptFile.self) { group in
            for _ in 0..<8 { group.addTask { try store.keep(bytes) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(kept.count == 1)
        #expect(folder.files.count == 1)
        #expect(try store.read(kept.first?.sha256 ?? "", atMost: 200_000) == bytes)
    }

    @Test("a full disk is named as such, leaves nothing behind, and the next attempt works once there is space")
    func full() throws {
        guard let disk = SmallDisk(megabytes: 8) else { return }
        let store = try MailStore(folder: disk.path)
        let bytes = [UInt8](repeating: 7, count: 4 << 20)
        try disk.fill()

        #expect(throws: MailStoreError.full) { try store.keep(bytes) }
        #expect(TestFolder.files(in: disk.path).isEmpty)

        try disk.free()
        #expect(try store.keep(bytes).size == bytes.count)
    }

    @Test("a folder that is none, is missing, or may not be written says which")
    func unusable() {
        #expect(throws: MailStoreError.notAFolder) { try MailStore(folder: "/dev/null") }
        #expect(throws: MailStoreError.notAFolder) { try MailStore(folder: "/nonexistent/store") }
        // Not even root makes folders there.
        #expect(throws: MailStoreError.notPermitted) { try MailStore(folder: "/sys") }
    }

    @Test("no link leads out of the store, for writing or reading")
    func links() throws {
        let folder = try TestFolder()
        let outside = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let name = hex(sha256([1]))
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/\(MailStore.outer(name))",
            withDestinationPath: outside.path
        )

        #expect(throws: MailStoreError.foreign) { try store.keep([1]) }
        #expect(throws: MailStoreError.foreign) { try store.read(name, atMost: 10) }
        #expect(outside.files.isEmpty)
        #expect(throws: MailStoreError.absent) { try store.read("../../etc/passwd", atMost: 10) }
        #expect(throws: MailStoreError.absent) { try store.read(hex(sha256([2])), atMost: 10) }
    }

    @Test("what was damaged is not given, and mended by the same bytes again")
    func damaged() throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let kept = try store.keep([1, 2, 3])
        let path = "\(folder.path)/\(MailStore.path(kept.sha256))"
        try Data([1, 2, 4]).write(to: URL(filePath: path))

        #expect(throws: MailStoreError.damaged) { try store.read(kept.sha256, atMost: 10) }
        #expect(throws: MailStoreError.tooLarge(limit: 2)) { try store.read(kept.sha256, atMost: 2) }

        _ = try store.keep([1, 2, 3])
        #expect(try store.read(kept.sha256, atMost: 10) == [1, 2, 3])
    }

    @Test("a draft that nobody keeps is removed, at once or after a day")
    func leftovers() throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        try store.draft().add([1])
        #expect(folder.files.isEmpty)

        let old = "\(folder.path)/incoming/old"
        try Data([1]).write(to: URL(filePath: old))
        try Data([1]).write(to: URL(filePath: "\(folder.path)/incoming/young"))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -90_000)],
            ofItemAtPath: old
        )
        _ = try MailStore(folder: folder.path)
        #expect(folder.files == ["incoming/young"])
    }
}
