/// Everything that inputs, broker, database and workers know about each other.
struct DeliveryState: Hashable {
    /// Faults that may still happen.
    var faults: Int8
    var inputs: [Input]
    var workers: [Worker]

    /// One message to the workers, its inbox row with its effect, and the event that follows from it.
    struct Input: Hashable {
        var isPublished = false
        /// Copies in the queue that nobody has been given.
        var ready: Int8 = 0
        /// Commits that won the inbox.
        var effects: Int8 = 0
        var row = Row.none
        /// Copies of the event that the broker has stored, two standing for more.
        var events: Int8 = 0
    }

    /// An outbox row and under whose epoch it stands.
    enum Row: Hashable {
        case none
        case of(worker: Int8)
        case ofTheDead
    }

    /// A process: what is here goes with it, except for its channel, which is the broker's.
    struct Worker: Hashable {
        /// Deliveries of the present channel by number from 1: the input, or nil once settled.
        var channel: [Int8?] = []
        var parcels: [Parcel] = []
        /// The parcel whose transaction is open.
        var turn: Int8?
        /// What memory knows of each event that is to be published.
        var words: [Word]
        /// Whether the advisory lock of its epoch is held.
        var isLocked = true
    }

    /// A delivery in a worker's hands.
    struct Parcel: Hashable {
        var input: Int8
        /// Its delivery number on its channel.
        var number: Int8
        /// Its channel is gone.
        var isStale = false
        var isCommitted = false
    }

    enum Word: Hashable {
        case none, pending, sent, stored, confirmed
    }

    init(inputs: Int, workers: Int, faults: Int) {
        self.faults = Int8(faults)
        self.inputs = Array(repeating: Input(), count: inputs)
        self.workers = Array(
            repeating: Worker(words: Array(repeating: .none, count: inputs)),
            count: workers
        )
    }

    /// Whether the broker has a copy of the input.
    func isQueued(_ input: Int) -> Bool {
        inputs[input].ready > 0 || workers.contains { $0.channel.contains(Int8(input)) }
    }

    /// The broker takes a delivery off its books.
    mutating func settle(_ number: Int8, of worker: Int) {
        let index = Int(number) - 1
        guard workers[worker].channel.indices.contains(index) else { return }
        workers[worker].channel[index] = nil
    }

    /// Numbers that nobody will name any more are as good as never given.
    mutating func forgetSettled(of worker: Int) {
        guard workers[worker].parcels.isEmpty, workers[worker].channel.allSatisfy({ $0 == nil }) else { return }
        workers[worker].channel = []
    }

    /// The channel is gone: its deliveries are ready again, and parcels lose their meaning.
    mutating func closeChannel(of worker: Int) {
        for case let input? in workers[worker].channel { inputs[Int(input)].ready += 1 }
        workers[worker].channel = []
        for index in workers[worker].parcels.indices { workers[worker].parcels[index].isStale = true }
    }

    /// What was under way to the broker is unknown, and so to be said again.
    mutating func cutPublishing(of worker: Int) {
        for index in workers[worker].words.indices where [.sent, .stored].contains(workers[worker].words[index]) {
            workers[worker].words[index] = .pending
        }
    }

    mutating func storeEvent(_ input: Int) {
        inputs[input].events = min(2, inputs[input].events + 1)
    }

    /// The process is gone, and another has taken its place.
    mutating func kill(_ worker: Int) {
        closeChannel(of: worker)
        workers[worker] = Worker(words: Array(repeating: .none, count: inputs.count))
        for index in inputs.indices where inputs[index].row == .of(worker: Int8(worker)) {
            inputs[index].row = .ofTheDead
        }
    }
}
