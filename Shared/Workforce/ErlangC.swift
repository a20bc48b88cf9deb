/// Servers with one queue: Poisson arrivals, exponential handling times, nobody gives up (Erlang 1917).
///
/// The recursion of the loss formula, `B(n) = a·B(n−1) ÷ (n + a·B(n−1))`, adds and divides positive numbers of at most 1
/// only, so nothing overflows or cancels with thousands of servers, where powers and factorials would.
public struct ErlangC: Hashable, Sendable {
    /// Arrivals in the time unit × mean handling time in it.
    public let load: Double
    /// People who work at once.
    public let servers: Int
    /// The share of arrivals that has to wait, 0…1; 1 when the load is not below the servers.
    public let waiting: Double

    /// Load that is offered to some servers.
    public init(load: Double, servers: Int) {
        self.load = load
        self.servers = servers
        guard load > 0 else {
            waiting = 0
            return
        }
        guard Double(servers) > load else {
            waiting = 1
            return
        }
        var loss = 1.0
        for server in 1...servers { loss = load * loss / (Double(server) + load * loss) }
        waiting = Double(servers) * loss / (Double(servers) - load * (1 - loss))
    }

    /// The share that waits no longer than `time`, in the unit of `handling`.
    public func within(_ time: Double, handling: Double) -> Double {
        guard Double(servers) > load else { return 0 }
        return 1 - waiting * Numbers.exponential(-(Double(servers) - load) * time / handling)
    }

    /// Mean wait of all, in the unit of `handling`; infinite when the load is not below the servers.
    public func meanWait(handling: Double) -> Double {
        Double(servers) > load ? waiting * handling / (Double(servers) - load) : .infinity
    }

    /// The fewest servers with which `share` of the arrivals wait no longer than `time`.
    ///
    /// One more server than needed for a share of 1, which no finite number reaches, is never asked for: shares above
    /// 0.999,999 count as that.
    public static func servers(load: Double, share: Double, within time: Double, handling: Double) -> Int {
        guard load > 0, load.isFinite else { return 0 }
        var servers = Int(load) + 1
        while ErlangC(load: load, servers: servers).within(time, handling: handling) < min(share, 0.999_999) {
            servers += 1
        }
        return servers
    }
}
