/// A protocol as states and the moves between them.
protocol Model {
    associatedtype State: Hashable
    associatedtype Move: CustomStringConvertible

    /// The mistake that is made, if any.
    var flaw: Flaw? { get set }

    var start: State { get }

    /// Everything that can happen next.
    func moves(from state: State) -> [(move: Move, state: State)]

    /// What is wrong in a state; nil when nothing is.
    func fault(in state: State) -> String?

    /// All work is done, and nothing is under way.
    func isFinished(_ state: State) -> Bool
}

/// A shortest way to something that must not be.
struct Counterexample: CustomStringConvertible {
    let fault: String
    let trace: [String]

    var description: String {
        let steps = trace.enumerated().map { index, step in
            let number = String(index + 1)
            return String(repeating: " ", count: max(0, 3 - number.count)) + "\(number). \(step)"
        }
        return (["\(fault):"] + steps).joined(separator: "\n")
    }
}

/// What came of looking at every state that a model can reach.
struct Exploration {
    let states: Int
    let moves: Int
    let counterexample: Counterexample?
}

/// Visits every reachable state of a model once, the nearest first.
struct Explorer<Checked: Model> {
    private struct Edge {
        let from: Int
        let to: Int
    }

    private let model: Checked
    private var states: [Checked.State]
    private var known: [Checked.State: Int]
    /// How each state was first reached.
    private var arrivals: [(from: Int, move: Checked.Move)?] = [nil]
    private var edges: [Edge] = []

    private init(_ model: Checked) {
        self.model = model
        states = [model.start]
        known = [model.start: 0]
    }

    /// Stops at the first fault; without one, looks for states from which no finished one can be reached.
    static func explore(_ model: Checked) -> Exploration {
        var explorer = Explorer(model)
        let fault = explorer.visitAll()
        let counterexample = fault ?? explorer.deadEnd()
        return Exploration(
            states: explorer.states.count,
            moves: explorer.edges.count,
            counterexample: counterexample
        )
    }

    private mutating func visitAll() -> Counterexample? {
        var next = 0
        while next < states.count {
            if let fault = model.fault(in: states[next]) { return Counterexample(fault: fault, trace: trace(to: next)) }
            for (move, state) in model.moves(from: states[next]) { add(state, by: move, from: next) }
            next += 1
        }
        return nil
    }

    private mutating func add(_ state: Checked.State, by move: Checked.Move, from origin: Int) {
        if let index = known[state] {
            if index != origin { edges.append(Edge(from: origin, to: index)) }
            return
        }
        known[state] = states.count
        edges.append(Edge(from: origin, to: states.count))
        states.append(state)
        arrivals.append((origin, move))
    }

    /// The nearest state that cannot end well whatever happens.
    private func deadEnd() -> Counterexample? {
        var endsWell = states.map(model.isFinished)
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for edge in edges.reversed() where endsWell[edge.to] && !endsWell[edge.from] {
                endsWell[edge.from] = true
                hasChanged = true
            }
        }
        guard let index = endsWell.firstIndex(of: false) else { return nil }
        return Counterexample(fault: "from here no end can be reached", trace: trace(to: index))
    }

    private func trace(to index: Int) -> [String] {
        var trace: [String] = []
        var place = index
        while let arrival = arrivals[place] {
            trace.append(arrival.move.description)
            place = arrival.from
        }
        return trace.reversed()
    }
}
