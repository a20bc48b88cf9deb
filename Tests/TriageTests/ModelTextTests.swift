import Testing

@testable import Triage

@Suite("A text as the model reads it")
struct ModelTextTests {
    @Test(
        "words stand apart, signs of Chinese and Japanese are words, Thai has runs only",
        arguments: [
            ("Die Pumpe läuft!", ["die", "pumpe", "läuft", "!"]), ("don't", ["don", "t"]),
            ("l’appareil", ["l", "appareil"]), ("机器坏了", ["机", "器", "坏", "了"]),
            ("เครื่องเสีย", []), ("고장 났어요", ["고장", "났어요"]), ("E07", ["e00"]), ("order 4711008815", ["order", "0000"]),
            ("why?? why?", ["why", "?", "why", "?"]), ("ＡＢＣ", ["abc"]), ("z\u{200B}e\u{200D}ro", ["zero"]),
            ("cafe\u{301}", ["café"]), ("مُضَخّة", ["مضخه"]),
        ]
    )
    func words(text: String, words: [String]) {
        var read = ModelText()
        read.read(text)

        #expect(read.words.map { Self.text(read.kept[$0]) } == words)
    }

    @Test("a text without end is read up to its limit", arguments: ["a", "字", "a\u{301}", "\u{202E}", "1", "🤯", " "])
    func endless(piece: String) {
        var read = ModelText()
        read.read(String(repeating: piece, count: 1 << 18))

        #expect(read.kept.count <= ModelText.limit)
        #expect(read.kept.count == read.plain.count)
    }

    @Test("what one text left behind does not reach the next")
    func anew() {
        var used = ModelText()
        used.read("The first one, in 2 words.")
        used.read("第二")
        var fresh = ModelText()
        fresh.read("第二")

        #expect(used.kept == fresh.kept && used.words == fresh.words && used.runs.count == fresh.runs.count)
    }

    private static func text(_ letters: ArraySlice<UInt32>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: letters.compactMap(Unicode.Scalar.init))
        return String(view)
    }
}
