import FoundationEssentials

/// One place at which a conversation is cut.
public struct CutPlace: Sendable, CustomStringConvertible {
    /// Number of the connection, in the order in which a conversation makes them.
    public let connection: Int
    /// Whose bytes are counted.
    public let direction: FaultProxy.Direction
    /// Bytes that still get through.
    public let byte: Int
    /// How it ends.
    public let cut: FaultProxy.Cut

    /// Where and how, for failures.
    public var description: String { "\(cut) of connection \(connection) after byte \(byte) \(direction)" }
}

/// The places at which one run of a test cuts a conversation.
///
/// By default all ends of frames and every so many bytes between them, from a seed that is printed; with
/// `AFTERSAIL_TEST_CUTS=all` every byte of both directions, in every way; `3/16` is the fourth sixteenth of those, and a
/// place as a failure names it is that place alone. `AFTERSAIL_TEST_SEED` repeats a choice.
public struct CutPlan: Sendable {
    /// One direction of one connection of a conversation that nobody cut.
    public struct Flow: Sendable {
        let connection: Int
        let direction: FaultProxy.Direction
        let length: Int
        let frameEnds: [Int]

        /// Describes a flow of so many bytes.
        public init(connection: Int, direction: FaultProxy.Direction, length: Int, frameEnds: [Int]) {
            self.connection = connection
            self.direction = direction
            self.length = length
            self.frameEnds = frameEnds
        }
    }

    /// Where to cut.
    public let places: [CutPlace]
    /// What was chosen, in words.
    public let summary: String

    /// Chooses about `samples` places besides the ends of frames, or all.
    public init(_ flows: [Flow], samples: Int) {
        let environment = ProcessInfo.processInfo.environment
        let bytes = flows.reduce(0) { $0 + $1.length }
        let conversation = "\(bytes) bytes in \(flows.count) flows"
        if let wanted = environment["AFTERSAIL_TEST_CUTS"] {
            let all = flows.flatMap(Self.everywhere)
            places = Self.chosen(wanted, of: all)
            summary =
                "\(conversation), \(places.count) of all \(all.count) places, as AFTERSAIL_TEST_CUTS=\(wanted) says"
            return
        }
        let seed = environment["AFTERSAIL_TEST_SEED"].flatMap { Int($0) } ?? Int.random(in: 0..<1_000_000)
        let stride = max(1, bytes / max(1, samples))
        places = flows.flatMap { Self.some($0, every: stride, seed: seed) }
        summary = "\(conversation), \(places.count) places from AFTERSAIL_TEST_SEED=\(seed)"
    }

    /// Runs work for every place, several at once.
    public func run(atOnce: Int, _ work: @escaping @Sendable (CutPlace, Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, place) in places.enumerated() {
                if index >= atOnce { try await group.next() }
                group.addTask { try await work(place, index) }
            }
            try await group.waitForAll()
        }
    }

    private static func chosen(_ wanted: String, of all: [CutPlace]) -> [CutPlace] {
        if wanted == "all" { return all }
        let numbers = wanted.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2, numbers[1] > 0 else { return all.filter { $0.description == wanted } }
        return all.enumerated().filter { $0.offset % numbers[1] == numbers[0] % numbers[1] }.map(\.element)
    }

    private static func everywhere(_ flow: Flow) -> [CutPlace] {
        (0..<flow.length).flatMap { byte in FaultProxy.Cut.allCases.map { place(flow, byte, $0) } }
    }

    /// Each place in one way; the seed turns which.
    private static func some(_ flow: Flow, every stride: Int, seed: Int) -> [CutPlace] {
        let ends = Set(flow.frameEnds.filter { $0 < flow.length })
        let between = (0..<flow.length).filter { $0 % stride == seed % stride }
        let cuts = FaultProxy.Cut.allCases
        return ends.union(between).sorted().enumerated().map { index, byte in
            place(flow, byte, cuts[(index + seed) % cuts.count])
        }
    }

    private static func place(_ flow: Flow, _ byte: Int, _ cut: FaultProxy.Cut) -> CutPlace {
        CutPlace(connection: flow.connection, direction: flow.direction, byte: byte, cut: cut)
    }
}
