import ArgumentParser
import Contracts
import FoundationEssentials
import Postgres
import Triage

/// Models in the database.
struct TriageModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Brings models to the classifiers: adds, compares, activates, rolls back.",
        discussion: """
            Models lie in the database; every classifier sees a change within five seconds and needs no restart. One \
            decides at most, one stands in the shadow at most: it judges the same tickets and decides nothing.
            """,
        subcommands: [Add.self, List.self, Shadow.self, Activate.self, Rollback.self, Drop.self]
    )

    /// File to database.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stores a model file; it decides nothing yet.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "File that `aftersail triage train` made.")
        var file: String

        func run() async throws {
            guard let bytes = FileManager.default.contents(atPath: file), bytes.count <= ModelShelf.most else {
                throw Failure(.badData, "\(file) cannot be read, or is larger than \(ModelShelf.most >> 20) MiB")
            }
            let model: TextModel
            do {
                model = try TextModel(bytes)
                _ = try TrainedModel(model)
            } catch {
                throw Failure(.badData, error.description)
            }
            let isNew = try await common.onShelf { try await $0.add(model, bytes: bytes) }
            common.output.done(
                isNew ? "model \(model.version) is stored as a candidate" : "model \(model.version) is there already",
                .object(["version": .string(model.version), "added": .bool(isNew)])
            )
        }
    }

    /// All of them.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the models, newest first.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let rows = try await common.access.read { database in
                try await database.values(
                    """
                    SELECT m.version, m.state, m.facts, m.added_by, m.added_at,
                        (SELECT max(a.activated_at) FROM triage_activation a WHERE a.version = m.version) AS activated_at
                    FROM triage_model m ORDER BY m.added_at DESC, m.version
                    """
                )
            }
            common.output.rows(
                rows,
                [
                    Column("version", "version"), Column("state", "state"),
                    Column("texts", "facts.texts", alignsRight: true),
                    Column("threshold", "facts.threshold", alignsRight: true),
                    Column("right", "facts.held_out_accuracy", alignsRight: true),
                    Column("covered", "facts.held_out_coverage", alignsRight: true),
                    Column("covered right", "facts.held_out_covered_accuracy", alignsRight: true),
                    Column("by", "added_by"), Column("added", "added_at"), Column("activated", "activated_at"),
                ],
                none: "no model is in the database; the classifiers use their file"
            )
        }
    }

    /// Beside the one that decides.
    struct Shadow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a model judge every ticket that the rules do not decide, and act on none."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "Version of the model.")
        var version: String?
        @Flag(help: "No model stands in the shadow any more.")
        var end = false

        func validate() throws {
            guard (version == nil) == end else { throw ValidationError("name a version, or give --end") }
        }

        func run() async throws {
            let version = version
            let change = try await common.onShelf { try await $0.shadow(version) }
            common.tell(
                change,
                version.map { "model \($0) stands in the shadow; compare with `aftersail triage shadow report`" }
                    ?? "no model stands in the shadow"
            )
        }
    }

    /// From now on.
    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets a model decide.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "Version of the model.")
        var version: String

        func run() async throws {
            let version = version
            let change = try await common.onShelf { try await $0.activate(version) }
            common.tell(change, "model \(version) decides, everywhere within five seconds")
        }
    }

    /// Back to the one before.
    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets the model decide again that did before; without one, the classifiers' file."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let change = try await common.onShelf { try await $0.rollback() }
            let successor = change.version.map { "model \($0)" } ?? "the classifiers' file"
            common.tell(
                change,
                "\(successor) decides again instead of \(change.before ?? "none"), everywhere within five seconds"
            )
        }
    }

    /// For good.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Removes a model that is not in use, with what it guessed in the shadow."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "Version of the model.")
        var version: String

        func run() async throws {
            let version = version
            try await common.onShelf { try await $0.drop(version) }
            common.output.done("model \(version) is gone", .object(["version": .string(version)]))
        }
    }
}

extension CommonOptions {
    /// Runs work on the models in one transaction.
    fileprivate func onShelf<T: Sendable>(_ work: @Sendable (ModelShelf) async throws -> T) async throws -> T {
        let name = access.operatorName
        return try await access.read { database in
            try await database.transaction { try await work(ModelShelf($0, by: name)) }
        }
    }

    fileprivate func tell(_ change: ModelShelf.Change, _ sentence: String) {
        output.done(
            sentence,
            .object([
                "version": change.version.map { .string($0) } ?? .null,
                "before": change.before.map { .string($0) } ?? .null,
            ])
        )
    }
}
