import CLinux
import FoundationEssentials
import Testing

@Suite("Pages of code")
struct CodePagesTests {
    @Test("that nobody uses are let go, and come back when they are used")
    func release() throws {
        try Self.touchProgram()
        let before = try Self.residentFilePages()

        aftersail_release_code()

        // What this very test needs has come back already.
        #expect(try Self.residentFilePages() < before / 2)
    }

    /// Reads a byte of every page of this program's code, most of which no test needs now.
    private static func touchProgram() throws {
        let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
        let code = maps.split(separator: "\n").filter { $0.contains(" r-xp ") && $0.hasSuffix(".xctest") }
        try #require(!code.isEmpty)
        var sum: UInt8 = 0
        for line in code {
            let range = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            for address in stride(from: range[0], to: range[1], by: 4_096) {
                if let page = unsafe UnsafeRawPointer(bitPattern: address) { sum &+= unsafe page.load(as: UInt8.self) }
            }
        }
        withExtendedLifetime(sum) {}
    }

    /// Kilobytes of files in memory, from /proc/self/status.
    private static func residentFilePages() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
}
