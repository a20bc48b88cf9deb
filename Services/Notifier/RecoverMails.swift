import Logging
import WorkerKit

/// Takes over the mails of processes that died: those not yet completed are sent again, the others are uncertain.
struct RecoverMails: Sweep {
    let name = "mails-of-the-dead"
    let mailRoom: MailRoom
    let bell: Bell
    let log: Logger

    func run(in turn: Turn) async throws -> NextSweep {
        let (queued, uncertain) = try await turn.recoverMails(epoch: mailRoom.epoch)
        if queued + uncertain > 0 {
            turn.afterCommit { [bell, log] in
                bell.ring()
                log.notice("took over the mails of a dead process", [.count: "\(queued + uncertain)"])
                if uncertain > 0 {
                    log.warning("nobody knows whether mails arrived: settle them", [.count: "\(uncertain)"])
                }
            }
        }
        return .at(nil)
    }
}
