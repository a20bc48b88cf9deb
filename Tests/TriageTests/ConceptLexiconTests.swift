import Testing

@testable import Triage

@Suite("The lexicon of concepts")
struct ConceptLexiconTests {
    @Test(
        "a term is found in its language's way of writing",
        arguments: [
            ("The invoice is wrong.", ["invoice", "wrong"]), ("INVOICES!", ["invoice"]),
            ("die Rechnung", ["invoice"]), ("Rechnungskopie", ["invoice"]), ("la FACTURA nº 4", ["invoice"]),
            ("I need a spare part please", ["part"]), ("spare   parts", ["part"]), ("spare me the part", []),
            ("phụ tùng ở đâu", ["part"]), ("phu tung o dau", ["part"]), ("请问发票什么时候开", ["invoice"]),
            ("請開發票給我", ["invoice"]), ("ขอใบแจ้งหนี้ด้วยค่ะ", ["invoice"]), ("세금계산서를 보내주세요", ["invoice"]),
            ("الفاتورة غلط", ["invoice"]), ("involve", []), ("wrongly", []), ("", []), ("🤖🤖🤖", []),
        ]
    )
    func found(text: String, concepts: [String]) {
        #expect(Self.concepts(in: text) == concepts)
    }

    @Test("of terms that begin at one place the longest counts, and the next begins behind it")
    func longest() {
        let lexicon = ConceptLexicon([
            .init("no", means: "not", in: "es"), .init("no funciona", means: "fault", in: "es"),
            .init("坏", means: "bad", in: "zh"),
            .init("坏了", means: "broken", in: "zh"),
        ])

        #expect(Self.concepts(in: "no funciona, no", lexicon) == ["fault", "not"])
        #expect(Self.concepts(in: "坏了坏", lexicon) == ["broken", "bad"])
    }

    @Test(
        "a term means what it means in the text's language or in English, and everything while that is not sure",
        arguments: [
            (LanguageGuess(code: "de", confidence: 0.99), ["fire", "machine"]),
            (LanguageGuess(code: "it", confidence: 0.9), ["make", "machine"]),
            (LanguageGuess(code: "en", confidence: 0.9), ["machine"]),
            (LanguageGuess(code: "de", confidence: 0.5), ["fire", "make", "machine"]),
            (LanguageGuess(code: "nl", confidence: 0.99), ["fire", "make", "machine"]),
            (.undetermined, ["fire", "make", "machine"]),
        ]
    )
    func ambiguous(language: LanguageGuess, concepts: [String]) {
        let lexicon = ConceptLexicon([
            .init("brand", means: "fire", in: "de"), .init("brand", means: "make", in: "it"),
            .init("device", means: "machine", in: "en"),
        ])

        let found = Self.concepts(in: "Brand device", lexicon, reach: lexicon.reach(of: language))

        #expect(Set(found) == Set(concepts) && found.last == "machine")
    }

    @Test("a term without letters, with digits or of one letter is left out", arguments: ["!!", "24/7", "k", "0800*"])
    func untelling(term: String) {
        let lexicon = ConceptLexicon([.init(term, means: "x", in: "en")])

        #expect(Self.concepts(in: "k 24/7 !! 0800 123", lexicon).isEmpty)
    }

    private static let lexicon = ConceptLexicon([
        .init("invoice*", means: "invoice", in: "en"), .init("rechnung*", means: "invoice", in: "de"),
        .init("factura*", means: "invoice", in: "es"),
        .init("发票", means: "invoice", in: "zh"), .init("發票", means: "invoice", in: "zh-Hant"),
        .init("ใบแจ้งหนี้", means: "invoice", in: "th"),
        .init("세금계산서", means: "invoice", in: "ko"), .init("الفاتوره", means: "invoice", in: "ar"),
        .init("wrong", means: "wrong", in: "en"),
        .init("spare part*", means: "part", in: "en"), .init("phụ tùng", means: "part", in: "vi"),
    ])

    private static func concepts(
        in text: String,
        _ lexicon: ConceptLexicon = lexicon,
        reach: UInt32 = .max
    ) -> [String] {
        var read = ModelText()
        read.read(text)
        var found: [String] = []
        lexicon.forEachConcept(in: read, reach: reach) { found.append(lexicon.concepts[$0 - 1]) }
        return found
    }
}
