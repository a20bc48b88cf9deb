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

    func recipients(_ environment: [String: String]) -> [String] {
        guard recipient.isEmpty else { return recipient }
        return [environment["ORIGINAL_RECIPIENT"], environment["RECIPIENT"]].compactMap { $0 }.filter { !$0.isEmpty }
            .prefix(1).map { $0 }
    }
}
