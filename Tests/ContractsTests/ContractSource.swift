import FoundationEssentials

/// What a source file of `Shared/Contracts` declares, read as text: the tests must notice a type they do not know.
struct ContractSource {
    let file: String
    let type: String
    let name: String

    /// `ticket.message-received.v1` as `ticketmessagereceivedv1`.
    var nameSpelledLikeType: String { name.filter { $0 != "." && $0 != "-" } }

    /// Every type of the module that conforms to `Message`.
    static func all() throws -> [ContractSource] {
        let folder = Golden.root.appending(path: "Shared/Contracts")
        return try Golden.files(in: folder, suffix: ".swift").flatMap { file in
            try declarations(file, String(contentsOf: folder.appending(path: file), encoding: .utf8))
        }
    }

    private static func declarations(_ file: String, _ text: String) -> [ContractSource] {
        text.split(separator: "public struct ").dropFirst().compactMap { part in
            guard let colon = part.firstIndex(of: ":"), let brace = part.firstIndex(of: "{"),
                part[colon..<brace].contains("Message")
            else { return nil }
            let name = part.split(separator: "static let name = \"").dropFirst().first?.prefix { $0 != "\"" }
            return ContractSource(file: file, type: String(part[..<colon]), name: String(name ?? ""))
        }
    }
}
