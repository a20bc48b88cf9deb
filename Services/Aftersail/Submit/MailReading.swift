import Contracts
import Mail
import MailIntake
import MailStore

/// Turns the bytes of a mail into a request, once store and files have them.
struct MailReading {
    let store: MailStore
    let intake: MailIntake
    private let parser = MailParser()

    init(store: MailStore, intake: MailIntake) {
        self.store = store
        self.intake = intake
    }

    /// Bytes of one mail that are read; more are only kept.
    var mostBytes: Int { parser.limits.bytes }

    /// A mail of a file.
    func request(_ raw: [UInt8], place: String, delivery: MailDelivery) throws -> SubmittedRequest {
        try request(raw, original: try store.keep(raw), place: place, delivery: delivery)
    }

    /// A mail whose original is kept already; `raw` may be its beginning, and one byte more than is read.
    func request(
        _ raw: [UInt8],
        original: KeptFile,
        place: String,
        delivery: MailDelivery
    ) throws -> SubmittedRequest {
        let mail = parser.parse(raw)
        let kept = KeptMail(original: original, files: try store.keepFiles(of: mail))
        let request = intake.request(mail, kept: kept, delivery: delivery)
        return SubmittedRequest(place: place, body: try WireJSON.encode(request))
    }
}
