import Topology
import WorkerKit

/// Tells customers and staff what happened, each once.
@main
enum Notifier {
    static func main() async {
        await Worker.main(
            "notifier",
            purpose: "writes and sends mail to customers and staff: each once for one reason, none lost unseen",
            settings: { NotifierSettings(&$0) }
        ) { platform, settings in
            try Notifier.build(platform, settings)
        }
    }
}
