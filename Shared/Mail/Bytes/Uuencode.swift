/// The code of uuencode(1): lines that begin with their length.
enum Uuencode {
    static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var isInside = false
        for line in bytes.split(separator: 0x0A) {
            let line = line.last == 0x0D ? line.dropLast() : line
            if line.starts(with: "begin ".utf8) {
                isInside = true
            } else if line.elementsEqual("end".utf8) {
                break
            } else if isInside, let first = line.first {
                append(line.dropFirst(), count: Int((first &- 32) & 63), to: &out)
            }
        }
        return out
    }

    private static func append(_ line: ArraySlice<UInt8>, count: Int, to out: inout [UInt8]) {
        var (held, bits, left): (UInt32, Int, Int) = (0, 0, count)
        for byte in line where left > 0 {
            held = held << 6 | UInt32((byte &- 32) & 63)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            out.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            held &= (1 << UInt32(bits)) - 1
            left -= 1
        }
    }
}
