/// A part of a mail: its header, the slice of its body, and its own parts.
struct MIMEPart {
    let headers: MailHeaders
    let contentType: ContentType
    /// Whether the header names a media type at all.
    let isTyped: Bool
    let body: ArraySlice<UInt8>
    var parts: [MIMEPart] = []

    var encoding: TransferEncoding { TransferEncoding(headers["content-transfer-encoding"] ?? "") }
    /// The body without what does not belong to its encoding.
    var coded: ArraySlice<UInt8> { encoding == .base64 ? Base64.withoutTail(body) : body }
    var disposition: (word: String, parameters: [String: String]) {
        let split = ContentType.split(headers.raw("content-disposition") ?? [])
        return (split.word.lowercased(), split.parameters)
    }

    /// The last path component of the name it was given.
    var fileName: String? {
        let name = disposition.parameters["filename"] ?? contentType.parameters["name"]
        let last = name?.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { Lines.oneLine(String($0)) }
        return last.flatMap { $0.isEmpty || $0 == "." || $0 == ".." ? nil : String($0.prefix(255)) }
    }

    var text: (text: String, charset: String) { text(atMost: .max) }

    func text(atMost limit: Int) -> (text: String, charset: String) {
        var bytes = encoding.decoded(coded.prefix(limit > Int.max / 4 ? limit : limit * 4))[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        let label = contentType.parameters["charset"]
        return Charset.decode(bytes.prefix(limit), label: label)
    }
}
