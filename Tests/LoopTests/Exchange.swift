import FoundationEssentials
import Harness
import Proving

/// Mails going round between us and our correspondents for some hours of the product's clock.
struct Exchange {
    /// What became of one circle.
    struct Outcome {
        let number: Int
        let circle: Circle
        /// Automatic mails that we sent into it, in the instance that sent most.
        let mails: Int
        let bound: Int
        /// What kept them from going round.
        let stops: Set<String>

        var line: String {
            "\(mails) of at most \(bound)  \(circle.name): \(stops.sorted().joined(separator: "; "))"
        }
    }

    private let circles: [Int: Circle]
    private let bound: PublishedBound
    private let hours: Int
    /// The second one is the other instance, where there is one.
    private let worlds: [World]
    /// Mails sent, by instance and circle.
    private var sent: [[Int: Int]]
    private var answered: [Int: Int] = [:]
    /// Answers on their way, by the ten minutes in which they come.
    private var later: [Int: [(circle: Int, letter: Letter)]] = [:]

    init(_ circles: [Int: Circle], in worlds: [World], for hours: Int, _ bound: PublishedBound) {
        (self.circles, self.worlds, self.hours, self.bound) = (circles, worlds, hours, bound)
        sent = worlds.map { _ in [:] }
    }

    /// Runs until the time is over.
    mutating func run() async throws {
        let first = circles.sorted { $0.key < $1.key }.filter { $0.value.colleague == nil }
        try await worlds[0].post(first.map { ($0.key, $0.value.opening($0.key, to: worlds[0].address)) })
        for part in 0..<6 * hours {
            if part > 0 { for world in worlds { try await world.pass() } }
            try await worlds[0].post(later.removeValue(forKey: part) ?? [])
            while true {
                for world in worlds { try await world.settle() }
                let answers = try worlds.indices.map { try replies(to: worlds[$0].sent(), of: $0, in: part) }
                if answers.allSatisfy(\.isEmpty) { break }
                // What one instance sends into a circle of two comes to the other.
                try await worlds[0].post(answers[0].filter { !isShared($0.circle) } + answers.dropFirst().joined())
                if worlds.count > 1 { try await worlds[1].post(answers[0].filter { isShared($0.circle) }) }
            }
        }
    }

    /// What became of all circles, in their order.
    func outcomes() async throws -> [Outcome] {
        var stops: [Int: Set<String>] = [:]
        for world in worlds { stops.merge(try await world.stops()) { $0.union($1) } }
        return circles.sorted { $0.key < $1.key }.map { number, circle in
            Outcome(
                number: number,
                circle: circle,
                mails: sent.map { $0[number, default: 0] }.max() ?? 0,
                bound: bound.most(circle.extent, hours: hours),
                stops: stops[number] ?? []
            )
        }
    }

    /// Automatic mails of one instance to customers' circles.
    func sent(by instance: Int) -> Int {
        sent[instance].filter { circles[$0.key]?.colleague == nil }.values.reduce(0, +)
    }

    private func isShared(_ number: Int) -> Bool {
        if case .instance = circles[number]?.habit.form { true } else { false }
    }

    /// The answers that come at once; the others are kept for their time.
    private mutating func replies(
        to mails: [SMTPSink.Mail],
        of instance: Int,
        in part: Int
    ) throws -> [(circle: Int, letter: Letter)] {
        var now: [(circle: Int, letter: Letter)] = []
        for mail in mails where mail.header("Auto-Submitted") != nil {
            guard let number = worlds[instance].circle(of: mail.to), let circle = circles[number] else { continue }
            sent[instance][number, default: 0] += 1
            // Nobody need wait for the end of a loop that has broken its bound.
            guard sent[instance][number, default: 0] <= bound.most(circle.extent, hours: hours) else { continue }
            if case .instance(let rewriting) = circle.habit.form {
                now.append((number, passedOn(mail, number, from: instance, rewriting)))
                continue
            }
            let answers = circle.answers(to: mail, number, from: answered[number, default: 0])
            answered[number, default: 0] += answers.count
            let due = part + circle.habit.minutes / 10
            if due == part {
                now += answers.map { (number, $0) }
            } else {
                later[due, default: []] += answers.map { (number, $0) }
            }
        }
        return now
    }

    /// A mail of one instance as the other gets it: a gateway between them writes `a@` for ours and `b@` for theirs.
    private func passedOn(_ mail: SMTPSink.Mail, _ number: Int, from instance: Int, _ rewriting: Rewriting) -> Letter {
        let author = "\(instance == 0 ? "a" : "b")@\(Circle.domain(number))"
        let keepsID = !(rewriting.without ?? ["message-id"]).contains("message-id")
        let id = keepsID ? [] : ["Message-ID: <\(sent[instance][number, default: 0]).\(author)>"]
        let gateway = Rewriting(
            without: rewriting.without?.union(["from"]),
            fields: ["Return-Path: <\(author)>", "From: Maker <\(author)>"] + id + rewriting.fields
        )
        return Letter(sender: author, recipient: worlds[1 - instance].address, bytes: gateway.bytes(of: mail))
    }
}
