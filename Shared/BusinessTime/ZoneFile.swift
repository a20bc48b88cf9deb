/// Reads a TZif file of version 2 or later (RFC 8536).
struct ZoneFile {
    private let bytes: [UInt8]
    private let name: String
    private var position = 0

    init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    /// The zone with the footer's rule written out to the end of 2200.
    static func zone(_ bytes: [UInt8], identifier: String) throws(ZoneError) -> Zone {
        var file = ZoneFile(bytes, name: identifier)
        let first = try file.header()
        guard first.version >= 0x32 else { throw file.unreadable("it is of version 1") }
        try file.skip(first.length(timeSize: 4))
        let header = try file.header()
        guard header.leaps == 0 else { throw file.unreadable("it counts leap seconds") }
        let (initial, explicit) = try file.transitions(header)
        let rule = try file.footer(header)
        let later = rule.map { $0.transitions(after: explicit.last?.at) } ?? []
        return Zone(identifier: identifier, initialOffset: initial, transitions: explicit + later)
    }

    private struct Header {
        var version: UInt8 = 0
        var utcFlags = 0, standardFlags = 0, leaps = 0, times = 0, types = 0, characters = 0

        func length(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standardFlags + utcFlags
        }
    }

    private mutating func header() throws(ZoneError) -> Header {
        guard try Array(take(4)) == Array("TZif".utf8) else { throw unreadable("its first bytes are not TZif") }
        var header = Header()
        header.version = try take(1).first ?? 0
        try skip(15)
        header.utcFlags = try integer(4)
        header.standardFlags = try integer(4)
        header.leaps = try integer(4)
        header.times = try integer(4)
        header.types = try integer(4)
        header.characters = try integer(4)
        return header
    }

    private mutating func transitions(_ header: Header) throws(ZoneError) -> (initial: Int, [ZoneTransition]) {
        var times: [Int] = []
        for _ in 0..<header.times { times.append(try integer(8)) }
        let indices = try Array(take(header.times))
        var offsets: [Int] = []
        for _ in 0..<header.types {
            offsets.append(try integer(4))
            try skip(2)
        }
        guard let initial = offsets.first, indices.allSatisfy({ Int($0) < offsets.count }) else {
            throw unreadable("its types and transitions disagree")
        }
        try skip(header.characters + header.standardFlags + header.utcFlags)
        return (initial, zip(times, indices).map { ZoneTransition(at: $0, offset: offsets[Int($1)]) })
    }

    private mutating func footer(_ header: Header) throws(ZoneError) -> PosixRule? {
        let rest = bytes[position...]
        guard rest.first == 0x0a, let end = rest.dropFirst().firstIndex(of: 0x0a) else {
            throw unreadable("its footer is missing")
        }
        let text = rest[(rest.startIndex + 1)..<end]
        guard !text.isEmpty else { return nil }
        guard let rule = PosixRule(text) else { throw unreadable("its footer is no POSIX rule") }
        return rule
    }

    private mutating func skip(_ count: Int) throws(ZoneError) { _ = try take(count) }

    private mutating func take(_ count: Int) throws(ZoneError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - position else { throw unreadable("it ends too early") }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    /// A big-endian signed integer.
    private mutating func integer(_ size: Int) throws(ZoneError) -> Int {
        let bytes = try take(size)
        let sign = bytes.first.map { $0 >= 0x80 } == true ? -1 : 0
        return bytes.reduce(sign) { $0 << 8 | Int($1) }
    }

    private func unreadable(_ reason: String) -> ZoneError { .unreadable(name, reason: reason) }
}
