import Testing
import Wording

@Suite("HTML part")
struct HTMLBodyTests {
    @Test("paragraphs, breaks, language and direction are marked")
    func structure() {
        let html = HTMLBody.htmlBody("مرحبا\nسطر\n\nفقرة", language: "ar")

        #expect(html.contains("<html lang=\"ar\" dir=\"rtl\">"))
        #expect(html.contains("<p>مرحبا<br>\nسطر</p>\n<p>فقرة</p>"))
    }

    @Test("markup in values is shown, not obeyed")
    func escaping() {
        let html = HTMLBody.htmlBody("<img src=x onerror='a'> & \"b\"\u{8}", language: "en\" onload=\"x")

        #expect(html.contains("<p>&lt;img src=x onerror=&#39;a&#39;&gt; &amp; &quot;b&quot;</p>"))
        #expect(html.contains("lang=\"en&quot; onload=&quot;x\""))
    }

    @Test("web addresses become links and nothing is loaded")
    func links() {
        let html = HTMLBody.htmlBody(
            "See (https://a.example/t?x=1&y=2). javascript://no <https://b.example>",
            language: "en"
        )

        #expect(
            html.contains(
                "See (<a href=\"https://a.example/t?x=1&amp;y=2\">https://a.example/t?x=1&amp;y=2</a>). javascript://no "
                    + "&lt;<a href=\"https://b.example\">https://b.example</a>&gt;"
            )
        )
        #expect(!html.contains("<img") && !html.contains("<link") && !html.contains("src="))
    }
}
