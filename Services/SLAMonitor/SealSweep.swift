import FoundationEssentials
import Postgres
import WorkerKit

/// Chains new lines of the ledger by hash, off the hot path; one process at a time does it.
struct SealSweep: Sweep {
    /// Lines in one transaction.
    private static let most = 1_000

    let name = "seal"

    func run(in turn: Turn) async throws -> NextSweep {
        let rows = try await turn.transaction.rows("SELECT seal_events($1) AS sealed", Int32(Self.most))
        let sealed: Int = try rows.first.map { row in try row("sealed") } ?? 0
        return sealed == Self.most ? .again : .at(nil)
    }
}
