/// One step of the delivery protocol, as a sentence of a trace.
enum DeliveryMove: CustomStringConvertible {
    case publish(Int, again: Bool)
    case restartBroker
    case input(InputStep, Int, Int)
    case worker(WorkerStep, Int)

    /// Something that a worker does about an input.
    enum InputStep: String {
        case take = "is given"
        case begin = "begins the transaction of"
        case commit = "commits"
        case commitUnanswered = "commits, and never hears of it,"
        case acknowledge = "acknowledges"
        case send = "sends the event of"
        case sendInVain = "sends into a broken link the event of"
        case store = "has the broker store the event of"
        case confirm = "hears the confirm of the event of"
        case delete = "deletes the outbox row of"
        case sweep = "sweeps up the outbox row of"
        case audit = "finds in its outbox the unsaid row of"
    }

    enum WorkerStep: String {
        case abort = "rolls back"
        case giveBack = "gives back what is open"
        case die = "dies and is replaced"
        case cutConsuming = "loses its consuming connection"
        case cutPublishing = "loses its publishing connection"
        case loseLock = "loses the session of its epoch"
        case lock = "locks its epoch again"
    }

    var description: String {
        switch self {
        case .publish(let input, let again): "somebody publishes input \(input + 1)\(again ? " once more" : "")"
        case .restartBroker: "the broker restarts"
        case .input(let step, let worker, let input): "worker \(Self.names[worker]) \(step.rawValue) input \(input + 1)"
        case .worker(let step, let worker): "worker \(Self.names[worker]) \(step.rawValue)"
        }
    }

    static let names = ["A", "B", "C"]
}
