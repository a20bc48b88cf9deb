/// The owner of a descriptor that a reactor polls.
///
/// Both calls come on the reactor's own thread, between jobs, so an actor that lives on that reactor may
/// answer them through `assumeIsolated`. Neither may block.
public protocol Pump: AnyObject, Sendable {
    /// What to wait for; asked before every wait.
    func interest() -> Interest

    /// The descriptor is ready, has failed, or the deadline has passed: do the work that is due.
    func turn()
}
