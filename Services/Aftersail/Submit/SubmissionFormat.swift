import ArgumentParser

/// What files hold.
enum SubmissionFormat: String, CaseIterable, ExpressibleByArgument {
    /// By name, or else by the first line.
    case auto
    /// `intake-request.v1`.
    case json
    /// Mails, mbox files, and folders of them.
    case mail
}
