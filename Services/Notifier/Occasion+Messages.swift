import Contracts
import FoundationEssentials

/// A message that somebody is told of.
protocol Announced: Message {
    var occasion: Occasion { get }
}

extension UUID {
    /// As it stands in reasons, links and message ids.
    var text: String { lowercase }
}

extension SLAPromisedV1: Announced {
    var occasion: Occasion {
        Occasion(ticketID, "acknowledgement:\(ticketID.text)", .promised(earliest: earliest, latest: latest))
    }
}

extension TicketAssignedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "assigned:\(assignmentID.text)", .assigned(agent: agentID)) }
}

extension TicketReturnedV1: Announced {
    var occasion: Occasion {
        Occasion(ticketID, "returned:\(assignmentID.text)", .returned(agent: agentID, reason: reason))
    }
}

extension TicketMessageReceivedV1: Announced {
    /// A machine's message is told to nobody; the plan knows by the ticket, this message by itself.
    var occasion: Occasion { Occasion(ticketID, "message:\(messageID.text)", .customerWrote) }
}

extension TicketObjectedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "objection:\(entryID.text)", .customerWrote) }
}

extension TicketRepliedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "reply:\(entryID.text)", .replied(entry: entryID)) }
}

extension TicketProposedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "proposal:\(entryID.text)", .proposed(entry: entryID)) }
}

extension TicketResolvedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "resolved:\(ticketID.text):\(cycle)", .resolved(cycle: cycle)) }
}

extension TicketClosedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "closed:\(ticketID.text):\(cycle)", .closed(cycle: cycle)) }
}

extension TicketReopenedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "reopened:\(ticketID.text):\(cycle)", .reopened(cycle: cycle)) }
}

extension SLAWarnedV1: Announced {
    var occasion: Occasion {
        Occasion(
            ticketID,
            "warned:\(ticketID.text):\(metric):\(cycle):\(share):\(deadlineVersion)",
            .warned(metric: metric, dueAt: dueAt)
        )
    }
}

extension SLABreachedV1: Announced {
    var occasion: Occasion {
        Occasion(
            ticketID,
            "breached:\(ticketID.text):\(metric):\(cycle):\(level):\(deadlineVersion)",
            .breached(metric: metric, role: role, dueAt: dueAt)
        )
    }
}

extension SLAProgressDueV1: Announced {
    /// A silence that goes on is asked about again, each time with another instant.
    var occasion: Occasion {
        let due = Int(dueAt.timeIntervalSince1970.rounded(.down))
        return Occasion(ticketID, "progress:\(ticketID.text):\(cycle):\(due)", .progressDue)
    }
}

extension SurveyInvitedV1: Announced {
    var occasion: Occasion { Occasion(ticketID, "survey:\(surveyID.text)", .surveyInvited(survey: surveyID)) }
}

extension SurveyLowScoreV1: Announced {
    var occasion: Occasion {
        Occasion(ticketID, "follow-up:\(followUpID.text)", .lowScore(survey: surveyID, score: score))
    }
}
