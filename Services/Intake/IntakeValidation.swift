import Contracts
import FoundationEssentials
import Tickets
import WorkerKit

/// Bytes from strangers become a request, or reasons why not; pure.
struct IntakeValidation {
    /// Most bytes of a message's text.
    static let bodyLimit = 1 << 20
    /// Most bytes of unknown fields, as JSON.
    static let extraLimit = 64 << 10
    /// Most errors that are told.
    static let errorLimit = 20

    /// Why a message was refused, and as much as could be read of what it was.
    struct Refusal: Error, Sendable, Equatable {
        var errors: [IntakeAnswerV1.FieldError]
        var channel: String?
        var externalID: String?

        init(_ errors: [IntakeAnswerV1.FieldError], channel: String? = nil, externalID: String? = nil) {
            self.errors = Array(errors.prefix(IntakeValidation.errorLimit))
            self.channel = channel
            self.externalID = externalID
        }

        init(whole reason: String) {
            self.init([IntakeAnswerV1.FieldError(field: "", reason: reason)])
        }
    }

    /// Reads one message; the refusal names every bad field.
    static func request(in bytes: [UInt8], oversize: Int? = nil) throws(Refusal) -> IntakeRequest {
        if let oversize {
            throw Refusal(whole: "has \(oversize) bytes, more than any request needs; send at most 4 MiB")
        }
        let document: JSONDocument
        do throws(JSONSyntaxError) {
            document = try JSONDocument(bytes)
        } catch {
            throw Refusal(whole: error.description)
        }
        guard case .object(let members) = document.root else {
            throw Refusal(whole: "must be a JSON object, not \(document.root.kind)")
        }
        var validation = IntakeValidation(fields: Fields(members))
        var request = try validation.read()
        if document.replacedNull { request.flags.append(.nulReplaced) }
        if document.replacedSurrogate { request.flags.append(.surrogateReplaced) }
        return request
    }

    var reader = FieldReader()
    var fields: Fields
    var extra: [String: JSONValue] = [:]

    private init(fields: Fields) { self.fields = fields }

    private mutating func read() throws(Refusal) -> IntakeRequest {
        let channel = readChannel()
        let account = readAccount()
        let externalID = required(reader.identifier("externalId", of: &fields, mostBytes: 998), "externalId")
        if let reason = reader.line("setAside", of: &fields, most: 500) {
            let error = IntakeAnswerV1.FieldError(
                field: "setAside",
                reason: reason.isEmpty ? "gives no reason" : reason
            )
            throw Refusal([error], channel: channel?.rawValue, externalID: externalID)
        }
        let receivedAt = required(reader.instant("receivedAt", of: &fields), "receivedAt")
        let country = readCountry()
        let sender = readSender(channel: channel, country: country)
        let subject = reader.line("subject", of: &fields, most: 2_000)
        let body = readBody()
        let locale = readLocale()
        var request = IntakeRequest(
            channel: channel ?? .web,
            externalID: externalID ?? "",
            receivedAt: receivedAt ?? .distantPast,
            points: sender.points,
            body: body ?? ""
        )
        request.account = account ?? ""
        request.senderName = sender.name
        request.subject = subject
        request.locale = locale
        request.country = country
        readProduct(into: &request)
        readOccurrence(into: &request)
        request.inReplyTo = readReferences()
        request.machine = reader.truth("machine", of: &fields) ?? false
        request.attachments = readAttachments()
        request.extra = readUnknown()
        guard reader.errors.isEmpty else {
            throw Refusal(reader.errors, channel: channel?.rawValue, externalID: externalID)
        }
        return request
    }

    /// Reports a required member that is missing; one that is wrong has been reported.
    mutating func required<Value>(_ value: Value?, _ path: String) -> Value? {
        if value == nil, !reader.errors.contains(where: { $0.field == path }) { reader.refuse(path, "must be given") }
        return value
    }

    private mutating func readChannel() -> Channel? {
        guard let text = required(reader.string("channel", of: &fields), "channel") else { return nil }
        guard let channel = Channel(rawValue: text) else {
            reader.refuse("channel", "must be one of " + Channel.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        return channel
    }

    private mutating func readAccount() -> String? {
        guard let text = reader.string("account", of: &fields) else { return nil }
        guard text.unicodeScalars.count <= 320 else {
            reader.refuse("account", "has at most 320 characters")
            return nil
        }
        return text.isEmpty ? nil : reader.identifier(text, at: "account", mostBytes: 1_280)
    }

    private mutating func readBody() -> String? {
        guard let text = required(reader.string("body", of: &fields), "body") else { return nil }
        guard text.utf8.count <= Self.bodyLimit else {
            reader.refuse("body", "has at most 1 MiB of UTF-8; send the rest as an attachment")
            return nil
        }
        return text
    }

    /// ISO 3166-1 alpha-2 by its shape: lists of countries change, and a new one is no reason to lose a message.
    private mutating func readCountry() -> String? {
        guard let text = reader.string("country", of: &fields) else { return nil }
        guard text.utf8.count == 2, text.utf8.allSatisfy(isLetter) else {
            reader.refuse("country", "must be two letters of ISO 3166-1, such as VN")
            return nil
        }
        return text.uppercased()
    }

    /// BCP 47 by its shape (RFC 5646 §2.1): a language of letters, then subtags of letters and digits.
    private mutating func readLocale() -> String? {
        guard let text = reader.string("locale", of: &fields) else { return nil }
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 35, let language = subtags.first, (1...8).contains(language.utf8.count),
            language.utf8.allSatisfy(isLetter),
            subtags.dropFirst().allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isLetterOrDigit) })
        else {
            reader.refuse("locale", "must be a BCP 47 language tag of at most 35 characters, such as vi or zh-Hans-CN")
            return nil
        }
        return text
    }
}

private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
