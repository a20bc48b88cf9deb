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

    /// An automaton over different, non-empty terms.
    init(_ terms: [[Unicode.Scalar]]) {
        let letters = terms.reduce(1) { $0 + $1.count }
        edges = Array(repeating: Edge(), count: Self.capacity(letters))
        var children: [[(Unicode.Scalar, Int32)]] = [[]]
        for (index, term) in terms.enumerated() { grow(term, index, &children) }
        link(children)
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

    private mutating func grow(_ term: [Unicode.Scalar], _ index: Int, _ children: inout [[(Unicode.Scalar, Int32)]]) {
        var state: Int32 = 0
        for letter in term {
            if let next = target(state, letter) {
                state = next
                continue
            }
            let next = Int32(ends.count)
            ends.append(-1)
            fallbacks.append(0)
            shorter.append(0)
            children.append([])
            children[Int(state)].append((letter, next))
            insert(state, letter, next)
            state = next
        }
        ends[Int(state)] = Int32(index)
    }

    /// Breadth first: where to go on when a letter does not fit, and which shorter term ends here, too.
    private mutating func link(_ children: [[(Unicode.Scalar, Int32)]]) {
        var queue = children[0].map(\.1)
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            let suffix = fallbacks[Int(state)]
            shorter[Int(state)] = ends[Int(suffix)] >= 0 ? suffix : shorter[Int(suffix)]
            for (letter, child) in children[Int(state)] {
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
        while capacity < 3 * letters { capacity *= 2 }
        return capacity
    }
}
