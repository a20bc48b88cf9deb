/// Plain text parts: line ends, control characters, and format=flowed (RFC 3676).
enum PlainText {
    static func read(_ text: String, _ parameters: [String: String]) -> String {
        let text = normalised(text)
        guard parameters["format"]?.lowercased() == "flowed" else { return text }
        return flowed(text, deletesSpace: parameters["delsp"]?.lowercased() == "yes")
    }

    /// Ends lines by LF; leaves out what no terminal should get.
    static func normalised(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A, previous == 0x0D { previous = byte; continue }
            previous = byte
            if byte == 0x0D {
                out.append(0x0A)
            } else if byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x09 {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func flowed(_ text: String, deletesSpace: Bool) -> String {
        var out: [String] = []
        var (open, openDepth): (String?, Int) = (nil, 0)
        func close() { if let line = open { out.append(marked(line, openDepth)) }; open = nil }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var content = line.dropFirst(depth)
            if content.first == " " { content = content.dropFirst() }
            if open != nil, depth != openDepth { close() }
            let flows = content.last == " " && content != "-- "
            if content == "-- " { close() }
            let kept = flows && deletesSpace ? content.dropLast() : content
            if open == nil { (open, openDepth) = (String(kept), depth) } else { open?.append(contentsOf: kept) }
            if !flows { close() }
        }
        close()
        return out.joined(separator: "\n")
    }

    private static func marked(_ line: String, _ depth: Int) -> String {
        depth == 0 ? line : String(repeating: ">", count: depth) + " " + line
    }
}
