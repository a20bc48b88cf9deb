import WorkerKit

/// Asks each customer once a resolution how it went, and follows up on bad news.
@main enum Survey {
    static func main() async {
        await Worker.main(
            "survey",
            purpose: "asks each customer once a resolution how it went",
            settings: { SurveySettings(&$0) },
            build: { platform, settings in build(platform, settings) }
        )
    }
}
