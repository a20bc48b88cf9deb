import WorkerKit

/// Takes customers' messages from the intake queue and makes tickets of them.
@main
enum Intake {
    static func main() async {
        await Worker.main(
            "intake",
            purpose: "validates customers' messages, finds customer and ticket, and opens new tickets",
            settings: { IntakeSettings(&$0) }
        ) { platform, settings in
            Intake.build(platform, settings)
        }
    }
}
