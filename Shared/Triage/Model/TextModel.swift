public import FoundationEssentials

/// A linear model over hashed words, pairs of words and runs of letters, read from a file that stays where it is.
///
/// Safe to share between tasks; each task brings a ``FeatureReader`` of its own.
public struct TextModel: Sendable {
    /// What it was made from and how it is to be read.
    public let header: TextModelHeader
    /// The first twelve hexadecimal digits of the file's checksum.
    public let version: String
    /// Words that mean the same in different languages.
    public let lexicon: ConceptLexicon
    private let data: Data
    private let rows: Int

    /// Opens a model file, or bytes of one, and checks its checksum.
    ///
    /// - Throws: ``TextModelError``; trying again does not help.
    public init(_ data: Data) throws(TextModelError) {
        self.init(try TextModelFile.parts(of: data), data)
    }

    /// Opens a model file, of which the weights are mapped: only those that texts ask for take memory.
    ///
    /// - Throws: ``TextModelError``; trying again does not help.
    public init(contentsOf path: String) throws(TextModelError) {
        let url = URL(filePath: path)
        // Checked in memory that is given back, so that the check leaves no page of the mapping behind.
        guard let read = try? Data(contentsOf: url), let mapped = try? Data(contentsOf: url, options: .alwaysMapped)
        else { throw .unreadable(path) }
        let parts = try TextModelFile.parts(of: read)
        guard mapped.count == read.count, mapped.suffix(TextModelFile.checksum) == read.suffix(TextModelFile.checksum)
        else { throw .damaged }
        self.init(parts, mapped)
    }

    private init(_ parts: TextModelFile.Parts, _ data: Data) {
        header = parts.header
        version = parts.version
        lexicon = parts.lexicon
        self.data = data
        rows = parts.rows
    }

    /// A reader of the features that this model knows.
    public func makeReader() -> FeatureReader { FeatureReader(bits: header.bits, lexicon: lexicon) }

    /// How much the text that the reader holds speaks for each label; the margin of a one-against-all machine.
    public func scores(_ reader: inout FeatureReader) -> [Float] {
        var scores = header.biases
        let (labels, bytes) = (header.labels.count, data.bytes)
        // Eight labels at a time, and the rest one by one.
        let lanes = labels / 8
        var eights = [SIMD8<Float>](repeating: .zero, count: lanes)
        var sums = [Float](repeating: 0, count: labels)
        for group in FeatureReader.Group.allCases {
            for lane in 0..<lanes { eights[lane] = .zero }
            for label in 0..<labels { sums[label] = 0 }
            var square: Float = 0
            reader.forEach(in: group) { feature, weight in
                let row = rows + feature * (labels + 1)
                let rarity = unsafe bytes.unsafeLoad(fromByteOffset: row, as: UInt8.self)
                guard rarity > 0 else { return }
                let value = weight * Float(rarity)
                square += value * value
                for lane in 0..<lanes {
                    let weights = unsafe bytes.unsafeLoadUnaligned(
                        fromByteOffset: row + 1 + 8 * lane,
                        as: SIMD8<Int8>.self
                    )
                    eights[lane] += value * SIMD8<Float>(weights)
                }
                for label in (8 * lanes)..<labels {
                    let weight = unsafe bytes.unsafeLoad(fromByteOffset: row + 1 + label, as: Int8.self)
                    sums[label] += value * Float(weight)
                }
            }
            guard square > 0 else { continue }
            for label in 0..<(8 * lanes) { sums[label] = eights[label / 8][label % 8] }
            let length = square.squareRoot()
            for label in 0..<labels { scores[label] += sums[label] / length * header.scales[label] }
        }
        return scores
    }

    /// The words that spoke most for a label, the strongest first, each once.
    public func evidence(for label: Int, _ reader: borrowing FeatureReader, most: Int = 5) -> [String] {
        let bytes = data.span
        var spoken: [String: Float] = [:]
        for (word, feature) in reader.words() {
            let row = rows + feature * (header.labels.count + 1)
            let weight = Int8(bitPattern: bytes[row + 1 + label])
            guard weight > 0, bytes[row] > 0 else { continue }
            spoken[word] = Float(bytes[row]) * Float(weight)
        }
        return spoken.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most).map(\.key)
    }
}
