import ArgumentParser
import Contracts
import Desk
import FoundationEssentials
import Tickets
import WorkerKit

/// What every move at the desk takes.
struct DeskOptions: ParsableArguments {
    @Argument(help: "Number or id of the ticket.")
    var number: String

    @Option(name: .customLong("as"), help: "Who acts: agent:<id>, customer or operator:<name>.")
    var actor: String?

    @Option(help: "Refuse when the ticket is no longer at this version.")
    var ifVersion: Int?

    /// Runs a move in one turn as the desk and says where the ticket stands.
    func move(
        _ common: CommonOptions,
        by standard: DeskActor? = nil,
        _ work: @escaping @Sendable (Desk, UUID) async throws -> TicketPlace
    ) async throws {
        let access = common.access
        let actor = try Self.actor(self.actor, standard, access)
        let wanted = number
        let prefix = access.variable("AFTERSAIL_TICKET_PREFIX") ?? "AS-"
        let place = try await access.change(as: "desk") { turn in
            let desk = Desk(turn, as: actor)
            return try await work(desk, try await desk.ticket(wanted, prefix: prefix))
        }
        common.output.done(
            "\(place.number) is \(place.status.rawValue), version \(place.version)",
            .object([
                "id": .string(place.id.uuidString.lowercased()), "number": .string(place.number),
                "status": .string(place.status.kind.rawValue),
                "wait_reason": place.status.pauseReason.map { .string($0.rawValue) } ?? .null,
                "version": .count(place.version), "cycle": .count(place.cycle),
            ])
        )
    }

    /// Who acts: as told, else the command's own default, else from the environment.
    static func actor(_ given: String?, _ standard: DeskActor?, _ access: Access) throws -> DeskActor {
        if let given {
            guard let actor = DeskActor(given) else {
                throw Failure(.badData, "--as takes agent:<id>, customer or operator:<name>")
            }
            return actor
        }
        if let standard { return standard }
        return access.variable("AFTERSAIL_ACTOR").flatMap(DeskActor.init) ?? .operator(access.operatorName)
    }
}

/// For whom a command reads.
struct SightOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: "Who looks: agent:<id> or operator:<name>; people of a dealer see only their own tickets."
    )
    var actor: String?

    /// What they may see.
    func sight(_ access: Access) throws -> TicketSight { TicketSight(try DeskOptions.actor(actor, nil, access)) }
}

extension Access {
    /// Login name for the record.
    var operatorName: String { variable("USER") ?? variable("LOGNAME") ?? "unknown" }
}

/// A text on the command line, in a file or on standard input.
struct TextOptions: ParsableArguments {
    @Argument(help: "The text; - reads standard input.")
    var text: String?

    @Option(help: "File that holds the text.")
    var file: String?

    /// The text, if any was given.
    func optional() throws -> String? {
        if let file {
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else { throw Failure(.badData, "\(file) is not readable as UTF-8") }
            return text
        }
        return text == "-" ? String(decoding: Surroundings.current.input(), as: UTF8.self) : text
    }

    /// The text.
    func required() throws -> String {
        guard let text = try optional() else {
            throw Failure(.badData, "write a text, name a --file, or give - for standard input")
        }
        return text
    }
}
