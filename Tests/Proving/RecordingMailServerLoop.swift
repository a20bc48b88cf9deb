import FoundationEssentials
import Glibc
import Synchronization

/// The mail server's thread: one poll over listener and dialogues.
///
/// `@unchecked Sendable`: everything mutable belongs to the thread; others only read `count` and set `isStopped`.
final class RecordingMailServerLoop: @unchecked Sendable {
    let port: Int
    let count = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let listener: Int32
    private let record: Int32
    private var dialogues: [RecordingMailServerDialogue] = []

    init(file: String) throws {
        record = unsafe open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard record >= 0 else { throw CommandFailed(output: "mails cannot be recorded in \(file): errno \(errno)") }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        listener = socket(AF_INET, type, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(listener, raw, size) == 0 ? getsockname(listener, raw, &size) : -1
            }
        }
        guard status == 0, listen(listener, 128) == 0 else {
            throw CommandFailed(output: "the mail server cannot listen on loopback: errno \(errno)")
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    func start() throws {
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(self).toOpaque()
        let status = unsafe pthread_create(&thread, nil, { unsafe RecordingMailServerLoop.main($0) }, box)
        guard status == 0 else { throw CommandFailed(output: "no thread left for the mail server") }
        pthread_detach(thread)
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    private static func main(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let box = unsafe box {
            unsafe Unmanaged<RecordingMailServerLoop>.fromOpaque(box).takeRetainedValue().run()
        }
        return nil
    }

    private func run() {
        while !isStopped.load(ordering: .relaxed) {
            var descriptors = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            descriptors += dialogues.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard unsafe poll(&descriptors, nfds_t(descriptors.count), 200) > 0 else { continue }
            for (dialogue, seen) in zip(dialogues, descriptors.dropFirst()) where seen.revents != 0 {
                dialogue.advance(keep)
            }
            dialogues.removeAll(where: \.isOver)
            if descriptors[0].revents != 0 { accept() }
        }
        dialogues.removeAll()
        close(listener)
        close(record)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            _ = fcntl(client, F_SETFL, O_NONBLOCK)
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            var on: Int32 = 1
            unsafe setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            dialogues.append(RecordingMailServerDialogue(client))
        }
    }

    /// Writes one mail's line; false when the disk does not take it.
    private func keep(_ recipient: String, _ id: String) -> Bool {
        let line = Array("\(Date().timeIntervalSince1970)\t\(recipient)\t\(id)\n".utf8)
        guard unsafe write(record, line, line.count) == line.count else { return false }
        count.add(1, ordering: .relaxed)
        return true
    }
}
