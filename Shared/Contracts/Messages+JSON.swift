import FoundationEssentials
import Tickets

// The four messages of every ticket, by hand; the golden files hold their bytes.

extension TicketOpenedV1: JSONWritable, WireReadable {
    /// Writes the message.
    public func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("clockStart", clockStart)
        json.member("customerID", customerID)
        json.key("machine")
        json.write(machine)
        json.member("messageID", messageID)
        json.member("ticketID", ticketID)
        json.endObject()
    }

    init?(_ fields: WireFields) {
        guard let ticketID = fields.id("ticketID"), let messageID = fields.id("messageID"),
            let customerID = fields.id("customerID"), let clockStart = fields.date("clockStart"),
            let machine = fields.flag("machine")
        else { return nil }
        self.init(
            ticketID: ticketID,
            messageID: messageID,
            customerID: customerID,
            clockStart: clockStart,
            machine: machine
        )
    }
}

extension TicketClassifiedV1: JSONWritable, WireReadable {
    /// Writes the message.
    public func write(to json: inout JSONBuilder) throws {
        json.beginObject()
        json.member("articleID", articleID)
        json.member("category", category)
        json.key("confidence")
        try json.write(confidence)
        json.member("lane", lane.rawValue)
        json.member("language", language)
        json.member("priority", priority)
        json.member("rulesVersion", rulesVersion)
        json.member("ticketID", ticketID)
        json.endObject()
    }

    init?(_ fields: WireFields) {
        let (category, articleID) = (fields.text("category"), fields.text("articleID"))
        guard let ticketID = fields.id("ticketID"), let confidence = fields.number("confidence"),
            let language = fields.text("language"), let priority = fields.integer("priority"),
            let lane = fields.text("lane").flatMap(Lane.init(rawValue:)),
            let rulesVersion = fields.text("rulesVersion"),
            category != nil || fields.lacks("category"), articleID != nil || fields.lacks("articleID")
        else { return nil }
        self.init(
            ticketID: ticketID,
            category: category,
            confidence: confidence,
            language: language,
            priority: priority,
            lane: lane,
            rulesVersion: rulesVersion,
            articleID: articleID
        )
    }
}

extension TicketAssignedV1: JSONWritable, WireReadable {
    /// Writes the message.
    public func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("agentID", agentID)
        json.member("assignmentID", assignmentID)
        json.member("teamID", teamID)
        json.member("ticketID", ticketID)
        json.endObject()
    }

    init?(_ fields: WireFields) {
        guard let ticketID = fields.id("ticketID"), let assignmentID = fields.id("assignmentID"),
            let agentID = fields.text("agentID"), let teamID = fields.text("teamID")
        else { return nil }
        self.init(ticketID: ticketID, assignmentID: assignmentID, agentID: agentID, teamID: teamID)
    }
}

extension SLAPromisedV1: JSONWritable, WireReadable {
    /// Writes the message.
    public func write(to json: inout JSONBuilder) {
        json.beginObject()
        json.member("earliest", earliest)
        json.member("latest", latest)
        json.member("policyVersion", policyVersion)
        json.member("ticketID", ticketID)
        json.endObject()
    }

    init?(_ fields: WireFields) {
        let (earliest, latest) = (fields.date("earliest"), fields.date("latest"))
        guard let ticketID = fields.id("ticketID"), let policyVersion = fields.text("policyVersion"),
            earliest != nil || fields.lacks("earliest"), latest != nil || fields.lacks("latest")
        else { return nil }
        self.init(ticketID: ticketID, earliest: earliest, latest: latest, policyVersion: policyVersion)
    }
}
