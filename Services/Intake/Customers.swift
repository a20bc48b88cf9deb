import FoundationEssentials
import Tickets

/// Who wrote, by contact point, while several processes may meet the same stranger at once; pure.
///
/// Contact points are claimed for planned customers first; what another process claimed meanwhile is its customer's.
struct Customers: Sendable {
    /// What a request tells about a customer.
    struct Details: Sendable, Equatable {
        var name: String?
        var country: String?
        var locale: String?

        var isEmpty: Bool { self == Details() }

        mutating func fill(from other: Details) {
            name = name ?? other.name
            country = country ?? other.country
            locale = locale ?? other.locale
        }
    }

    /// Contact points that are new, with the customer they are claimed for.
    private(set) var claims: [(point: ContactPoint, customer: UUID)] = []
    /// What is told about customers, new ones and those that lack it.
    private(set) var details: [UUID: Details] = [:]

    private var owners: [ContactPoint: UUID] = [:]
    private var planned: Set<UUID> = []

    /// Plans for requests in their order; `newID` makes ids of customers.
    init(_ requests: [IntakeRequest], known: [ContactPoint: KnownPoint], newID: () -> UUID) {
        owners = known.mapValues(\.customer)
        for request in requests { plan(request, known, newID) }
    }

    /// Another process was quicker: the point is its customer's.
    mutating func lose(_ point: ContactPoint, to customer: UUID) { owners[point] = customer }

    /// The customer of a request: that of its strongest contact point.
    func customer(of request: IntakeRequest) -> UUID? { request.points.first.flatMap { owners[$0] } }

    /// Customers to insert: planned ones that own a contact point after all.
    var opened: [UUID] {
        Set(owners.values).intersection(planned).sorted()
    }

    /// Known customers who lack something that requests told.
    var completed: [(customer: UUID, details: Details)] {
        details.filter { !planned.contains($0.key) && !$0.value.isEmpty }.map { ($0.key, $0.value) }
            .sorted { $0.customer < $1.customer }
    }

    /// Pairs of customers that the request names together, smaller id first.
    func conflicts(in request: IntakeRequest) -> [(UUID, UUID)] {
        guard let customer = customer(of: request) else { return [] }
        let others = Set(request.points.compactMap { owners[$0] }).subtracting([customer])
        return others.map { $0 < customer ? ($0, customer) : (customer, $0) }
    }

    private mutating func plan(_ request: IntakeRequest, _ known: [ContactPoint: KnownPoint], _ newID: () -> UUID) {
        let told = Details(name: request.senderName, country: request.country, locale: request.locale)
        let owner = request.points.compactMap { owners[$0] }.first ?? newID()
        if request.points.allSatisfy({ owners[$0] == nil }) { planned.insert(owner) }
        for point in request.points where owners[point] == nil {
            owners[point] = owner
            claims.append((point, owner))
        }
        guard let customer = customer(of: request) else { return }
        if planned.contains(customer) {
            details[customer, default: Details()].fill(from: told)
        } else if let known = request.points.first.flatMap({ known[$0] }) {
            let lacking = Details(
                name: known.lacksName ? told.name : nil,
                country: known.lacksCountry ? told.country : nil,
                locale: known.lacksLocale ? told.locale : nil
            )
            if !lacking.isEmpty { details[customer, default: Details()].fill(from: lacking) }
        }
    }
}
