/// Which character set bytes without a believable label are in.
enum CharsetGuess {
    /// Counts of how the bytes above ASCII lie, of the first 16 KiB.
    private struct Tally {
        var (high, letters, oddRuns, runs, utf8, broken) = (0, 0, 0, 0, 0, 0)
        /// Pairs by what their first and second byte are typical of.
        var (pairs, common, hangul, lowTrail, kana) = (0, 0, 0, 0, 0)
        var (lowerKOI, lowerWindows) = (0, 0)
    }

    static func guess(_ bytes: ArraySlice<UInt8>) -> String {
        if Charset.hasJapaneseEscape(bytes) { return "ISO-2022-JP" }
        if Charset.isValidUTF8(bytes) { return "UTF-8" }
        let tally = count(bytes.prefix(16 << 10))
        // Letters of Cyrillic lie in the upper half of what pairs spread over evenly.
        let isCyrillic =
            tally.high >= 6 && tally.high > tally.letters
            && tally.lowerKOI + tally.lowerWindows == tally.high
        if tally.pairs >= 2, !isCyrillic {
            if tally.kana * 5 >= tally.pairs * 2 { return "CP932" }
            let isPaired = tally.oddRuns * 5 <= tally.runs
            if tally.lowTrail * 5 >= tally.pairs, tally.lowTrail > 1, tally.high * 2 > tally.letters {
                return "BIG5-HKSCS"
            }
            if isPaired, tally.hangul * 10 >= tally.pairs * 9, tally.pairs > 3 { return "CP949" }
            if isPaired, tally.common * 10 >= tally.pairs * 6 { return "GB18030" }
        }
        if tally.high > tally.letters, tally.high > 2 { return CyrillicGuess.guess(bytes.prefix(4 << 10)) }
        return "CP1252"
    }

    /// At least nine in ten bytes above ASCII belong to whole sequences.
    static func isMostlyUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: bytes.prefix(16 << 10), as: UTF8.self)
        var (good, bad) = (0, 0)
        for scalar in text.unicodeScalars where !scalar.isASCII {
            if scalar == "\u{FFFD}" { bad += 1 } else { good += 1 }
        }
        return good >= bad * 9
    }

    private static func count(_ bytes: ArraySlice<UInt8>) -> Tally {
        var tally = Tally()
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            if byte < 0x80 {
                if (byte | 0x20) >= 0x61, (byte | 0x20) <= 0x7A { tally.letters += 1 }
                at += 1
                continue
            }
            let end = bytes[at...].firstIndex { $0 < 0x80 } ?? bytes.endIndex
            countRun(bytes, at..<end, &tally)
            at = end
        }
        return tally
    }

    private static func countRun(_ bytes: ArraySlice<UInt8>, _ run: Range<Int>, _ tally: inout Tally) {
        tally.runs += 1
        if !run.count.isMultiple(of: 2) { tally.oddRuns += 1 }
        for byte in bytes[run] {
            tally.high += 1
            if (0xC0...0xDF).contains(byte) { tally.lowerKOI += 1 }
            if (0xE0...0xFF).contains(byte) { tally.lowerWindows += 1 }
        }
        var at = run.lowerBound
        while at < run.upperBound {
            let lead = bytes[at]
            let trail = at + 1 < bytes.endIndex ? bytes[at + 1] : 0
            tally.pairs += 1
            if trail >= 0xA1, (0xA1...0xA3).contains(lead) || (0xB0...0xD7).contains(lead) { tally.common += 1 }
            if trail >= 0xA1, (0xB0...0xC8).contains(lead) || (0xA1...0xA3).contains(lead) { tally.hangul += 1 }
            if (0xA4...0xC6).contains(lead), (0x40...0x7E).contains(trail) { tally.lowTrail += 1 }
            if lead == 0x82 || lead == 0x83, trail >= 0x40 { tally.kana += 1 }
            at += 2
        }
    }
}
