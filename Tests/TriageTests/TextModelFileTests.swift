import FoundationEssentials
import Testing

@testable import Triage

@Suite("The file of a model")
struct TextModelFileTests {
    @Test("what was written is read, with the first digits of its checksum for a version")
    func readBack() throws {
        let model = try TextModel(Self.bytes())

        #expect(model.header == Self.header)
        #expect(model.lexicon == Self.lexicon)
        #expect(model.version.count == 12)
        #expect(try TextModel(Self.bytes()).version == model.version)
    }

    @Test("a word speaks for the label that its weights name, and stands among the evidence")
    func speaks() throws {
        let model = try TextModel(Self.bytes(word: "invoice", for: 1))
        var reader = model.makeReader()

        reader.read(subject: nil, body: "About the INVOICE, please")
        let scores = model.scores(&reader)

        #expect(scores[1] > scores[0])
        #expect(model.evidence(for: 1, reader) == ["invoice"])
        #expect(model.evidence(for: 0, reader) == [])
    }

    @Test("a byte changed anywhere is noticed")
    func damaged() throws {
        let whole = try Self.bytes()
        for place in stride(from: 8, to: whole.count, by: 97) {
            var bytes = whole
            bytes[place] ^= 0x10
            #expect(throws: TextModelError.self) { try TextModel(bytes) }
        }
    }

    @Test("a file that was cut off is refused", arguments: [0, 7, 15, 16, 60, 500, 2_000])
    func cut(length: Int) throws {
        let bytes = try Self.bytes().prefix(length)

        #expect(throws: TextModelError.self) { try TextModel(Data(bytes)) }
    }

    @Test("another file, another format and no file are told apart")
    func others() throws {
        var later = try Self.bytes()
        later[8] = 9

        #expect(throws: TextModelError.noModel) { try TextModel(Data("PK\u{3}\u{4}".utf8) + later) }
        #expect(throws: TextModelError.version(9)) { try TextModel(later) }
        #expect(throws: TextModelError.unreadable("/nowhere/model")) { try TextModel(contentsOf: "/nowhere/model") }
    }

    @Test("labels must be categories before the model may sort tickets")
    func labels() throws {
        let model = try TextModel(Self.bytes())

        #expect(throws: TextModelError.labels("black")) { try TrainedModel(model) }
    }

    private static let lexicon = ConceptLexicon([
        .init("invoice*", means: "invoice", in: "en"), .init("发票", means: "invoice", in: "zh"),
    ])

    private static let header = TextModelHeader(
        labels: ["black", "white"],
        bits: 10,
        scales: [0.01, 0.02],
        biases: [0, 0],
        concepts: ["invoice"],
        languages: ["en", "zh"],
        calibration: Calibration(sharpness: 3),
        threshold: 0.75,
        training: .init(texts: 2, sha256: "00", heldOutAccuracy: 1, heldOutCoveredAccuracy: 1, heldOutCoverage: 1)
    )

    private static func bytes(word: String? = nil, for label: Int = 0) throws -> Data {
        var weights = [Int8](repeating: 0, count: 2 << 10)
        if let word {
            let letters = word.unicodeScalars.map(\.value)
            weights[2 * FeatureHash(bits: 10).feature(ofWord: letters) + label] = 100
        }
        let rarities = [UInt8](repeating: 16, count: 1 << 10)
        return try TextModelFile.bytes(header: header, lexicon: lexicon, rarities: rarities, weights: weights)
    }
}
