import CLinux
import Glibc
import Synchronization

/// One connect and login on a thread of its own, so that the link stays able to answer meanwhile.
final class ConnectAttempt: Sendable {
    private struct Progress {
        var result: Result<Wire, BrokerError>?
        var socketGuard: SocketGuard?
        var abandoned = false
    }

    /// Becomes readable when the attempt has ended.
    let descriptor = aftersail_eventfd()
    private let progress = Mutex(Progress())

    deinit {
        close(descriptor)
    }

    init(_ address: BrokerAddress, host: BrokerAddress.Host, settings: WireSettings) {
        Threads.start("amqp-connect") { [self] in
            let handshake = Handshake(address: address, host: host, settings: settings) { [self] in watch($0) }
            do throws(BrokerError) {
                finish(.success(try handshake.run()))
            } catch {
                finish(.failure(error))
            }
        }
    }

    /// What came of it; nil while it runs.
    ///
    /// The connection belongs to the caller.
    func take() -> Result<Wire, BrokerError>? {
        progress.withLock { progress in
            defer { progress.result = nil }
            return progress.result
        }
    }

    /// Ends the attempt; its result is thrown away.
    func abandon() {
        let socketGuard = progress.withLock { progress in
            progress.abandoned = true
            progress.result = nil
            return progress.socketGuard
        }
        socketGuard?.cut()
    }

    private func watch(_ socketGuard: SocketGuard) {
        let abandoned = progress.withLock { progress in
            progress.socketGuard = socketGuard
            return progress.abandoned
        }
        if abandoned { socketGuard.cut() }
    }

    private func finish(_ result: Result<Wire, BrokerError>) {
        progress.withLock { progress in
            progress.socketGuard = nil
            if !progress.abandoned { progress.result = result }
        }
        aftersail_eventfd_signal(descriptor)
    }
}
