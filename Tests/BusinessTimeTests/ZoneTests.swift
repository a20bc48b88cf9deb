import FoundationEssentials
import Testing

@testable import BusinessTime

@Suite("Zone")
struct ZoneTests {
    @Test(
        "offsets follow the transitions",
        arguments: [
            ("Europe/Berlin", "2024-03-31T00:59:59Z", 3_600), ("Europe/Berlin", "2024-03-31T01:00:00Z", 7_200),
            ("Europe/Berlin", "2024-10-27T01:00:00Z", 3_600), ("Asia/Kathmandu", "2024-01-01T00:00:00Z", 20_700),
            ("Australia/Lord_Howe", "2024-01-01T00:00:00Z", 39_600),
            ("Australia/Lord_Howe", "2024-07-01T00:00:00Z", 37_800),
            ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000), ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400),
            ("Africa/Casablanca", "2024-03-15T00:00:00Z", 0), ("Africa/Casablanca", "2024-06-15T00:00:00Z", 3_600),
            ("UTC", "2024-06-15T00:00:00Z", 0),
        ]
    )
    func offsets(name: String, instant: String, expected: Int) throws {
        #expect(try ZoneStore.system.zone(name).offset(at: utc(instant)) == expected)
    }

    @Test(
        "future years follow the rule in the file",
        arguments: [
            ("Europe/Berlin", "2100-03-28T00:59:59Z", 3_600), ("Europe/Berlin", "2100-03-28T01:00:00Z", 7_200),
            ("America/New_York", "2150-11-01T05:59:59Z", -14_400),
            ("America/New_York", "2150-11-01T06:00:00Z", -18_000),
            ("Europe/Dublin", "2099-07-01T00:00:00Z", 3_600), ("Antarctica/Troll", "2080-07-01T00:00:00Z", 7_200),
        ]
    )
    func future(name: String, instant: String, expected: Int) throws {
        #expect(try ZoneStore.system.zone(name).offset(at: utc(instant)) == expected)
    }

    @Test(
        "POSIX rules of every form are read",
        arguments: [
            ("CET-1CEST,M3.5.0,M10.5.0/3", 2_024, "2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z"),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2_024, "2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z"),
            ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2_024, "2024-03-30T00:00:00Z", "2024-10-25T23:00:00Z"),
            ("AAA3BBB,J60/0,J300", 2_024, "2024-03-01T03:00:00Z", "2024-10-27T04:00:00Z"),
            ("AAA3BBB,59/0,300:00", 2_023, nil, nil),
        ] as [(String, Int, String?, String?)]
    )
    func rules(text: String, year: Int, begins: String?, ends: String?) throws {
        let rule = PosixRule(Array(text.utf8))

        guard let begins, let ends else {
            #expect(rule == nil)
            return
        }
        let changes = try #require(rule).transitions(after: CivilDate.day(year, 1, 1) * 86_400).prefix(2).map(\.at)
        #expect(try changes == [utc(begins), utc(ends)].map { Int($0.timeIntervalSince1970) })
    }

    @Test(
        "broken rules are refused",
        arguments: ["", "C-1", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1X", "<A"]
    )
    func brokenRules(text: String) {
        #expect(PosixRule(Array(text.utf8)) == nil)
    }

    @Test(
        "names that leave the folder are refused",
        arguments: ["../etc/passwd", "/etc/passwd", "Europe//Berlin", "", "a b"]
    )
    func names(name: String) {
        #expect(throws: ZoneError.badIdentifier(name)) { try ZoneStore.system.zone(name) }
    }

    @Test("missing and broken files say what to do")
    func files() throws {
        let store = ZoneStore(folder: "/usr/share/zoneinfo")

        #expect(throws: ZoneError.notFound("Mars/Base", folder: "/usr/share/zoneinfo")) { try store.zone("Mars/Base") }
        #expect(throws: ZoneError.self) { try ZoneFile.zone(Array("TZif1".utf8), identifier: "X") }
        #expect(throws: ZoneError.self) { try ZoneFile.zone(Array("nonsense".utf8), identifier: "X") }
    }

    @Test("a cut zone file is refused at every length")
    func cut() throws {
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Asia/Tokyo")))

        for length in 0..<(bytes.count - 1) {
            #expect(throws: ZoneError.self) { try ZoneFile.zone(Array(bytes[..<length]), identifier: "Asia/Tokyo") }
        }
    }

    @Test("a snapshot gives the same offsets and notices changes")
    func snapshot() throws {
        let zone = try ZoneStore.system.zone("Europe/Berlin")
        let (from, to) = try (utc("2024-01-01T00:00:00Z"), utc("2026-01-01T00:00:00Z"))

        let snapshot = zone.snapshot(from: from, to: to)
        let again = try Zone(JSONDecoder().decode(ZoneSnapshot.self, from: JSONEncoder().encode(snapshot)))

        #expect(snapshot.transitions.count == 4)
        #expect(snapshot.hash == again.snapshot(from: from, to: to).hash)
        #expect(snapshot.hash != zone.snapshot(from: from, to: from).hash)
        for day in 0..<730 {
            let instant = from.addingTimeInterval(Double(day) * 86_400)
            #expect(again.offset(at: instant) == zone.offset(at: instant))
        }
    }

    @Test("dates and day numbers agree over eight centuries")
    func dates() {
        var number = CivilDate.day(1_600, 1, 1)
        for year in 1_600..<2_400 {
            for month in 1...12 {
                #expect(CivilDate.parts(number) == (year, month, 1))
                #expect(CivilDate.day(year, month, 1) == number)
                number += [31, CivilDate.isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            }
        }
        #expect(CivilDate.day(1_970, 1, 1) == 0)
        #expect(CivilDate.weekday(CivilDate.day(2_026, 11, 21)) == 5)
    }
}
