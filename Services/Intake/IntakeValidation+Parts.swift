import Contracts
import FoundationEssentials
import Tickets

extension IntakeValidation {
    mutating func readSender(channel: Channel?, country: String?) -> (name: String?, points: [ContactPoint]) {
        guard var sender = required(reader.object("sender", of: &fields), "sender") else { return (nil, []) }
        let name = reader.line("name", of: &sender, most: 200)
        let errorsBefore = reader.errors.count
        var points: [ContactPoint] = []
        if let text = reader.text("email", of: &sender, most: 1_000) {
            add(to: &points, "sender.email") { () throws(ContactPointError) in try ContactPoint.email(text) }
        }
        if let text = reader.text("phone", of: &sender, most: 40) {
            add(to: &points, "sender.phone") { () throws(ContactPointError) in
                try ContactPoint.phone(text, country: country)
            }
        }
        if let text = reader.text("handle", of: &sender, most: 200), let channel {
            add(to: &points, "sender.handle") { () throws(ContactPointError) in
                try ContactPoint.handle(text, channel: channel)
            }
        }
        if points.isEmpty, channel != nil, reader.errors.count == errorsBefore {
            reader.refuse("sender", "must have at least one of email, phone and handle")
        }
        keep(sender, as: "sender")
        return (name.flatMap { $0.isEmpty ? nil : $0 }, points)
    }

    private mutating func add(
        to points: inout [ContactPoint],
        _ path: String,
        _ point: () throws(ContactPointError) -> ContactPoint
    ) {
        do throws(ContactPointError) {
            points.append(try point())
        } catch {
            reader.refuse(path, error.description)
        }
    }

    mutating func readProduct(into request: inout IntakeRequest) {
        guard var product = reader.object("product", of: &fields) else { return }
        request.productModel = reader.line("model", of: &product, most: 200)
        request.productSerial = reader.line("serial", of: &product, most: 200)
        request.orderNumber = reader.line("orderNumber", of: &product, most: 200)
        keep(product, as: "product")
    }

    mutating func readOccurrence(into request: inout IntakeRequest) {
        guard var occurrence = reader.object("occurrence", of: &fields) else { return }
        request.occurredAt = reader.instant("at", of: &occurrence)
        request.occurredPlace = reader.text("place", of: &occurrence, most: 500)
        keep(occurrence, as: "occurrence")
    }

    mutating func readReferences() -> [String] {
        guard let values = reader.list("inReplyTo", of: &fields, most: 100) else { return [] }
        var ids: [String] = []
        for (index, value) in values.enumerated() {
            let path = "inReplyTo[\(index)]"
            guard case .string(let text) = value else {
                reader.refuse(path, "must be a text, not \(value.kind)")
                continue
            }
            if let id = reader.identifier(text, at: path, mostBytes: 998) { ids.append(id) }
        }
        return ids
    }

    mutating func readAttachments() -> [JSONValue] {
        guard let values = reader.list("attachments", of: &fields, most: 100) else { return [] }
        var unknown: [JSONValue] = []
        for (index, value) in values.enumerated() {
            guard var attachment = reader.object(value, at: "attachments[\(index)]") else { continue }
            checkAttachment(&attachment)
            if !attachment.left.isEmpty { unknown.append(.object(attachment.left)) }
        }
        // They stay where they are, inside the attachment.
        checkUnknown(.array(unknown))
        return values
    }

    private mutating func checkAttachment(_ attachment: inout Fields) {
        _ = reader.text("name", of: &attachment, most: 255)
        _ = reader.text("mediaType", of: &attachment, most: 255)
        if let size = attachment.take("size"), !isSize(size) {
            reader.refuse(attachment.path + "size", "must be a whole number of bytes from 0 to 1099511627776")
        }
        if let hash = reader.string("sha256", of: &attachment), !isHash(hash) {
            reader.refuse(attachment.path + "sha256", "must be 64 hexadecimal digits")
        }
        if let url = reader.text("url", of: &attachment, most: 2_048), OneLine.hasControls(url) || url.contains(" ") {
            reader.refuse(attachment.path + "url", "holds spaces or control characters; percent-encode them")
        }
    }

    private mutating func keep(_ fields: Fields, as name: String) {
        if !fields.left.isEmpty { extra[name] = .object(fields.left) }
    }

    mutating func readUnknown() -> [String: JSONValue] {
        for (name, value) in fields.left { extra[name] = value }
        checkUnknown(.object(extra))
        return extra
    }

    private mutating func checkUnknown(_ value: JSONValue) {
        guard value.text.utf8.count > Self.extraLimit else { return }
        reader.refuse("", "has more than 64 KiB of fields that intake-request.v1 does not know")
    }

    private func isSize(_ value: JSONValue) -> Bool {
        guard case .number(let spelling) = value, let number = Int(spelling) else { return false }
        return (0...(1 << 40)).contains(number)
    }

    private func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }
    }
}
