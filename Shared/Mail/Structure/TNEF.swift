/// Outlook's winmail.dat ([MS-OXTNEF]), read without trusting any length in it.
enum TNEF {
    struct Content {
        var text: String?
        var html: String?
        var files: [MailAttachment] = []
    }

    private struct File {
        var name: String?
        var mediaType: String?
        var contentID: String?
        var bytes: [UInt8] = []
    }

    /// Nil where the bytes are none.
    static func read(_ bytes: [UInt8], _ limits: MailLimits) -> Content? {
        var reader = ByteReader(bytes[...])
        guard reader.number(4) == 0x223E_9F78, reader.number(2) != nil else { return nil }
        var (content, files, page): (Content, [File], String) = (Content(), [], "CP1252")
        while let level = reader.number(1), level == 1 || level == 2, let id = reader.number(4),
            let length = reader.number(4), let data = reader.bytes(length)
        {
            _ = reader.number(2)
            switch id & 0xFFFF {
            case 0x9007: page = ByteReader(data).peek(4).map { "CP\($0)" } ?? page
            case 0x800C where content.text == nil: content.text = string(data, page)
            case 0x9003 where level == 1: message(data, page, &content)
            case 0x9002:
                guard files.count < limits.parts else { return finished(content, files) }
                files.append(File())
            case 0x8010 where !files.isEmpty:
                if files[files.count - 1].name == nil { files[files.count - 1].name = string(data, page) }
            case 0x800F where !files.isEmpty: files[files.count - 1].bytes = Array(data)
            case 0x9005 where !files.isEmpty: attachment(data, page, &files[files.count - 1])
            default: break
            }
        }
        return finished(content, files)
    }

    private static func finished(_ content: Content, _ files: [File]) -> Content {
        var content = content
        content.files = files.map { file in
            let last = file.name?.split(whereSeparator: { "/\\".contains($0) }).last.map { Lines.oneLine(String($0)) }
            return MailAttachment(
                name: last.map { String($0.prefix(255)) },
                mediaType: file.mediaType?.lowercased() ?? "application/octet-stream",
                contentID: file.contentID,
                isInline: file.contentID != nil,
                encoded: file.bytes[...],
                encoding: .identity
            )
        }
        return content
    }

    private static func message(_ data: ArraySlice<UInt8>, _ page: String, _ content: inout Content) {
        MAPIProperties.each(data) { property in
            switch property.id {
            case 0x1000: content.text = property.text(page) ?? content.text
            case 0x1013: content.html = Charset.decode(property.data, label: page).text
            default: break
            }
        }
    }

    private static func attachment(_ data: ArraySlice<UInt8>, _ page: String, _ file: inout File) {
        MAPIProperties.each(data) { property in
            switch property.id {
            case 0x3707: file.name = property.text(page) ?? file.name
            case 0x3704 where file.name == nil: file.name = property.text(page)
            case 0x370E: file.mediaType = property.text(page)
            case 0x3712: file.contentID = property.text(page)
            case 0x3701 where property.data.count > file.bytes.count: file.bytes = Array(property.data)
            default: break
            }
        }
    }

    private static func string(_ data: ArraySlice<UInt8>, _ page: String) -> String {
        Charset.decode(data.prefix { $0 != 0 }, label: page).text
    }
}
