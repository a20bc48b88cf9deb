import Broker
import FoundationEssentials
import Glibc

/// Faults that a debug build commits on purpose, so that tests can show that nothing is lost.
///
/// `AFTERSAIL_FAILPOINT` holds `throw:TEXT` or `die:TEXT`: a turn with a message whose body contains TEXT throws, or
/// ends the process on the spot. Release builds know none.
enum Failpoint {
    #if DEBUG
        private static let setting = ProcessInfo.processInfo.environment["AFTERSAIL_FAILPOINT"]?.split(
            separator: ":",
            maxSplits: 1
        )

        static func pass(_ parcels: [Parcel]) throws {
            guard let setting, setting.count == 2 else { return }
            let marker = Array(setting[1].utf8)
            guard parcels.contains(where: { contains(marker, in: $0.delivery.body) }) else { return }
            if setting[0] == "die" { _exit(137) }
            throw FailpointReached()
        }

        private static func contains(_ marker: [UInt8], in body: [UInt8]) -> Bool {
            guard body.count >= marker.count else { return false }
            return (0...body.count - marker.count).contains { body[$0..<$0 + marker.count].elementsEqual(marker) }
        }
    #else
        static func pass(_ parcels: [Parcel]) throws {}
    #endif
}

/// The fault that a failpoint throws.
struct FailpointReached: ExplainedFailure {
    let explanation = "a failpoint was reached"
}
