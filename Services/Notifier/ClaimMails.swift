import WorkerKit

/// Claims due mails for this process and hands them to the mail room once the claim is committed.
struct ClaimMails: Sweep {
    let name = "mails"
    let mailRoom: MailRoom

    func run(in turn: Turn) async throws -> NextSweep {
        let held = mailRoom.held
        if mailRoom.mayHaveLostClaims() { turn.enqueueReturn(notIn: held, epoch: mailRoom.epoch) }
        let limit = min(MailRoom.claimLimit, mailRoom.room)
        // The room rings when there is space again.
        guard limit > 0 else { return .at(nil) }
        let mails = try await turn.claimMails(limit: limit, notIn: held, epoch: mailRoom.epoch)
        turn.afterCommit { [mailRoom] in mailRoom.take(mails) }
        return mails.count == limit ? .again : .at(try await turn.nextMailDue(notIn: held))
    }
}
