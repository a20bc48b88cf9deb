import Testing

@testable import WorkerKit

@Suite("Telemetry")
struct TelemetryTests {
    @Test("figures render as Prometheus text, sorted and escaped")
    func prometheus() {
        let metrics = Metrics()
        metrics.declare("b_total", .counter, "Counts.", labels: [])
        metrics.declare("a_seconds", .histogram, "Times.")

        metrics.add("b_total", 2, [("kind", "a\"b")])
        metrics.observe("a_seconds", .milliseconds(3))
        metrics.add("unknown_total")

        let text = metrics.rendered()
        #expect(text.hasPrefix("# HELP a_seconds Times.\n# TYPE a_seconds histogram\n"))
        #expect(text.contains("a_seconds_bucket{le=\"0.0025\"} 0\n"))
        #expect(text.contains("a_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("a_seconds_bucket{le=\"+Inf\"} 1\na_seconds_sum 0.003\na_seconds_count 1\n"))
        #expect(text.hasSuffix("b_total{kind=\"a\\\"b\"} 2\n"))
        #expect(!text.contains("unknown"))
    }

    @Test("a counter is seen at zero before its first step")
    func zero() {
        let metrics = Metrics()

        metrics.declare("plain_total", .counter, "Counts.")
        metrics.declare("labelled_total", .counter, "Counts.", labels: [[("state", "sent")]])

        let text = metrics.rendered()
        #expect(text.contains("\nplain_total 0\n"))
        #expect(text.contains("\nlabelled_total{state=\"sent\"} 0\n"))
        #expect(!text.contains("\nlabelled_total 0\n"))
    }

    @Test("a trace is continued with a new span")
    func trace() throws {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

        let context = try #require(TraceContext(header: header))

        #expect(context.header == header)
        #expect(context.child().traceID == context.traceID)
        #expect(context.child().spanID != context.spanID)
    }

    @Test(
        "a malformed trace is no trace",
        arguments: [
            "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ]
    )
    func malformed(header: String) {
        #expect(TraceContext(header: header) == nil)
    }
}
