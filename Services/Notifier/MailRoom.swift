import FoundationEssentials
import Logging
import Mutants
import Postgres
import SMTP
import Synchronization
import WorkerKit

/// Sends what this process has claimed, outside of transactions, and writes down what came of it.
///
/// A mail is `sending` while its body goes out, `finalising` from before its last byte, then what the relay said.
/// Results stay in memory until the database has them.
final class MailRoom: Sendable {
    /// Mails claimed in one turn, at most.
    static let claimLimit = 200
    /// Mails claimed and not yet settled, at most.
    private static let capacity = 400
    /// Tries to write results while the process ends; the next owner finds the rows.
    private static let lastTries = 20

    private struct State {
        var held: Set<UUID> = []
        var isDraining = false
        var gate = RelayGate()
        /// When claims whose commit stayed unknown were last looked for.
        var soughtLostAt: ContinuousClock.Instant?
    }

    private let platform: Platform
    private let provider: any MailProvider
    private let letterhead: Letterhead
    private let tally: NotifierTally
    private let state = Mutex(State())
    private let claimed: AsyncStream<[QueuedMail]>
    private let inlet: AsyncStream<[QueuedMail]>.Continuation

    init(_ platform: Platform, provider: any MailProvider, letterhead: Letterhead, tally: NotifierTally) {
        self.platform = platform
        self.provider = provider
        self.letterhead = letterhead
        self.tally = tally
        (claimed, inlet) = AsyncStream.makeStream()
    }

    /// Number of this process, under which it claims.
    var epoch: Int32 { platform.epoch }
    /// Mails that are claimed and whose results the database does not have.
    var held: Set<UUID> { state.withLock { $0.held } }
    /// How many more may be claimed now.
    var room: Int {
        state.withLock { state in
            let limit = state.isDraining ? 0 : state.gate.limit(at: .now) ?? Self.capacity
            return max(0, limit - state.held.count)
        }
    }

    /// Whether to look for claims that were committed and not heard of: once a second is enough for what hardly ever is.
    func mayHaveLostClaims() -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.soughtLostAt, last.duration(to: now) < .seconds(1) { return false }
            state.soughtLostAt = now
            return true
        }
    }

    /// Takes mails whose claim has been committed.
    func take(_ mails: [QueuedMail]) {
        guard !mails.isEmpty else { return }
        state.withLock { $0.held.formUnion(mails.map(\.id)) }
        inlet.yield(mails)
    }

    /// Sends until the task is cancelled; then grants nothing more and settles what is under way.
    func run(ringing bell: Bell) async {
        await withDiscardingTaskGroup { group in
            for await mails in claimed {
                for start in stride(from: 0, to: mails.count, by: provider.bundle) {
                    let bundle = Array(mails[start..<min(start + provider.bundle, mails.count)])
                    group.addTask {
                        // A task of its own: the end of the process must not cancel the writing of results.
                        await Task { await self.deliver(bundle) }.value
                        bell.ring()
                    }
                }
            }
            state.withLock { $0.isDraining = true }
            await provider.close()
        }
    }

    private func deliver(_ mails: [QueuedMail]) async {
        var outcomes: [UUID: SMTPOutcome] = [:]
        var outgoing: [OutgoingMail] = []
        for mail in mails {
            do throws(SMTPError) {
                outgoing.append(try letterhead.mail(mail))
            } catch {
                outcomes[mail.id] = .rejected(code: 0, reason: Self.explanation(of: error), recipient: false)
            }
        }
        let sent = await provider.send(outgoing) { ids in
            let granted = await self.finalise(ids)
            if Mutant.sendMarkedBeforeItHappens.isOn { await self.settleUnsent(granted, of: mails) }
            return granted
        }
        outcomes.merge(sent) { first, _ in first }
        let isDraining = state.withLock { state in
            if !sent.isEmpty { state.gate.learn(reached: !sent.values.contains(where: \.isUnreachable), at: .now) }
            return state.isDraining
        }
        let results = mails.map { mail in
            MailResult(
                outcomes[mail.id] ?? .uncertain(reason: "the sender gave no outcome"),
                of: mail,
                isDraining: isDraining
            )
        }
        await settle(results, mails)
        state.withLock { $0.held.subtract(mails.map(\.id)) }
    }

    /// Commits that these mails are about to be completed; only rows that are still ours are granted.
    private func finalise(_ ids: [UUID]) async -> Set<UUID> {
        guard !state.withLock({ $0.isDraining }) else { return [] }
        do throws(PostgresError) {
            let rows = try await platform.database.rows(
                """
                UPDATE mail_queue
                SET finalising_at = (SELECT aftersail.now())
                WHERE notification_id = ANY($1) AND epoch IS NOT DISTINCT FROM $2 AND finalising_at IS NULL
                RETURNING notification_id AS id
                """,
                ids,
                epoch
            )
            var granted: Set<UUID> = []
            for row in rows { granted.insert(try row("id")) }
            return granted
        } catch {
            platform.log.warning("mails were not granted and go back", [.count: "\(ids.count)", .reason: "\(error)"])
            return []
        }
    }

    /// What the mutant does: it takes the relay's word for given.
    private func settleUnsent(_ ids: Set<UUID>, of mails: [QueuedMail]) async {
        let results = mails.filter { ids.contains($0.id) }.map { MailResult(.accepted(reply: ""), of: $0) }
        await settle(results, mails)
    }

    /// Writes results until the database has them.
    private func settle(_ results: [MailResult], _ mails: [QueuedMail]) async {
        let results = results.sorted { $0.id < $1.id }
        let refused = Set(results.filter(\.suppressesAddress).map(\.id))
        let addresses = mails.filter { refused.contains($0.id) }.map(\.address)
        var tries = 0
        while true {
            do {
                try await platform.turn { [epoch] turn in
                    turn.enqueueSuppressions(of: Set(addresses).sorted(), because: "refused by the relay")
                    try await turn.settle(results, epoch: epoch)
                }
                return report(results)
            } catch {
                tries += 1
                platform.log.warning(
                    "results of mails wait for the database",
                    [.count: "\(results.count)", .attempt: "\(tries)"]
                )
                if state.withLock({ $0.isDraining }) && tries >= Self.lastTries { return }
                try? await Task.sleep(for: .milliseconds(min(100 * tries, 500)))
            }
        }
    }

    private func report(_ results: [MailResult]) {
        tally.settled(results)
        for result in results {
            switch result.state {
            case .uncertain:
                platform.log.warning(
                    "nobody knows whether a mail arrived: settle it",
                    [.notification: "\(result.id.text)"]
                )
            case .failed:
                platform.log.warning(
                    "a mail failed for good",
                    [.notification: "\(result.id.text)", .reason: "\(result.failure ?? "unknown")"]
                )
            case .sent, .queued: break
            }
        }
    }

    private static func explanation(of error: SMTPError) -> String {
        switch error {
        case .invalidRelay(let reason): "relay: \(reason)"
        case .invalidHeader(let name, let reason): "header \(name): \(reason)"
        case .invalidAddress(let field, let reason): "\(field) address: \(reason)"
        }
    }
}

extension SMTPOutcome {
    fileprivate var isUnreachable: Bool { if case .unreachable = self { true } else { false } }
}
