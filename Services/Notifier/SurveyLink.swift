import Digest
import FoundationEssentials

/// The link by which a survey is answered without a login: its id, and a tag that nobody else can make.
struct SurveyLink: Sendable {
    /// Without a slash at its end.
    private let base: String
    private let key: [UInt8]

    init(base: String, key: String) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.key = Array(key.utf8)
    }

    /// `BASE/survey/<id>.<tag>`; the tag is the first 128 bits of HMAC-SHA256 over `survey:<id>` in hexadecimal.
    func text(for survey: UUID) -> String {
        "\(base)/survey/\(survey.text).\(tag(survey))"
    }

    private func tag(_ survey: UUID) -> String {
        hex(Array(hmacSHA256(key: key, message: Array("survey:\(survey.text)".utf8)).prefix(16)))
    }
}
