import Harness
import Proving
import Testing

@Suite("Mutants of built workers")
struct MutantTests {
    @Test("a worker that is to commit an unknown fault refuses to start", arguments: Pipeline.workers)
    func unknown(worker: String) throws {
        let variables = [
            "AFTERSAIL_MUTANT": "no-such-fault", "AFTERSAIL_DATABASE_URL": "postgresql://127.0.0.1:1/none",
            "AFTERSAIL_BROKER_URL": "amqp://127.0.0.1:1/", "AFTERSAIL_SMTP_URL": "smtp://127.0.0.1:1",
        ]

        let run = try CommandLineRun.run([BuiltProduct.path(worker)], variables: variables, input: nil)

        #expect(run.status == 78)
        #expect(run.output.hasPrefix("\(worker): AFTERSAIL_MUTANT must be one of ack-before-commit, "))
    }
}
