import FoundationEssentials
import Postgres

/// Versions that the database wants used.
struct NamedModels: Sendable, Equatable {
    var active: String?
    var shadow: String?
}

extension Transaction {
    /// Which models decide and stand in the shadow.
    func namedModels() async throws -> NamedModels {
        var named = NamedModels()
        for row in try await rows("SELECT version, state FROM triage_model WHERE state IN ('active', 'shadow')") {
            let state: String = try row("state")
            if state == "active" { named.active = try row("version") } else { named.shadow = try row("version") }
        }
        return named
    }

    /// The bytes of a model, read in pieces so that no message of the database's is large; empty when it is not there.
    func modelBytes(of version: String) async throws -> Data {
        var data = Data()
        while data.count < Self.most {
            let rows = try await rows(
                "SELECT substring(bytes FROM $2 FOR $3) AS piece FROM triage_model WHERE version = $1",
                version,
                Int32(data.count + 1),
                Int32(Self.piece)
            )
            guard let row = rows.first else { break }
            let piece: Bytes = try row("piece")
            data.append(contentsOf: piece.bytes)
            if piece.bytes.count < Self.piece { break }
        }
        return data
    }

    private static let piece = 1 << 18
    /// No model file is larger.
    private static let most = 1 << 24
}
