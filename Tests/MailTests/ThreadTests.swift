import Testing

@testable import Mail

@Suite("Threading") struct ThreadTests {
    @Test("A mail without an id has the same one when it is fetched again") func identity() {
        let first = sample("Received: by one", "From: a@e.example", "", "x")
        #expect(first.identity == sample("Received: by another", "From: a@e.example", "", "x").identity)
        #expect(first.identity != sample("From: a@e.example", "", "y").identity)
    }
}
