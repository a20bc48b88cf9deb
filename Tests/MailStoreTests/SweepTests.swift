import FoundationEssentials
import MailIntake
import Testing

@testable import MailStore

@Suite("Sweeping the mail store")
struct SweepTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    @Test("what is old and needed by nothing goes, and only then when told to")
    func idle() async throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let files = try (0..<3).map { try store.keep([UInt8](repeating: $0, count: 10)).sha256 }
        try folder.age(files[0], files[1])
        let needed: @Sendable ([String]) -> Set<String> = { Set($0).intersection([files[1]]) }

        let counted = try await store.sweep(before: Self.now, removes: false) { needed($0) }
        #expect(folder.files.count == 3)
        let removed = try await store.sweep(before: Self.now, removes: true) { needed($0) }

        #expect(counted == removed)
        #expect([counted.files, counted.young, counted.needed, counted.idle, counted.idleBytes] == [3, 1, 1, 1, 10])
        #expect(folder.files == [MailStore.path(files[1]), MailStore.path(files[2])].sorted())
    }

    @Test(
        "more than a hundred idle files are too much when they are more than half",
        arguments: [(100, 0), (101, 101)]
    )
    func normal(idle: Int, needed: Int) {
        var sweep = MailStoreSweep()
        (sweep.idle, sweep.needed) = (idle, needed)
        #expect(!sweep.isTooMuch)

        sweep.idle += 1
        #expect(sweep.isTooMuch && sweep.old == idle + needed + 1)
    }

    @Test("bytes that are kept again while a sweep is on its way stay")
    func again() async throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let file = try store.keep([1, 2, 3]).sha256
        try folder.age(file)

        let found = try await store.sweep(before: Self.now, removes: true) { _ in
            _ = try store.keep([1, 2, 3])
            return []
        }

        #expect(found.idle == 0 && found.young == 1)
        #expect(try store.read(file, atMost: 10) == [1, 2, 3])
    }

    @Test("whatever is kept at the same time as a sweep is there afterwards")
    func together() async throws {
        let folder = try TestFolder()
        let store = try MailStore(folder: folder.path)
        for round in 0..<300 {
            let file = try store.keep([7]).sha256
            try folder.age(file)

            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try store.keep([7]) }
                group.addTask { _ = try await store.sweep(before: Self.now, removes: true) { _ in [] } }
                try await group.waitForAll()
            }

            #expect(try store.read(file, atMost: 10) == [7], "round \(round)")
        }
    }

    @Test("what is not the store's own is left alone, and no link is followed")
    func foreign() async throws {
        let folder = try TestFolder()
        let outside = try TestFolder()
        let store = try MailStore(folder: folder.path)
        let file = try store.keep([1]).sha256
        let stranger = "\(folder.path)/\(MailStore.outer(file))/\(MailStore.inner(file))/notes.txt"
        try Data([1]).write(to: URL(filePath: stranger))
        let other = try MailStore(folder: outside.path).keep([2]).sha256
        try folder.age(file)
        try outside.age(other)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/\(MailStore.outer(other))",
            withDestinationPath: "\(outside.path)/\(MailStore.outer(other))"
        )

        await #expect(throws: MailStoreError.foreign) {
            _ = try await store.sweep(before: Self.now, removes: false) { _ in [] }
        }
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(MailStore.outer(other))")
        let found = try await store.sweep(before: Self.now, removes: true) { _ in [] }

        #expect(found.files == 1 && found.idle == 1)
        #expect(folder.files.map { $0.suffix(9) } == ["notes.txt"])
        #expect(outside.files == [MailStore.path(other)])
    }
}

extension TestFolder {
    /// Files of the store were last written long before any moment of a test.
    fileprivate func age(_ files: String...) throws {
        for file in files {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_600_000_000)],
                ofItemAtPath: "\(path)/\(MailStore.path(file))"
            )
        }
    }
}
