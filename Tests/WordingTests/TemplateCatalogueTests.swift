import FoundationEssentials
import Testing
import Wording
import Yams

@Suite("Message templates")
struct TemplateCatalogueTests {
    private static let keys = [
        "acknowledgement", "acknowledgement_with_answer", "acknowledgement_without_promise",
        "acknowledgement_without_promise_with_answer", "agent_reply", "assignment", "closed",
        "low_score_followup",
        "owner_message", "progress", "progress_waiting", "reopened", "resolved", "sla_breach", "sla_warning",
        "solution_proposed", "survey_invitation", "survey_reminder",
    ]

    @Test("the shipped templates are complete in six languages")
    func shipped() throws {
        let catalogue = try TemplateCatalogue(Self.shippedTemplates())
        let values = Dictionary(uniqueKeysWithValues: TemplatePlaceholder.allCases.map { ($0, "<\($0.rawValue)>") })

        #expect(catalogue.keys == Self.keys)
        for key in catalogue.keys {
            for language in WordingLanguages.all {
                let message = try catalogue.render(key, language: language, values: values)
                #expect(message.language == language)
                #expect(message.subject.contains("<ticket>"))
                #expect(!(message.subject + message.text).contains("{{"))
            }
        }
    }

    @Test("the acknowledgement names the promised interval")
    func promise() throws {
        let catalogue = try TemplateCatalogue(Self.shippedTemplates())

        #expect(
            catalogue.placeholders(of: "acknowledgement")?.isSuperset(of: [.ticket, .promiseFrom, .promiseTo]) == true
        )
        #expect(catalogue.placeholders(of: "nothing") == nil)
    }

    @Test(
        "an unnamed customer is addressed politely",
        arguments: [
            ("en", "Dear customer,"), ("zh", "尊敬的客户："), ("ar", "عزيزنا العميل الكريم،"), ("vi", "Kính gửi Quý khách,"),
        ]
    )
    func unnamed(language: String, salutation: String) throws {
        let catalogue = try TemplateCatalogue(Self.shippedTemplates())

        let message = try catalogue.render(
            "resolved",
            language: language,
            values: [.customer: " ", .ticket: "1", .subject: "2", .company: "3"]
        )

        #expect(message.text.hasPrefix(salutation))
    }

    @Test("values go in as they are and never twice")
    func plainly() throws {
        let catalogue = try TemplateCatalogue(Self.complete(subject: "{{ticket}}", text: "a {{ message }} b"))

        let message = try catalogue.render(
            "k",
            language: "de",
            values: [.ticket: "{{message}}", .message: "{{ticket}} <b>"]
        )

        #expect(message.subject == "{{message}}")
        #expect(message.text == "a {{ticket}} <b> b")
    }

    @Test(
        "no value breaks the subject's line",
        arguments: ["a\r\nBcc: x@y.example", "a\nb", "a\u{0}b", "a\u{2028}b", "a\u{85}b"]
    )
    func injection(value: String) throws {
        let catalogue = try TemplateCatalogue(Self.complete(subject: "[{{ticket}}]", text: "t"))

        let subject = try catalogue.render("k", language: "en", values: [.ticket: value]).subject

        #expect(
            subject.unicodeScalars.allSatisfy { $0.value >= 0x20 && ![0x7F, 0x85, 0x2028, 0x2029].contains($0.value) }
        )
        #expect(subject.hasPrefix("[a ") && subject.hasSuffix("]"))
    }

    @Test("missing values are named")
    func missing() throws {
        let catalogue = try TemplateCatalogue(Self.complete(subject: "{{ticket}}", text: "{{agent}}"))

        #expect(throws: WordingError.missingValues(key: "k", names: ["agent", "ticket"])) {
            try catalogue.render("k", language: "en", values: [:])
        }
        #expect(throws: WordingError.unknownKey("z")) { try catalogue.render("z", language: "en", values: [:]) }
    }

    @Test("faulty templates are refused by name")
    func faults() {
        let good = Self.complete(subject: "s", text: "{{ticket}}")
        let faults: [([MessageTemplate], WordingError)] = [
            (
                Self.complete(subject: "s", text: "{{tikcet}}"),
                .unknownPlaceholder(key: "k", language: "en", name: "tikcet")
            ),
            (Self.complete(subject: "{{ticket", text: "t"), .brokenPlaceholder(key: "k", language: "en")),
            (Self.complete(subject: "s", text: "{{}}"), .brokenPlaceholder(key: "k", language: "en")),
            (Self.complete(subject: "s\nt", text: "t"), .badSubjectOrText(key: "k", language: "en")),
            (good.filter { $0.language != "ar" }, .missingLanguage(key: "k", language: "ar")),
            (good + good.prefix(1), .duplicate(key: "k", language: "en")),
            (good + [Self.template("fr", "s", "t")], .unknownLanguage(key: "k", language: "fr")),
            (
                good.filter { $0.language != "de" } + [Self.template("de", "s", "t")],
                .unequalPlaceholders(key: "k", language: "de", names: ["ticket"])
            ),
        ]

        for (templates, error) in faults {
            #expect(throws: error) { try TemplateCatalogue(templates) }
            #expect(error.description.contains("'k'"))
        }
    }

    private static func complete(subject: String, text: String) -> [MessageTemplate] {
        WordingLanguages.all.map { template($0, subject, text) }
    }

    private static func template(_ language: String, _ subject: String, _ text: String) -> MessageTemplate {
        MessageTemplate(key: "k", language: language, subject: subject, text: text)
    }

    private struct TemplateFile: Decodable {
        let templates: [MessageTemplate]
    }

    private static func shippedTemplates(_ path: String = #filePath) throws -> [MessageTemplate] {
        let root = path.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(root)/ops/setup/templates.yaml", encoding: .utf8)
        return try YAMLDecoder().decode(TemplateFile.self, from: text).templates
    }
}
