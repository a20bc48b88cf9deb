import WorkerKit

/// Keeps every promise about time: derives clocks from the ledger, warns before deadlines, tells of breaches.
@main
enum SLAMonitor {
    static func main() async {
        await Worker.main(
            "sla-monitor",
            purpose: "derives every ticket's clocks, promises, warns before deadlines and tells of breaches, each once",
            settings: { SLAMonitorSettings(&$0) }
        ) { platform, settings in
            SLAMonitor.build(platform, settings)
        }
    }
}
