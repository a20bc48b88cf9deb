import WorkerKit

/// Gives classified tickets to the people who can take them.
@main
enum Dispatcher {
    static func main() async {
        await Worker.main(
            "dispatcher",
            purpose: "assigns tickets by skill, language, country, working time and load, and drains those that wait",
            settings: { DispatcherSettings(&$0) }
        ) { platform, settings in
            Dispatcher.build(platform, settings)
        }
    }
}
