import WorkerKit

/// Gives every ticket its category, language, priority and lane, or says that it does not know.
@main enum Classifier {
    static func main() async {
        await Worker.main(
            "classifier",
            purpose: "gives every ticket its category, language, priority and lane",
            settings: { ClassifierSettings(&$0) },
            build: { platform, settings in build(platform, settings) }
        )
    }
}
