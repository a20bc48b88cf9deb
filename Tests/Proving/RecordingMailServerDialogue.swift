import Glibc

/// The server's side of one connection (RFC 5321); belongs to the server's thread.
///
/// It offers no extension, so a client waits for each answer, and the end of data is the end of what has arrived.
final class RecordingMailServerDialogue {
    private static let endOfData = Array("\r\n.\r\n".utf8)
    private static let field = Array("message-id:".utf8)

    let descriptor: Int32
    private(set) var isOver = false
    private var received: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    private var recipient = ""
    private var takesData = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        answer("220 recording.example ready")
    }

    deinit {
        close(descriptor)
    }

    /// Reads what has arrived and answers it; `keep` records a mail.
    func advance(_ keep: (_ recipient: String, _ id: String) -> Bool) {
        let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return isOver = true }
        received.append(contentsOf: chunk[..<count])
        if takesData { return finishData(keep) }
        while !takesData, let end = received.firstIndex(of: 10) {
            let line = String(decoding: received[..<end], as: UTF8.self)
            received.removeFirst(end + 1)
            obey(line)
        }
        if takesData, !received.isEmpty { finishData(keep) }
    }

    private func obey(_ line: String) {
        switch line.prefix(4).uppercased() {
        case "EHLO", "HELO", "RSET", "NOOP", "MAIL": answer("250 recording.example")
        case "RCPT":
            recipient = String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
            answer("250 ok")
        case "DATA":
            takesData = true
            answer("354 go on")
        case "QUIT":
            answer("221 bye")
            isOver = true
        default: answer("502 not here")
        }
    }

    private func finishData(_ keep: (String, String) -> Bool) {
        guard received.suffix(Self.endOfData.count).elementsEqual(Self.endOfData) else { return }
        takesData = false
        let kept = keep(recipient, messageID())
        received.removeAll(keepingCapacity: true)
        answer(kept ? "250 kept" : "451 not kept")
    }

    /// Value of the Message-ID header; long headers may begin on the next line.
    private func messageID() -> String {
        var begin = 0
        while let end = received[begin...].firstIndex(of: 10), end > begin + 1 {
            let line = received[begin..<end]
            if line.prefix(Self.field.count).elementsEqual(Self.field, by: { $0 | 0x20 == $1 | 0x20 }) {
                let value = String(decoding: received[(begin + Self.field.count)...].prefix(1_000), as: UTF8.self)
                return String(value.drop { $0 != "<" }.prefix { $0 != "\r\n" && $0 != "\n" && $0 != "\r" })
            }
            begin = end + 1
        }
        return ""
    }

    private func answer(_ text: String) {
        let line = Array((text + "\r\n").utf8)
        // A few bytes always fit: the client waits for them.
        if unsafe send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) != line.count { isOver = true }
    }
}
