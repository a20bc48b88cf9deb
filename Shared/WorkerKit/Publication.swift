/// When the broker is told what a turn says.
public enum Publication: Sendable {
    /// Right after the commit.
    case atOnce
    /// Once the turns that follow without a pause are done, a second later at most.
    ///
    /// For a sweep with much to decide at one instant: those who listen begin to work at once, on the same machine, and what
    /// has not been decided yet would wait for them.
    case held
    /// Right after the commit, with what was held before.
    case atOnceWithHeld
}
