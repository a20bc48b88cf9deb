/// Finds any number of terms in one pass over a text (Aho–Corasick), in time linear in the text.
struct TermAutomaton: Sendable {
    private var edges: Edges
    private var fallbacks: [Int32] = [0]
    private var ends: [Int32] = [-1]
    private var shorter: [Int32] = [0]

    /// Where a state goes on by a letter: an open-addressing table, two thirds full at most.
    private struct Edges: Sendable {
        private var keys: [UInt64]
        private var targets: [Int32]

        init(most: Int) {
            var capacity = 64
            while 2 * capacity < 3 * most { capacity *= 2 }
            keys = Array(repeating: .max, count: capacity)
            targets = Array(repeating: 0, count: capacity)
        }

        /// The same edges in no more memory than they need.
        init(_ edges: Edges, count: Int) {
            self.init(most: count)
            for (key, target) in zip(edges.keys, edges.targets) where key != .max { insert(key, target) }
        }

        subscript(state: Int32, letter: Unicode.Scalar) -> Int32? {
            let key = Self.key(state, letter)
            var place = slot(key)
            while keys[place] != .max {
                if keys[place] == key { return targets[place] }
                place = (place + 1) & (keys.count - 1)
            }
            return nil
        }

        mutating func insert(_ state: Int32, _ letter: Unicode.Scalar, _ target: Int32) {
            insert(Self.key(state, letter), target)
        }

        private mutating func insert(_ key: UInt64, _ target: Int32) {
            var place = slot(key)
            while keys[place] != .max { place = (place + 1) & (keys.count - 1) }
            (keys[place], targets[place]) = (key, target)
        }

        private func slot(_ key: UInt64) -> Int {
            let mixed = key &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: mixed >> 32) & (keys.count - 1)
        }

        private static func key(_ state: Int32, _ letter: Unicode.Scalar) -> UInt64 {
            UInt64(UInt32(bitPattern: state)) << 21 | UInt64(letter.value)
        }
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
        edges = Edges(most: terms.reduce(1) { $0 + $1.count })
        var tree = Tree()
        for (index, term) in terms.enumerated() { grow(term, index, &tree) }
        // Terms that begin alike share their states. Arrays that grew hold room for more.
        edges = Edges(edges, count: ends.count - 1)
        (ends, fallbacks, shorter) = (ends.map { $0 }, fallbacks.map { $0 }, shorter.map { $0 })
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
            if let next = edges[state, letter] {
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
            if let next = edges[state, letter] {
                state = next
                continue
            }
            let next = tree.append(letter, below: state)
            ends.append(-1)
            fallbacks.append(0)
            shorter.append(0)
            edges.insert(state, letter, next)
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
                while candidate != 0, edges[candidate, letter] == nil { candidate = fallbacks[Int(candidate)] }
                fallbacks[Int(child)] = edges[candidate, letter] ?? 0
                queue.append(child)
            }
        }
    }
}
