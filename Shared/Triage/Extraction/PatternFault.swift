/// What a pattern should have instead of what it has, to be said after "expected".
struct PatternFault: Error, Hashable {
    let expected: String

    init(_ expected: String) {
        self.expected = expected
    }
}
