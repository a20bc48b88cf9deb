import Testing

@testable import Triage

@Suite("Numbers in messages")
struct ExtractorTests {
    @Test(
        "a number is found however it was typed",
        arguments: [
            "OR-20260042", "or-20260042", "ＯＲ－２０２６００４２", "OR–20260042", "OR-٢٠٢٦٠٠٤٢", "OR-۲۰۲۶۰۰۴۲",
            "OR-2026\u{200B}0042",
            "O\u{AD}R-20260042", "OR-2️⃣0️⃣2️⃣6️⃣0️⃣0️⃣4️⃣2️⃣", "ОR-20260042", "OR‑२०२६००४२",
        ]
    )
    func spellings(written: String) throws {
        let found = try Self.found("My order \(written), please.", Self.order)

        #expect(found.map(\.value) == ["OR20260042"])
        #expect(found.first.map { written.unicodeScalars.starts(with: $0.text.unicodeScalars) } == true)
        #expect(found.first?.checked == .some(.none) && found.first?.pattern == "order")
    }

    @Test(
        "it stands apart from words, numbers, amounts, dates and addresses",
        arguments: [
            ("771203", 1), ("(771203)", 1), ("no.771203", 1), ("#771203.", 1), ("订单771203的", 1), ("طلب771203", 1),
            ("771203/E07", 1),
            ("771203-Nachfrage", 1), ("AB771203", 0), ("771203B", 0), ("1771203", 0), ("7712034", 0), ("771203-22", 0),
            ("22-771203", 0),
            ("12.771203", 0), ("771203,50", 0), ("771203:15", 0), ("+771203", 0), ("771203@x.example", 0),
            ("x@771203", 0),
            ("ё771203", 0), ("771203é", 0), ("1'771203", 0), ("771203. 5", 1), ("771203 22", 1),
        ]
    )
    func edges(text: String, count: Int) throws {
        #expect(try Self.found(text, Self.six).count == count)
    }

    @Test(
        "a label must stand near before it, as a word, in any language",
        arguments: [
            ("order no. 4711", 1), ("ORDER NO: 4711", 1), ("Order-No.: 4711", 1), ("订单号：4711", 1), ("我的订单号4711", 1),
            ("número de pedido 4711", 1),
            ("NUMERO DE PEDIDO 4711", 1), ("nu\u{301}mero de pedido: 4711", 1), ("Bestellnummer 4711", 1),
            ("Bestellungen 4711", 1),
            ("№ 4711", 1), ("#4711", 1), ("order no.\n\n4711", 1), ("رقم الطلب ٤٧١١", 1), ("4711", 0),
            ("4711 order no.", 0),
            ("border no. 4711", 0), ("order now 4711", 0), ("order no. of the machine here 4711", 0), ("訂單號 4711", 0),
            ("order no. 4711 and 4712", 2),
        ]
    )
    func labels(text: String, count: Int) throws {
        let pattern = ExtractionPattern(
            id: "order",
            kind: "order_number",
            pattern: "d{4}",
            labels: ["order no.", "订单号", "número de pedido", "bestell*", "№", "رقم الطلب"],
            within: 12
        )

        #expect(try Self.found(text, pattern).count == count)
    }

    @Test("only numbers whose check digit is right are taken, shorter ones that are right, too")
    func checked() throws {
        let barcode = ExtractionPattern(id: "ean", kind: "article", pattern: "d{12,13}", checkDigit: .gtin)
        let prefixed = ExtractionPattern(
            id: "part",
            kind: "part",
            pattern: "AB~d{3}~d",
            checkDigit: .damm,
            checkSkip: 2
        )
        let optional = ExtractionPattern(id: "o", kind: "o", pattern: "d{6}(~d{2})?", checkDigit: .damm)

        #expect(try Self.found("4006381333931", barcode).map(\.checked) == [.passed])
        #expect(try Self.found("4006381333932 4006381333930", barcode).isEmpty)
        #expect(try Self.found("ab 572-4, AB 572-5", prefixed).map(\.value) == ["AB5724"])
        #expect(try Self.found("112946 01", optional).map(\.value) == ["112946"])
    }

    @Test("the longest match counts, and what one took no other takes")
    func longest() throws {
        let model = ExtractionPattern(id: "model", kind: "model", pattern: "BX~d{3}")
        let serial = ExtractionPattern(id: "serial", kind: "serial_number", pattern: "aad{3}~d{5}~a")
        let text = "BX-200, plate BX200-48213-C, 48213"

        let found = try Self.found(text, model, serial)
        let alone = try Self.found("BX200-48213-C", model)

        #expect(found.map(\.pattern) == ["model", "serial"])
        #expect(found.map(\.value) == ["BX200", "BX20048213C"])
        #expect(found.map(\.text) == ["BX-200", "BX200-48213-C"])
        #expect(alone.isEmpty)
    }

    @Test("of equal matches the nearest label counts, then the order of the document")
    func nearest() throws {
        let order = ExtractionPattern(id: "order", kind: "order", pattern: "d{6}", labels: ["order"], within: 60)
        let serial = ExtractionPattern(id: "serial", kind: "serial", pattern: "d{6}", labels: ["serial"], within: 60)

        let found = try Self.found("order 111111 and serial 222222", order, serial)
        let reversed = try Self.found("order 111111 and serial 222222", serial, order)
        let tied = try Self.found("771203", Self.six, ExtractionPattern(id: "b", kind: "b", pattern: "d{6}"))

        #expect(found.map(\.kind) == ["order", "serial"] && reversed == found)
        #expect(tied.map(\.pattern) == ["six"])
    }

    @Test(
        "a value is written as the organisation wants it",
        arguments: [
            ([], "bx 200-c"), ([.upperCase], "BX 200-C"), ([.dropSpaces], "bx200-c"), ([.dropDashes], "bx 200c"),
            ([.upperCase, .dropSpaces, .dropDashes], "BX200C"),
        ] as [([ExtractionPattern.Normalisation], String)]
    )
    func normalised(how: [ExtractionPattern.Normalisation], value: String) throws {
        let pattern = ExtractionPattern(id: "m", kind: "model", pattern: "BX~200~a", normalise: how)

        #expect(try Self.found("my ｂx  200–c", pattern).map(\.value) == [value])
    }

    @Test("each value of a kind is told once, in the order of the text, subject first, sixteen at most")
    func once() throws {
        let twice = try Self.extractor([Self.order]).extract(
            subject: "OR-00000002",
            body: "or-00000001 OR-00000002 or-00000001"
        )
        let many = (10_000_000..<10_000_100).map { "OR-\($0)" }.joined(separator: " ")

        #expect(twice.map(\.value) == ["OR00000002", "OR00000001"])
        #expect(try Self.found(many, Self.order).count == 16)
    }

    @Test("Cyrillic capitals count as Latin only beside digits and Latin letters")
    func lookAlikes() throws {
        let code = ExtractionPattern(id: "e", kind: "error_code", pattern: "E~d{2}")

        #expect(try Self.found("ошибка Е07", code).map(\.value) == ["E07"])
        #expect(try Self.found("ошибка Е-07", code).map(\.value) == ["E07"])
        #expect(try Self.found("Е 20 градусов", code).isEmpty)
    }

    @Test("without patterns nothing is found")
    func idle() {
        #expect(Extractor.idle.extract(subject: "OR-00000002", body: "OR-00000002").isEmpty)
    }

    static let order = ExtractionPattern(id: "order", kind: "order_number", pattern: "OR-d{8}")
    static let six = ExtractionPattern(id: "six", kind: "order_number", pattern: "d{6}")

    static func extractor(_ patterns: [ExtractionPattern], characters: Int = 65_536) throws -> Extractor {
        try Extractor(ExtractionPatterns(patterns: patterns), characters: characters)
    }

    static func found(_ text: String, _ patterns: ExtractionPattern...) throws -> [Extracted] {
        try extractor(patterns).extract(subject: nil, body: text)
    }
}
