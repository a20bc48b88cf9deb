/// Which of the two sets of Russian mail bytes are in, by how often letters come and that few are capitals.
enum CyrillicGuess {
    static func guess(_ bytes: ArraySlice<UInt8>) -> String {
        let (koi, windows) = (score(bytes, "KOI8-R"), score(bytes, "CP1251"))
        return koi > windows ? "KOI8-R" : "CP1251"
    }

    private static func score(_ bytes: ArraySlice<UInt8>, _ name: String) -> Int {
        guard let read = Iconv.utf8(bytes, from: name) else { return 0 }
        return String(decoding: read.bytes, as: UTF8.self).unicodeScalars.reduce(0) { sum, scalar in
            let small = (0x410...0x42F).contains(scalar.value) ? scalar.value + 0x20 : scalar.value
            return sum + (frequency[small] ?? 0) + (small == scalar.value && scalar.value > 0x42F ? 2 : 0)
        }
    }

    /// In a hundred letters of Russian, rounded.
    private static let frequency: [UInt32: Int] = {
        let letters: [(Character, Int)] = [
            ("о", 11), ("е", 8), ("а", 8), ("и", 7), ("н", 7), ("т", 6), ("с", 5), ("р", 5), ("в", 5), ("л", 4),
            ("к", 3),
            ("м", 3), ("д", 3), ("п", 3), ("у", 3), ("я", 2), ("ы", 2), ("ь", 2), ("г", 2), ("з", 2), ("б", 2),
            ("ч", 1),
            ("й", 1), ("х", 1), ("ж", 1), ("ш", 1), ("ю", 1),
        ]
        return Dictionary(letters.compactMap { letter, count in letter.unicodeScalars.first.map { ($0.value, count) } })
        { $1 }
    }()
}
