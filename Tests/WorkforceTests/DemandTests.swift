import BusinessTime
import FoundationEssentials
import Testing
import Tickets

@testable import Workforce

@Suite("Simulated demand")
struct DemandTests {
    @Test("tickets come by the hours of the customers' own week")
    func hours() throws {
        // Fifty an hour from nine to ten on local Mondays.
        var rates = [Double](repeating: 0, count: 168)
        rates[9] = 50
        let zone = try ZoneStore.system.zone("Asia/Ho_Chi_Minh")
        let demand = Demand(streams: [stream(rates, zone: zone)])
        let arrivals = demand.arrivals(from: Stage.monday, to: Stage.at(24 * 28), seed: 1)

        #expect(abs(arrivals.count - 200) < 45)
        #expect(arrivals.allSatisfy { $0.at.utcHour == 2 })
        #expect(zip(arrivals, arrivals.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test("a peak multiplies what it concerns and nothing else")
    func peak() {
        let rates = [Double](repeating: 10, count: 168)
        let peak = Peak(
            period: Stage.at(24)..<Stage.at(48),
            factor: 5,
            countries: ["VN"],
            categories: [.productQuality]
        )
        let streams = [stream(rates, zone: .utc), stream(rates, zone: .utc, country: "DE")]
        let arrivals = Demand(streams: streams, peaks: [peak]).arrivals(from: Stage.monday, to: Stage.at(72), seed: 1)
        func count(_ day: Double, _ country: String, _ category: Tickets.Category) -> Int {
            arrivals.count {
                (Stage.at(24 * day)..<Stage.at(24 * day + 24)).contains($0.at) && $0.country == country
                    && $0.category == category
            }
        }

        #expect(abs(count(1, "VN", .productQuality) - 600) < 100)
        #expect(abs(count(0, "VN", .productQuality) - 120) < 45)
        #expect(abs(count(1, "VN", .billing) - 120) < 45)
        #expect(abs(count(1, "DE", .productQuality) - 120) < 45)
    }

    @Test("a stream's tickets do not depend on other streams")
    func independent() {
        let rates = [Double](repeating: 1, count: 168)
        let first = stream(rates, zone: .utc)
        let alone = Demand(streams: [first]).arrivals(from: Stage.monday, to: Stage.at(168), seed: 3)
        let both = Demand(streams: [first, stream(rates, zone: .utc, country: "DE")])
            .arrivals(from: Stage.monday, to: Stage.at(168), seed: 3)

        #expect(both.filter { $0.country == "VN" } == alone)
    }

    private func stream(_ rates: [Double], zone: Zone, country: String = "VN") -> CustomerStream {
        CustomerStream(
            country: country,
            language: "vi",
            zone: zone,
            rates: rates,
            categories: [Part(.productQuality, 1), Part(.billing, 1)],
            priorities: [Part(.p3, 1)]
        )
    }
}
