import FoundationEssentials
import Testing
import Tickets
import Triage

@Suite("Language identification")
struct LanguageIdentifierTests {
    private let identifier = LanguageIdentifier()

    @Test(
        "the script tells most languages",
        arguments: [
            ("機械が動きません", "ja"), ("设备坏了", "zh"), ("機器壞了，請幫忙", "zh-Hant"), ("请检查 KX-200 Pro Max controller", "zh"),
            ("기계가 고장났어요", "ko"), ("เครื่องเสีย", "th"), ("الماكينة لا تعمل", "ar"), ("دستگاه کار نمی‌کند", "fa"),
            ("مشین کام نہیں کر رہی ہے", "ur"), ("Станок сломался, помогите", "ru"),
            ("Верстат не працює, допоможіть", "uk"),
            ("Құрылғы жұмыс істемейді", "kk"), ("Машината не работи, моля помогнете", "bg"), ("मशीन काम नहीं कर रही", "hi"),
            ("Η μηχανή δεν λειτουργεί", "el"), ("המכונה לא עובדת", "he"), ("ማሽኑ አይሰራም", "am"), ("電源が入らない", "ja"),
            ("故障対応", "ja"),
        ]
    )
    func scripts(text: String, language: String) {
        #expect(identifier.identify(text).code == language)
    }

    @Test("short chats in Latin letters are told apart")
    func chats() {
        let wrong = Self.shortChats.filter { identifier.identify($0.0).code != $0.1 }

        #expect(wrong.count * 10 <= Self.shortChats.count, "\(wrong)")
    }

    @Test(
        "nothing to read is undetermined",
        arguments: ["😀🎉👍", "12345", "", "  ", "KX-200", "https://example.com/a", "a@b.example"]
    )
    func nothing(text: String) {
        #expect(identifier.identify(text) == .undetermined)
    }

    @Test("what is known before tips what says little")
    func priors() {
        #expect(identifier.identify("👍", prior: LanguagePrior(earlier: "vi")).code == "vi")
        #expect(identifier.identify("OK", prior: LanguagePrior(locale: "pt_BR.UTF-8")).code == "pt")
        #expect(identifier.identify("故障", prior: LanguagePrior(locale: "ja-JP")).code == "ja")
        #expect(identifier.identify("中文", prior: LanguagePrior(locale: "zh_TW")).code == "zh-Hant")
        #expect(
            identifier.identify("La máquina no funciona desde ayer", prior: LanguagePrior(earlier: "pt")).code == "es"
        )
    }

    @Test("decomposed accents read like composed ones")
    func decomposed() {
        let composed = identifier.identify("máy không hoạt động")

        let decomposed = identifier.identify("ma\u{301}y kho\u{302}ng hoa\u{323}t \u{111}o\u{323}\u{302}ng")

        #expect(composed == decomposed)
        #expect(composed.code == "vi")
    }

    @Test("hostile text ends in time", arguments: ["a", "ệ", "的", "\u{301}", "🙂", "a "])
    func hostile(piece: String) {
        let guess = identifier.identify(String(repeating: piece, count: 200_000))

        #expect((0...1).contains(guess.confidence))
    }

    @Test(
        "held-out sentences and chats are told in every required language",
        .enabled(if: LanguageData.folder != nil, "set AFTERSAIL_LANGUAGE_DATA")
    )
    func measured() throws {
        let languages = ["zh", "en", "es", "pt", "fr", "de", "ru", "ar", "tr", "vi", "id", "th", "ja", "sw"]
        var sentences: [Double] = []
        var chats: [Double] = []

        for language in languages {
            let lines = try LanguageData.heldOut(language)
            let short = lines.flatMap { LanguageData.chats(of: $0, language) }
            sentences.append(share(of: language, in: lines))
            chats.append(share(of: language, in: short))
        }

        #expect(sentences.reduce(0, +) / 14 >= 0.97)
        #expect(chats.reduce(0, +) / 14 >= 0.90)
    }

    private func share(of language: String, in texts: [String]) -> Double {
        let right = texts.count { text in
            let code = identifier.identify(text).code
            return code == language || language == "zh" && code == "zh-Hant"
        }
        return Double(right) / Double(max(1, texts.count))
    }

    private static let shortChats = [
        ("where is it", "en"), ("please call me", "en"), ("machine still broken", "en"), ("dónde está mi", "es"),
        ("no me llegó", "es"), ("necesito ayuda urgente", "es"), ("quero meu dinheiro", "pt"),
        ("não chegou ainda", "pt"),
        ("cadê meu pedido", "pt"), ("où est mon", "fr"), ("je n'ai rien", "fr"), ("ça ne marche", "fr"),
        ("wo bleibt das", "de"),
        ("Maschine läuft nicht", "de"), ("bitte um Rückruf", "de"), ("non funziona niente", "it"),
        ("dov'è il pacco", "it"),
        ("waar blijft mijn", "nl"), ("het werkt niet", "nl"), ("kargom nerede kaldı", "tr"),
        ("makine yine bozuldu", "tr"),
        ("máy bị hư", "vi"), ("khi nào giao", "vi"), ("barang belum sampai", "id"), ("mesinnya mati lagi", "id"),
        ("mzigo uko wapi", "sw"), ("mashine haifanyi kazi", "sw"), ("gdzie jest paczka", "pl"),
        ("nu merge deloc", "ro"),
        ("var är paketet", "sv"), ("maskinen virker ikke", "da"), ("kde je balík", "cs"),
    ]
}
