/// Message ids of a field, without brackets.
enum MessageIDs {
    /// The one id of Message-ID; a bare word, too, whatever it looks like.
    static func only(_ raw: [UInt8]) -> String? {
        if let id = read(raw).first { return id }
        let word = String(decoding: Lines.trimmed(raw), as: UTF8.self)
        return word.isEmpty || word.utf8.count > 998 || word.contains(" ") || word.contains("<") ? nil : word
    }

    static func read(_ raw: [UInt8]) -> [String] {
        var ids: [String] = []
        var seen: Set<String> = []
        func add(_ bytes: ArraySlice<UInt8>) {
            let id = String(decoding: bytes.filter { $0 > 0x20 && $0 != 0x7F }, as: UTF8.self)
            if !id.isEmpty, id.utf8.count <= 998, seen.insert(id).inserted { ids.append(id) }
        }
        var at = 0
        while let open = raw[at...].firstIndex(of: UInt8(ascii: "<")) {
            let end = raw[(open + 1)...].firstIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") } ?? raw.count
            add(raw[(open + 1)..<end])
            at = end < raw.count && raw[end] == UInt8(ascii: "<") ? end : min(end + 1, raw.count)
        }
        if ids.isEmpty {
            // Bare ids, as some mailers write them.
            for word in raw.split(whereSeparator: { $0 <= 0x20 || $0 == UInt8(ascii: ",") })
            where word.contains(UInt8(ascii: "@")) { add(word) }
        }
        return ids
    }
}
