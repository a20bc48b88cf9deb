import FoundationEssentials
import Mutants
import Testing

@Suite("Mutants")
struct MutantTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("a process commits the fault it is told to, and no other")
    func chosen() {
        let told = ProcessInfo.processInfo.environment[Mutant.variable]

        #expect(Mutant.allCases.filter(\.isOn).map(\.rawValue) == [told].compactMap { $0 })
    }

    @Test("a name that is no mutant's keeps a process from starting")
    func unknown() {
        #expect(Mutant.refusal(in: [:]) == nil)
        #expect(Mutant.refusal(in: [Mutant.variable: "no-inbox"]) == nil)
        let refusal = Mutant.refusal(in: [Mutant.variable: "no-inbux"])
        #expect(refusal?.hasPrefix("AFTERSAIL_MUTANT must be one of ack-before-commit, ") == true)
        #expect(Mutant.refusal(in: [Mutant.variable: ""]) != nil)
    }

    @Test("every mutant has a place in the product and a test that is to notice it")
    func complete() throws {
        let table = try String(contentsOf: Self.root.appending(path: "ops/scripts/mutants.txt"), encoding: .utf8)
        let rows = table.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            line.split(separator: " ").first.map(String.init)
        }
        let sources = try Self.sources()

        #expect(Set(rows) == Set(Mutant.allCases.map(\.rawValue)))
        for mutant in Mutant.allCases {
            #expect(sources.contains { $0.contains("Mutant.\(mutant).isOn") }, "no hook for \(mutant.rawValue)")
        }
    }

    /// The product's sources.
    private static func sources() throws -> [String] {
        try ["Shared", "Services"].flatMap { folder in
            let base = root.appending(path: folder)
            return try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }
                .map { try String(contentsOf: base.appending(path: $0), encoding: .utf8) }
        }
    }
}
