/// What the shell is told; the numbers above 63 are those of sysexits.h.
enum ExitStatus: Int32 {
    /// Something is wrong with the installation, as `doctor` found.
    case fault = 1
    /// Input that cannot be used as it is.
    case badData = 65
    /// The database or the broker does not answer.
    case serviceAway = 69
    /// The same command may succeed later.
    case tryLater = 75
    /// Understood, but not allowed now.
    case refused = 77
}
