import Testing
import Wording

@Suite("Languages of wording")
struct WordingLanguagesTests {
    @Test(
        "the closest language is the base language or English",
        arguments: [
            ("zh-Hant", "zh"), ("ES_mx", "es"), ("pt", "en"), ("und", "en"), (nil, "en"), ("vi", "vi"), ("", "en"),
        ]
    )
    func closest(tag: String?, language: String) {
        #expect(WordingLanguages.closest(to: tag) == language)
    }

    @Test(
        "direction follows the script",
        arguments: [
            ("ar", TextDirection.rightToLeft), ("fa-IR", .rightToLeft), ("he", .rightToLeft), ("vi", .leftToRight),
        ]
    )
    func direction(tag: String, expected: TextDirection) {
        #expect(WordingLanguages.direction(of: tag) == expected)
    }

    @Test("five levels have their own words in each language")
    func scale() {
        for language in WordingLanguages.all {
            #expect(Set(SurveyScale.allCases.map { $0.label(language) }).count == 5)
        }
        #expect(SurveyScale(rawValue: 5)?.label("de-AT") == "Sehr zufrieden")
        #expect(SurveyScale(rawValue: 6) == nil)
        #expect(SurveyScale.listing("en").hasPrefix("5 – Very satisfied\n4 – Satisfied\n"))
    }
}
