import ArgumentParser
import Contracts

/// What is wrong with the installation.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks versions, schema, roles, topology, connections, clocks and leftovers, and says what to do.",
        discussion: "Exits with 1 when something fails; warnings leave 0."
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "Folder of the migrations (default: ops/migrations here or below AFTERSAIL_HOME).")
    var dir: String?

    func run() async throws {
        let access = common.access
        var findings = await DatabaseChecks(access: access, migrations: dir).run()
        findings += await BrokerChecks(access: access).run()
        let output = common.output
        if output.isJSON {
            output.json(.array(findings.map(\.value)))
        } else {
            for finding in findings { show(finding, output) }
            let failed = findings.count { $0.level == .fail }
            let warned = findings.count { $0.level == .warn }
            output.line("\(findings.count) checks, \(warned) warnings, \(failed) failures")
        }
        if findings.contains(where: { $0.level == .fail }) { throw ExitCode(ExitStatus.fault.rawValue) }
    }

    private func show(_ finding: Finding, _ output: Output) {
        let colour: (String) -> String =
            switch finding.level {
            case .ok: output.palette.green
            case .warn: output.palette.yellow
            case .fail: output.palette.red
            }
        let level = colour(TextWidth.pad(finding.level.rawValue, to: 4))
        output.line("\(level)  \(TextWidth.pad(finding.subject, to: 14))  \(finding.found)")
        if !finding.remedy.isEmpty { output.line("                      → \(finding.remedy)") }
    }
}
