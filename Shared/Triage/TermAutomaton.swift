/// Finds any number of terms in one pass over a text (Aho–Corasick), in time linear in the text.
struct TermAutomaton: Sendable {
    private var edges: [Edge]
    private var fallbacks: [Int32] = [0]
    private var ends: [Int32] = [-1]
    private var shorter: [Int32] = [0]

    private struct Edge {
        var key: UInt64 = .max
        var target: Int32 = 0
    }

    /// The tree of terms while it grows: for each state its letter, its first child and the next child of its parent.
    private struct Tree {
        var letters: [Unicode.Scalar] = ["\0"]
        var children: [Int32] = [0]
        var siblings: [Int32] = [0]

        mutating func append(_ letter: Unicode.Scalar, below parent: Int32) -> Int32 {
            let state = Int32(letters.count)
            letters.append(letter)
            children.append(0)
            siblings.append(children[Int(parent)])
            children[Int(parent)] = state
            return state
        }

        func forEachChild(of parent: Int32, _ body: (Int32) -> Void) {
            var child = children[Int(parent)]
            while child != 0 {
                body(child)
                child = siblings[Int(child)]
            }
        }
    }

    /// An automaton over different, non-empty terms.
    init(_ terms: [[Unicode.Scalar]]) {
        let letters = terms.reduce(1) { $0 + $1.count }
        edges = Array(repeating: Edge(), count: Self.capacity(letters))
        var tree = Tree()
        for (index, term) in terms.enumerated() { grow(term, index, &tree) }
        link(tree)
    }

    /// Calls back with a term's index and the place after its last scalar, for every occurrence.
    func scan(_ text: [Unicode.Scalar], found: (Int, Int) -> Void) {
        var state: Int32 = 0
        for (place, letter) in text.enumerated() {
            advance(&state, letter) { found($0, place + 1) }
        }
    }

    /// Goes on by one letter, from state 0 at first; calls back with the index of each term that ends with it, the longest first.
    @inline(__always)
    func advance(_ state: inout Int32, _ letter: Unicode.Scalar, found: (Int) -> Void) {
        while true {
            if let next = target(state, letter) {
                state = next
                break
            }
            if state == 0 { break }
            state = fallbacks[Int(state)]
        }
        var hit = ends[Int(state)] >= 0 ? state : shorter[Int(state)]
        while hit > 0 {
            found(Int(ends[Int(hit)]))
            hit = shorter[Int(hit)]
        }
    }

    private mutating func grow(_ term: [Unicode.Scalar], _ index: Int, _ tree: inout Tree) {
        var state: Int32 = 0
        for letter in term {
            if let next = target(state, letter) {
                state = next
                continue
            }
            let next = tree.append(letter, below: state)
            ends.append(-1)
            fallbacks.append(0)
            shorter.append(0)
            insert(state, letter, next)
            state = next
        }
        ends[Int(state)] = Int32(index)
    }

    /// Breadth first: where to go on when a letter does not fit, and which shorter term ends here, too.
    private mutating func link(_ tree: Tree) {
        var queue: [Int32] = []
        queue.reserveCapacity(ends.count)
        tree.forEachChild(of: 0) { queue.append($0) }
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            let suffix = fallbacks[Int(state)]
            shorter[Int(state)] = ends[Int(suffix)] >= 0 ? suffix : shorter[Int(suffix)]
            tree.forEachChild(of: state) { child in
                let letter = tree.letters[Int(child)]
                var candidate = suffix
                while candidate != 0, target(candidate, letter) == nil { candidate = fallbacks[Int(candidate)] }
                fallbacks[Int(child)] = target(candidate, letter) ?? 0
                queue.append(child)
            }
        }
    }

    private func target(_ state: Int32, _ letter: Unicode.Scalar) -> Int32? {
        let key = Self.key(state, letter)
        var place = slot(key)
        while edges[place].key != .max {
            if edges[place].key == key { return edges[place].target }
            place = (place + 1) & (edges.count - 1)
        }
        return nil
    }

    private mutating func insert(_ state: Int32, _ letter: Unicode.Scalar, _ target: Int32) {
        let key = Self.key(state, letter)
        var place = slot(key)
        while edges[place].key != .max { place = (place + 1) & (edges.count - 1) }
        edges[place] = Edge(key: key, target: target)
    }

    private func slot(_ key: UInt64) -> Int {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32) & (edges.count - 1)
    }

    private static func key(_ state: Int32, _ letter: Unicode.Scalar) -> UInt64 {
        UInt64(UInt32(bitPattern: state)) << 21 | UInt64(letter.value)
    }

    private static func capacity(_ letters: Int) -> Int {
        var capacity = 64
        while 2 * capacity < 3 * letters { capacity *= 2 }
        return capacity
    }
}
