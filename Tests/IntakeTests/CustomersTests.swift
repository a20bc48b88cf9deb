import Contracts
import FoundationEssentials
import Testing
import Tickets

@testable import Intake

@Suite("Finding customers")
struct CustomersTests {
    private static let known = KnownPoint(
        customer: id(100),
        lacksName: true,
        lacksCountry: false,
        lacksLocale: false
    )

    private static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    private static func request(_ sender: [String: String]) throws -> IntakeRequest {
        try IntakeValidation.request(in: RequestFixture { $0.sender = sender }.bytes)
    }

    private static func customers(_ requests: [IntakeRequest], known: [ContactPoint: KnownPoint] = [:]) -> Customers {
        var next: UInt8 = 0
        return Customers(requests, known: known) {
            next += 1
            return id(next)
        }
    }

    @Test("contact points named together belong to one new customer")
    func together() throws {
        let both = try Self.request(["email": "a@example.com", "phone": "+84901234567"])
        let phone = try Self.request(["phone": "+84901234567"])

        let customers = Self.customers([both, phone])

        #expect(customers.opened == [Self.id(1)])
        #expect(customers.customer(of: phone) == Self.id(1))
        #expect(customers.conflicts(in: both).isEmpty)
    }

    @Test("a new contact point beside a known one joins its customer")
    func joined() throws {
        let request = try Self.request(["email": "new@example.com", "phone": "+84901234567", "name": "Lan"])

        let customers = Self.customers([request], known: [try .phone("+84901234567"): Self.known])

        #expect(customers.customer(of: request) == Self.id(100))
        #expect(customers.opened.isEmpty)
        #expect(customers.claims.map(\.customer) == [Self.id(100)])
    }

    @Test("a customer who lost every contact point is not opened")
    func lost() throws {
        let request = try Self.request(["email": "a@example.com"])
        var customers = Self.customers([request])

        customers.lose(try .email("a@example.com"), to: Self.id(50))

        #expect(customers.opened.isEmpty)
        #expect(customers.customer(of: request) == Self.id(50))
    }

    @Test("a lost strongest contact point makes a conflict with the rest")
    func lostPart() throws {
        let request = try Self.request(["email": "a@example.com", "phone": "+84901234567"])
        var customers = Self.customers([request])

        customers.lose(try .email("a@example.com"), to: Self.id(50))

        #expect(customers.opened == [Self.id(1)])
        #expect(customers.conflicts(in: request).map(\.0) == [Self.id(1)])
        #expect(customers.conflicts(in: request).map(\.1) == [Self.id(50)])
    }

    @Test("only what is lacking is completed")
    func completed() throws {
        var request = try Self.request(["email": "a@example.com", "name": "Lan"])
        request.country = "VN"

        let customers = Self.customers([request], known: [try .email("a@example.com"): Self.known])

        #expect(customers.completed.map(\.details) == [Customers.Details(name: "Lan")])
    }
}
