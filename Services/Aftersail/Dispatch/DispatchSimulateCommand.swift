import ArgumentParser
import BusinessTime
import Contracts
import FoundationEssentials
import Routing
import Setup
import Workforce

/// A day or a month of arrivals against a roster.
struct DispatchSimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays a scenario of arrivals against a roster, and says who waits, who works, and who is missing.",
        discussion: """
            SCENARIO is a YAML file: when, how many tickets of which country, language, category and priority by the hours of \
            the week (or a file of recorded ones), how long they take, and within which time somebody is to begin. \
            ops/setup/scenarios holds examples, docs/guides/dispatch-simulate.md describes every field.

            Each ticket is given to somebody by the routing policy itself, with the agents' calendars, zones, capacity, \
            skills and languages. Agents work on shift only, the most urgent and oldest due first. The same seed brings the \
            same customers, whatever the roster.

            Organisation, calendars and policy come from the files given, the others from what is in force in the database; \
            with all three files no database is needed. Nothing is written.

            exit codes: 1 with --check when somebody is missing, else as everywhere
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("What is to be simulated.", valueName: "file"))
    var scenario: String

    @Option(help: ArgumentHelp("Teams and agents: a setup file `organisation`.", valueName: "file"))
    var organisation: String?

    @Option(help: ArgumentHelp("Working hours: a setup file `calendars`.", valueName: "file"))
    var calendars: String?

    @Option(help: ArgumentHelp("What decides: a setup file `routing-policy`.", valueName: "file"))
    var policy: String?

    @Option(help: "Where everything that is left to chance comes from.")
    var seed: UInt64 = 1

    @Option(help: "Most simulations to find out who is missing, 0 to 1000; 0 gives no advice.")
    var tries = 60

    @Flag(help: "Every agent in the table of utilisation, not the teams alone.")
    var agents = false

    @Flag(help: "Exit with 1 when somebody is missing.")
    var check = false

    func validate() throws {
        guard (0...1_000).contains(tries) else { throw ValidationError("--tries takes 0 to 1000") }
    }

    func run() async throws {
        let plan = try ScenarioFile.read(scenario, seed: seed)
        let files = SimulatedSetup.Files(organisation: organisation, calendars: calendars, policy: policy)
        let setup = try await SimulatedSetup.read(files, at: plan.scenario.period.lowerBound, common.access)
        var policy = setup.policy
        if !plan.translates { policy.allowsTranslation = false }
        let seats = try SimulatedRoster.seats(setup.organisation, setup.calendars, plan)
        let course = DispatchSimulation(plan.scenario, seats: seats, policy: policy).run()
        let search = StaffingSearch(plan.scenario, seats: seats, policy: policy, mostRuns: tries)
        let advice = tries > 0 ? search.advice(on: course) : nil
        let figures = SimulationFigures(course: course, advice: advice, setup: setup.names)
        let output = common.output
        if output.isJSON {
            output.json(figures.value)
        } else {
            SimulationPage(figures: figures, output: output, listsAgents: agents).print()
        }
        if check, !course.isEnough { throw ExitCode(ExitStatus.fault.rawValue) }
    }
}
