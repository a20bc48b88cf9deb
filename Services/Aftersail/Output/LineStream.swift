/// Lines in, answers out, within constant memory.
struct LineStream {
    /// Longest line in bytes.
    let longest: Int

    private var rest: [UInt8] = []
    private var isTooLong = false
    private var number = 0

    init(longest: Int) {
        self.longest = longest
    }

    /// One line, counted from 1; nil where it was longer than allowed.
    typealias Line = (number: Int, bytes: ArraySlice<UInt8>?)

    /// Every line that ends in this piece, without empty ones.
    mutating func lines(_ piece: [UInt8]) -> [Line] {
        var lines: [Line] = []
        let bytes = rest + piece
        var from = 0
        while let end = bytes[from...].firstIndex(of: UInt8(ascii: "\n")) {
            take(bytes[from..<end], into: &lines)
            from = end + 1
        }
        rest = Array(bytes[from...])
        if rest.count > longest {
            isTooLong = true
            rest = []
        }
        return lines
    }

    /// A last line without line feed.
    mutating func end() -> [Line] {
        var lines: [Line] = []
        if !rest.isEmpty || isTooLong { take(rest[...], into: &lines) }
        rest = []
        return lines
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, into lines: inout [Line]) {
        number += 1
        let wasTooLong = isTooLong || bytes.count > longest
        isTooLong = false
        if wasTooLong { return lines.append((number, nil)) }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return }
        lines.append((number, bytes))
    }
}
