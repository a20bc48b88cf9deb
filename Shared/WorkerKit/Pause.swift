import FoundationEssentials

/// Waiting, with a share of chance so that replicas do not move in step.
public enum Pause {
    /// Between half of `duration` and all of it; returns early when the task is cancelled.
    public static func jittered(_ duration: Duration) async {
        try? await Task.sleep(for: duration * Double.random(in: 0.5...1))
    }
}
