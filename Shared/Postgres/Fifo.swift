/// A queue whose removal at the front costs no shifting.
struct Fifo<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    @discardableResult
    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if isEmpty {
            elements.removeAll(keepingCapacity: true)
            head = 0
        }
        return element
    }

    /// Takes out everything that fulfils the condition, oldest first.
    mutating func remove(where condition: (Element) -> Bool) -> [Element] {
        let all = elements[head...].compactMap(\.self)
        elements = all.filter { !condition($0) }
        head = 0
        return all.filter(condition)
    }

    /// Takes out everything, oldest first.
    mutating func takeAll() -> [Element] {
        remove { _ in true }
    }

    func min<Value: Comparable>(of value: (Element) -> Value) -> Value? {
        elements[head...].compactMap { $0.map(value) }.min()
    }
}
