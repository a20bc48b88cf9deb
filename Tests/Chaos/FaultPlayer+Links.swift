import FoundationEssentials
import Harness
import Proving

extension FaultPlayer {
    /// Bytes are swallowed in one direction or both; connections stay.
    func silence(_ fault: PlannedFault, _ proxy: FaultProxy, _ random: inout Seeded) async throws -> FaultRecord {
        let ways: [[FaultProxy.Direction]] = [[.toServer], [.toClient], [.toServer, .toClient]]
        let chosen = ways[Int.random(in: 0..<ways.count, using: &random)]
        return try await record(fault, "\(name(fault)): \(names(chosen)) silent for \(fault.lasts.text)") {
            for direction in chosen { proxy.stall(direction) }
            try await pass(fault.lasts)
            proxy.resume()
        }
    }

    /// Connections end by RST, by FIN, or in one direction only; then none can be made for a while.
    func cut(_ fault: PlannedFault, _ proxy: FaultProxy, _ random: inout Seeded) async throws -> FaultRecord {
        let share = Int.random(in: 1...3, using: &random)
        let way = Int.random(in: 0..<4, using: &random)
        let refuses = Bool.random(using: &random)
        let what = ["RST", "FIN", "half-closed to the server", "half-closed to the clients"][way]
        let away = refuses ? fault.lasts : .zero
        let which = way > 1 || share == 1 ? "every" : "every \(share). connection"
        return try await record(fault, "\(name(fault)): \(which) \(what), refused for \(away.text)") {
            proxy.refuseConnections(refuses)
            switch way {
            case 0: proxy.cut { $0.isMultiple(of: share) }
            case 1: proxy.close { $0.isMultiple(of: share) }
            case 2: proxy.halfClose(.toServer)
            default: proxy.halfClose(.toClient)
            }
            try await pass(away)
            proxy.refuseConnections(false)
        }
    }

    private func name(_ fault: PlannedFault) -> String {
        [.brokerSilent, .brokerCut].contains(fault.kind) ? "broker links" : "database links"
    }

    private func names(_ directions: [FaultProxy.Direction]) -> String {
        directions.count == 2 ? "both ways" : directions[0] == .toServer ? "towards the server" : "from the server"
    }
}
