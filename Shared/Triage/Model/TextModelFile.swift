import Digest
public import FoundationEssentials

/// The form of a model file: a magic word, the format, a header in JSON, the lexicon, a row for each
/// feature of its rarity and a signed byte for each label, and the SHA-256 of all that.
public enum TextModelFile {
    /// The format this program writes and reads.
    public static let format = 1

    private static let magic = Array("ASTRIAGE".utf8)
    /// Bytes of the checksum, the last of the file.
    static let checksum = 32

    /// A file of these parts; `rarities` has one entry a feature, `weights` one for each label of each feature.
    public static func bytes(
        header: TextModelHeader,
        lexicon: ConceptLexicon,
        rarities: [UInt8],
        weights: [Int8]
    ) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let head = try encoder.encode(header)
        var bytes = magic + littleEndian(format) + littleEndian(head.count) + Array(head)
        bytes += littleEndian(lexicon.slots.count)
        for slot in lexicon.slots {
            bytes += littleEndian(Int(slot.key & 0xFFFF_FFFF)) + littleEndian(Int(slot.key >> 32))
            bytes += [UInt8(truncatingIfNeeded: slot.meaning), UInt8(truncatingIfNeeded: slot.meaning >> 8)]
            bytes += littleEndian(Int(slot.languages))
        }
        for (feature, rarity) in rarities.enumerated() {
            bytes.append(rarity)
            for label in header.labels.indices {
                bytes.append(UInt8(bitPattern: weights[feature * header.labels.count + label]))
            }
        }
        bytes += sha256(bytes)
        return Data(bytes)
    }

    struct Parts {
        let header: TextModelHeader
        let version: String
        let lexicon: ConceptLexicon
        let rows: Int
    }

    static func parts(of data: Data) throws(TextModelError) -> Parts {
        let fixed = magic.count + 8
        guard data.count > fixed + checksum, data.prefix(magic.count).elementsEqual(magic) else { throw .noModel }
        let found = number(data, at: magic.count)
        guard found == format else { throw .version(found) }
        let headEnd = fixed + number(data, at: magic.count + 4)
        guard headEnd < data.count - checksum else { throw .noModel }
        var digest = SHA256Digest()
        for start in stride(from: 0, to: data.count - checksum, by: 1 << 16) {
            digest.update(Array(data[start..<min(start + 1 << 16, data.count - checksum)]))
        }
        let sum = digest.finish()
        guard data.suffix(checksum).elementsEqual(sum) else { throw .damaged }
        guard let header = try? JSONDecoder().decode(TextModelHeader.self, from: data[fixed..<headEnd]), header.isSound
        else { throw .header }
        let features = 1 << header.bits
        let slots = number(data, at: headEnd)
        let start = headEnd + 4 + slots * slotSize
        guard start + features * (1 + header.labels.count) + checksum == data.count,
            slots == 0 || slots & (slots - 1) == 0
        else { throw .header }
        return Parts(
            header: header,
            version: String(hex(sum).prefix(12)),
            lexicon: try lexicon(data, from: headEnd + 4, slots, header),
            rows: start
        )
    }

    private static let slotSize = 14

    private static func lexicon(
        _ data: Data,
        from start: Int,
        _ count: Int,
        _ header: TextModelHeader
    ) throws(TextModelError) -> ConceptLexicon {
        var slots = [ConceptLexicon.Slot](repeating: .init(), count: count)
        var free = 0
        for index in 0..<count {
            let place = start + index * slotSize
            let key = UInt64(number(data, at: place)) | UInt64(number(data, at: place + 4)) << 32
            let meaning = UInt16(data[place + 8]) | UInt16(data[place + 9]) << 8
            guard Int(meaning >> 1) <= header.concepts.count else { throw .header }
            free += meaning == 0 ? 1 : 0
            slots[index] = .init(key: key, meaning: meaning, languages: UInt32(number(data, at: place + 10)))
        }
        // Without a free slot a search would never end.
        guard count == 0 || free > 0 else { throw .header }
        return ConceptLexicon(concepts: header.concepts, languages: header.languages, slots: slots)
    }

    private static func littleEndian(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func number(_ data: Data, at place: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(data[data.startIndex + place + $1]) << (8 * $1) }
    }
}
