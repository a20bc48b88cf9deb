import FoundationEssentials

/// Waiting, with a share of chance so that replicas do not move in step.
enum Pause {
    /// Between half of `duration` and all of it; returns early when the task is cancelled.
    static func jittered(_ duration: Duration) async {
        try? await Task.sleep(for: duration * Double.random(in: 0.5...1))
    }
}
