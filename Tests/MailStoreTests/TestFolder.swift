import FoundationEssentials

/// A folder that goes with its test.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "aftersail-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Paths of all plain files below it, sorted.
    var files: [String] { Self.files(in: path) }

    static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            let type =
                (try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)"))?[.type] as? FileAttributeType
            return type == .typeRegular
        }.sorted()
    }
}
