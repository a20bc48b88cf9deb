import ArgumentParser

/// The envelope of a mail, as mail servers tell it.
struct EnvelopeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Envelope recipient, with --pipe (default: ORIGINAL_RECIPIENT or RECIPIENT). Repeatable.",
            valueName: "address"
        )
    )
    var recipient: [String] = []

    @Option(
        help: ArgumentHelp("Envelope sender, with --pipe; empty for a bounce (default: SENDER).", valueName: "address")
    )
    var sender: String?

    /// The sender, empty for a bounce however the server writes that; nil where it is not told.
    func sender(_ environment: [String: String]) -> String? {
        (sender ?? environment["SENDER"]).map { ["<>", "MAILER-DAEMON"].contains($0) ? "" : $0 }
    }

    func recipients(_ environment: [String: String]) -> [String] {
        guard recipient.isEmpty else { return recipient }
        return [environment["ORIGINAL_RECIPIENT"], environment["RECIPIENT"]].compactMap { $0 }.filter { !$0.isEmpty }
            .prefix(1).map { $0 }
    }
}
