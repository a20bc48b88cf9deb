import Proving
import Testing

@testable import Chaos

@Suite("Figures")
struct FiguresTests {
    @Test("ranks are nearest ranks of the sorted values")
    func ranks() throws {
        let figures = try #require(Figures((1...200).map(Double.init).reversed()))

        #expect(figures.p50 == 100)
        #expect(figures.p99 == 198)
        #expect(figures.max == 200)
    }

    @Test("one value is all of them, none is nothing")
    func few() {
        #expect(Figures([3])?.p99 == 3)
        #expect(Figures([]) == nil)
    }
}
