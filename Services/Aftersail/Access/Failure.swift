import ArgumentParser
import Broker
import Desk
import FoundationEssentials
import MailStore
import Postgres
import WorkerKit

/// Why a command ends without having done its work.
struct Failure: Error {
    let status: ExitStatus
    /// What was tried and what to do.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The failure that an error means; nil for what ArgumentParser explains itself.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as DeskError: self.init(Self.status(of: error), error.description)
        case let error as PostgresError: self.init(Self.status(of: error), Self.advice(error))
        case let error as BrokerError: self.init(Self.status(of: error), error.description)
        case let error as MailStoreError: self.init(Self.status(of: error), error.description)
        case let error as SettingsError: self.init(.badData, error.description)
        case let error as any ExplainedFailure: self.init(.refused, error.explanation)
        case is ExitCode, is ValidationError, is CleanExit: return nil
        case is DecodingError: self.init(.badData, "a stored value is not readable by this version: \(error)")
        case is CancellationError: self.init(.tryLater, "interrupted")
        case let error as CocoaError: self.init(.badData, "a file could not be read or written: \(error.code.rawValue)")
        default: return nil
        }
    }

    private static func status(of error: DeskError) -> ExitStatus {
        switch error {
        case .unknownTicket, .unknownAgent, .unknownSurvey, .unknownNotification, .badText, .badScore,
            .badLanguage, .unknownTeam, .agentOfOtherTeam, .unknownCustomer, .badContact, .badContract:
            .badData
        case .unclassified: .tryLater
        case .illegal, .versionChanged, .ended, .surveyOver, .notSettleable, .alreadyThere, .notYours: .refused
        }
    }

    /// A mail server that asks is told to try again anyway.
    private static func status(of error: MailStoreError) -> ExitStatus {
        switch error {
        case .badAddress: .badData
        case .notSwept: .refused
        case .full, .notPermitted, .notAFolder, .foreign, .absent, .damaged, .tooLarge, .away, .refused, .other:
            .tryLater
        }
    }

    private static func status(of error: PostgresError) -> ExitStatus {
        switch error.category {
        case .retry: .tryLater
        case .outage: if case .commitUnknown = error { .tryLater } else { .serviceAway }
        case .poison: .badData
        case .bug: .fault
        }
    }

    private static func status(of error: BrokerError) -> ExitStatus {
        switch error {
        case .invalidAddress, .tooLarge: .badData
        case .refused: error.isTransient ? .tryLater : .refused
        case .cannotConnect, .connectionLost, .deadlineExceeded, .closed, .cancelled: .serviceAway
        }
    }

    private static func advice(_ error: PostgresError) -> String {
        guard case .rejected(let state, _, _) = error else { return error.description }
        return switch state {
        case "42P01", "3F000", "42883": "\(error); run `aftersail migrate`"
        case "42501": "\(error); the role may not do this, see `aftersail doctor`"
        default: error.description
        }
    }
}
