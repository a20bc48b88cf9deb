import FoundationEssentials
import Harness
import Postgres
import Testing

@Suite("Values", .freshDatabase)
struct ValueTests {
    private let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255, 0))
    private let instant = Date(timeIntervalSinceReferenceDate: 812_345_678.123456)

    /// Sends a value and reads it back through the server.
    private func echo<T: PostgresValue & Equatable>(_ value: T, as type: String, in database: Database) async throws {
        let rows = try await database.rows("SELECT $1::\(type) AS value", value)
        let back: T = try rows[0]("value")
        #expect(back == value)
    }

    @Test("Every scalar survives the round trip")
    func scalars() async throws {
        let database = try open()

        try await echo(true, as: "bool", in: database)
        try await echo(Int16.min, as: "int2", in: database)
        try await echo(Int32.min, as: "int4", in: database)
        try await echo(Int64.max, as: "int8", in: database)
        try await echo(-42, as: "int8", in: database)
        try await echo(-0.1, as: "float8", in: database)
        try await echo("Größe 尺寸 \"{},\\ '🙂", as: "text", in: database)
        try await echo("", as: "text", in: database)
        try await echo(id, as: "uuid", in: database)
        try await echo(instant, as: "timestamptz", in: database)
        try await echo(Bytes([0, 255, 92]), as: "bytea", in: database)
        try await echo(Bytes([]), as: "bytea", in: database)
        try await echo(JSONText(#"{"a": [1, null]}"#), as: "jsonb", in: database)
        try await echo(PlainJSON(#"{ "b":1,"a": [1, null] }"#), as: "json", in: database)
    }

    @Test("NULL is nil for every type")
    func nulls() async throws {
        let database = try open()

        try await echo(Bool?.none, as: "bool", in: database)
        try await echo(Int?.none, as: "int8", in: database)
        try await echo(String?.none, as: "text", in: database)
        try await echo(UUID?.none, as: "uuid", in: database)
        try await echo(Date?.none, as: "timestamptz", in: database)
        try await echo(JSONText?.none, as: "jsonb", in: database)
        try await echo([String]?.none, as: "text[]", in: database)
        try await echo(Int?.some(7), as: "int8", in: database)
    }

    @Test("Arrays carry quotes, unicode, NULL and nothing")
    func arrays() async throws {
        let database = try open()

        try await echo(["a,b", "{\"}", "\\", "NULL", "", "über 中文"], as: "text[]", in: database)
        try await echo(["x", nil, "z"], as: "text[]", in: database)
        try await echo([PlainJSON("{}"), PlainJSON("[1]")], as: "json[]", in: database)
        try await echo([String](), as: "text[]", in: database)
        try await echo([Int?.none], as: "int8[]", in: database)
        try await echo([id, id], as: "uuid[]", in: database)
        try await echo([instant, nil], as: "timestamptz[]", in: database)
        try await echo([true, false], as: "bool[]", in: database)
        try await echo([1.5, -2], as: "float8[]", in: database)
        try await echo([Bytes([]), Bytes([1])], as: "bytea[]", in: database)
        try await echo([JSONText("{}")], as: "jsonb[]", in: database)
        try await echo([Int16(1), 2], as: "int2[]", in: database)
        try await echo([Int32(1), 2], as: "int4[]", in: database)
    }

    @Test("Text means to the server what it means here")
    func meaning() async throws {
        let database = try open()

        let row = try #require(
            try await database.rows(
                """
                SELECT $1 = 'O''Brien' AS text, $2 = '2026-09-29 03:34:38.123456+00'::timestamptz AS instant,
                    $3 = '01020304-0506-0708-090a-0b0c0d0eff00'::uuid AS id, $4[2] IS NULL AS hole
                """,
                "O'Brien",
                instant,
                id,
                [1, nil]
            ).first
        )

        for column in ["text", "instant", "id", "hole"] { #expect(try row(column) == true, "\(column)") }
    }

    @Test("Narrow and kindred types widen")
    func widening() async throws {
        let database = try open()

        let row = try #require(
            try await database.rows(
                """
                SELECT 2::int2 AS small, 3::int4 AS middle, '{4,5}'::int4[] AS list, 1.5::float4 AS float,
                    'v'::varchar AS varchar, 'n'::name AS name, 'b'::char(2) AS bpchar, '[1]'::json AS json,
                    '2001-01-02'::date AS date, 'infinity'::timestamptz AS forever
                """
            ).first
        )

        #expect(try row("small") == 2 && row("middle") == 3)
        #expect(try row("list") == [4, 5])
        #expect(try row("float") == 1.5)
        #expect(try row("varchar") == "v" && row("name") == "n" && row("bpchar") == "b ")
        #expect(try row("json") == JSONText("[1]"))
        #expect(try row("date") == Date(timeIntervalSinceReferenceDate: 86_400))
        #expect(try row("forever") == Date.distantFuture)
    }

    @Test("A wrong type, a NULL or a missing column is named")
    func strictness() async throws {
        let database = try open()
        let row = try #require(try await database.rows("SELECT 'a'::text AS text, NULL::int8 AS gap").first)

        let wrong = try await failure(of: { let _: Int = try row("text") })
        let gap = try await failure(of: { let _: Int = try row("gap") })
        let missing = try await failure(of: { let _: Int = try row("other") })
        let wrongNull = try await failure(of: { let _: String? = try row("gap") })

        #expect(wrong == .decoding(column: "text", expected: "int8, found text"))
        #expect(gap == .decoding(column: "gap", expected: "int8, found NULL"))
        #expect(missing == .decoding(column: "other", expected: "a column of that name; the result has text, gap"))
        #expect(wrongNull == .decoding(column: "gap", expected: "text, found int8"))
        #expect(wrong.category == .bug)
    }

    @Test("An enumeration travels as its raw value")
    func enumeration() async throws {
        enum Lane: String, PostgresElement { case urgent, normal }
        let database = try open()

        try await echo(Lane.urgent, as: "text", in: database)
        try await echo([Lane.normal, .urgent], as: "text[]", in: database)
        let row = try #require(try await database.rows("SELECT 'odd' AS lane").first)

        #expect(throws: PostgresError.self) { let _: Lane = try row("lane") }
    }

    @Test("Five hundred rows of ten columns go both ways")
    func batch() async throws {
        let database = try open()
        let numbers = Array(0..<500)
        let texts = numbers.map { "text \($0)" }

        let rows = try await database.rows(
            """
            SELECT a, b, c, d, e, f, g, h, i, j FROM unnest(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS t (a, b, c, d, e, f, g, h, i, j)
            """,
            numbers,
            texts,
            numbers,
            texts,
            numbers,
            texts,
            numbers,
            texts,
            numbers,
            numbers.map { $0.isMultiple(of: 2) ? nil : instant }
        )

        #expect(rows.count == 500 && rows.affected == 500)
        #expect(try rows.map { try $0("i") } == numbers)
        #expect(try rows.map { try $0("h") } == texts)
        #expect(try rows[1]("j") == instant && rows[2]("j") == Date?.none)
    }
}
