/// What a run does to the system.
enum FaultKind: String, CaseIterable, Sendable {
    case killWorker = "kill-worker"
    case freezeWorker = "freeze-worker"
    case brokerKill = "broker-kill"
    case brokerRestart = "broker-restart"
    case databaseRestart = "database-restart"
    case backendKill = "backend-kill"
    case brokerSilent = "broker-silent"
    case brokerCut = "broker-cut"
    case databaseSilent = "database-silent"
    case databaseCut = "database-cut"
    case memoryAlarm = "memory-alarm"
    case diskAlarm = "disk-alarm"
    case diskFull = "disk-full"
    case scale

    /// Seconds between its begin and its end, where it lasts at all.
    var seconds: ClosedRange<Double> {
        switch self {
        case .killWorker: 0.2...2
        case .freezeWorker: 2...6
        case .brokerKill, .brokerRestart, .backendKill: 0...0
        case .databaseRestart: 0...3
        case .brokerSilent, .databaseSilent: 2...9
        case .brokerCut, .databaseCut: 0...2
        case .memoryAlarm, .diskAlarm: 2...5
        case .diskFull: 2...4
        case .scale: 2...4
        }
    }

    /// How often it lies in the deck: crashes of workers are the commonest fault of all.
    var cards: Int { self == .killWorker ? 3 : 1 }

    /// Whether it ends a worker's process.
    var endsWorkers: Bool { [.killWorker, .scale].contains(self) }

    /// Reads `all` or a comma list.
    ///
    /// - Throws: `ChaosError` that names the unknown fault.
    static func list(_ text: String) throws -> [FaultKind] {
        if text == "all" { return allCases }
        return try text.split(separator: ",").map { name in
            if let kind = FaultKind(rawValue: String(name)) { return kind }
            let known = allCases.map(\.rawValue).joined(separator: ", ")
            throw ChaosError("there is no fault called \(name); there are: all, \(known)")
        }
    }
}
