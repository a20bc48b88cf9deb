import Contracts
import FoundationEssentials
import Postgres
import Tickets

extension Transaction {
    /// Columns of a `KnownTicket` for `ticket AS t LEFT JOIN triage AS g`.
    static let ticketColumns = """
        t.id AS ticket_id, t.number, COALESCE(g.lane, 'normal') AS lane,
        ARRAY(
            SELECT DISTINCT p.point FROM message w CROSS JOIN unnest(w.sender_points) AS p (point)
            WHERE w.ticket_id = t.id AND NOT w.flags @> '{joined_by_token}'
        ) AS participants
        """

    /// Loads what is known about the arrivals, in one flight behind the locks on their ids.
    func facts(about arrivals: [Arrival]) async throws -> IntakeFacts {
        enqueueLocks(on: Set(arrivals.map(\.receipt.message)))
        let (receipts, stored, mailed, named, numbers, points, ahead) = try await together(
            { try await self.receipts(of: arrivals) },
            { try await ticketsAnswered(by: arrivals) },
            { try await ticketsOfOurMail(answeredBy: arrivals) },
            { try await ticketsNamed(by: arrivals) },
            { try await ticketsQuoted(by: arrivals) },
            { try await knownPoints(of: arrivals) },
            { try await repliesAhead(of: arrivals) }
        )
        var facts = IntakeFacts()
        (facts.receipts, facts.changed) = receipts
        facts.references = mailed.merging(stored) { mailed, stored in mailed + stored }
        facts.ours = Set(mailed.keys)
        facts.returned = try await tickets(ofMails: arrivals.flatMap(\.request.returned))
        facts.declined = try await tickets(ofMails: arrivals.compactMap(\.tokens.declined))
        facts.named = named
        facts.numbers = numbers
        facts.points = points
        facts.repliesAhead = ahead
        return facts
    }

    /// One turn at a time for each message's id, until the commit: other contents of it wait here, then see the first.
    ///
    /// docs/operations.md lists all locks.
    private func enqueueLocks(on messages: Set<MessageKey>) {
        enqueue(
            """
            SELECT pg_advisory_xact_lock(7011, s.k)
            FROM (
                SELECT DISTINCT hashtext(n.channel || n.account || n.external_id) AS k
                FROM unnest($1::text[], $2::text[], $3::text[]) AS n (channel, account, external_id)
                ORDER BY 1
            ) AS s
            """,
            messages.map(\.channel.rawValue),
            messages.map(\.account.text),
            messages.map(\.externalID.text)
        )
    }

    /// The receipt with the same content or else the earliest with another.
    private func receipts(
        of arrivals: [Arrival]
    ) async throws -> ([ReceiptKey: KnownTicket], [MessageKey: KnownTicket]) {
        let keys = arrivals.map(\.receipt)
        let rows = try await rows(
            """
            SELECT k.position, r.content_sha256 = k.content AS is_same, \(Self.ticketColumns)
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
                WITH ORDINALITY AS k (channel, account, external_id, content, position)
            JOIN LATERAL (
                SELECT i.ticket_id, i.content_sha256
                FROM intake_receipt i
                WHERE i.channel = k.channel AND i.account = k.account AND i.external_id = k.external_id
                ORDER BY i.content_sha256 = k.content DESC, i.message_id
                LIMIT 1
            ) r ON true
            JOIN ticket t ON t.id = r.ticket_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            """,
            keys.map(\.message.channel.rawValue),
            keys.map(\.message.account.text),
            keys.map(\.message.externalID.text),
            keys.map { Bytes($0.content) }
        )
        var same: [ReceiptKey: KnownTicket] = [:]
        var changed: [MessageKey: KnownTicket] = [:]
        for row in rows {
            let key = keys[try row.position()]
            if try row("is_same") {
                same[key] = try row.ticket()
                // A changed message of this batch belongs there, too.
                changed[key.message] = same[key]
            } else {
                changed[key.message] = try row.ticket()
            }
        }
        return (same, changed)
    }

    private func ticketsAnswered(by arrivals: [Arrival]) async throws -> [Reference: [KnownTicket]] {
        let spelled = Self.spelled(arrivals.flatMap(\.references))
        guard !spelled.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT k.position, \(Self.ticketColumns)
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (channel, id, position)
            JOIN LATERAL (
                SELECT DISTINCT m.ticket_id
                FROM message m
                WHERE md5(m.external_id) = md5(k.id) AND m.external_id = k.id AND m.channel = k.channel
                LIMIT 5
            ) m ON true
            JOIN ticket t ON t.id = m.ticket_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            """,
            spelled.map(\.reference.channel.rawValue),
            spelled.map(\.spelling)
        )
        return try Self.grouped(rows, by: spelled.map(\.reference))
    }

    private func ticketsOfOurMail(answeredBy arrivals: [Arrival]) async throws -> [Reference: [KnownTicket]] {
        let spelled = Self.spelled(arrivals.flatMap(\.references).filter { $0.channel == .email })
        guard !spelled.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT k.position, \(Self.ticketColumns)
            FROM unnest($1::text[]) WITH ORDINALITY AS k (id, position)
            JOIN LATERAL (
                SELECT DISTINCT n.ticket_id FROM notification n WHERE n.mail_id = k.id LIMIT 5
            ) n ON true
            JOIN ticket t ON t.id = n.ticket_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            """,
            spelled.map(\.spelling)
        )
        return try Self.grouped(rows, by: spelled.map(\.reference))
    }

    private func tickets(ofMails notifications: [UUID]) async throws -> [UUID: KnownTicket] {
        guard !notifications.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT n.id, \(Self.ticketColumns)
            FROM notification n
            JOIN ticket t ON t.id = n.ticket_id
            LEFT JOIN triage g ON g.ticket_id = t.id
            WHERE n.id = ANY($1)
            """,
            notifications
        )
        return Dictionary(try rows.map { (try $0("id"), try $0.ticket()) }, uniquingKeysWith: { first, _ in first })
    }

    private func ticketsNamed(by arrivals: [Arrival]) async throws -> [UUID: KnownTicket] {
        let ids = Set(arrivals.flatMap(\.tokens.tickets)).sorted()
        guard !ids.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT \(Self.ticketColumns)
            FROM unnest($1::uuid[]) AS k (id)
            JOIN ticket t ON t.id = k.id
            LEFT JOIN triage g ON g.ticket_id = t.id
            """,
            ids
        )
        let tickets = try rows.map { try $0.ticket() }
        return Dictionary(tickets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func ticketsQuoted(by arrivals: [Arrival]) async throws -> [String: KnownTicket] {
        let numbers = Set(arrivals.flatMap(\.quoted)).sorted()
        guard !numbers.isEmpty else { return [:] }
        let rows = try await rows(
            """
            SELECT \(Self.ticketColumns)
            FROM unnest($1::text[]) AS k (number)
            JOIN ticket t ON t.number = k.number
            LEFT JOIN triage g ON g.ticket_id = t.id
            """,
            numbers
        )
        let tickets = try rows.map { try $0.ticket() }
        return Dictionary(tickets.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func knownPoints(of arrivals: [Arrival]) async throws -> [ContactPoint: KnownPoint] {
        let points = Array(Set(arrivals.flatMap(\.request.points)))
        let rows = try await rows(
            """
            SELECT k.position, p.customer_id, c.name IS NULL AS lacks_name, c.country IS NULL AS lacks_country,
                c.locale IS NULL AS lacks_locale
            FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k (kind, scope, value, position)
            JOIN contact_point p ON p.kind = k.kind AND p.scope = k.scope AND p.value = k.value
            JOIN customer c ON c.id = p.customer_id
            """,
            points.map(\.kind.rawValue),
            points.map(\.scope),
            points.map(\.scopedValue)
        )
        var known: [ContactPoint: KnownPoint] = [:]
        for row in rows {
            known[points[try row.position()]] = KnownPoint(
                customer: try row("customer_id"),
                lacksName: try row("lacks_name"),
                lacksCountry: try row("lacks_country"),
                lacksLocale: try row("lacks_locale")
            )
        }
        return known
    }

    /// Replies of the last hour that name one of the arrivals as their original.
    private func repliesAhead(of arrivals: [Arrival]) async throws -> [Reference: Set<UUID>] {
        let spelled = Self.spelled(arrivals.map(\.reference))
        let rows = try await rows(
            """
            SELECT DISTINCT k.position, m.ticket_id
            FROM message m
            CROSS JOIN unnest(m.in_reply_to) AS r (id)
            JOIN unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (channel, id, position)
                ON k.id = r.id AND k.channel = m.channel
            WHERE m.in_reply_to <> '{}' AND m.in_reply_to && $2::text[]
                AND m.created_at > aftersail.now() - interval '1 hour'
            LIMIT 1000
            """,
            spelled.map(\.reference.channel.rawValue),
            spelled.map(\.spelling)
        )
        var ahead: [Reference: Set<UUID>] = [:]
        for row in rows { ahead[spelled[try row.position()].reference, default: []].insert(try row("ticket_id")) }
        return ahead
    }

    private static func spelled(_ references: [Reference]) -> [(reference: Reference, spelling: String)] {
        Set(references).flatMap { reference in reference.spellings.map { (reference, $0) } }
    }

    private static func grouped(_ rows: Rows, by references: [Reference]) throws -> [Reference: [KnownTicket]] {
        var tickets: [Reference: [KnownTicket]] = [:]
        for row in rows { tickets[references[try row.position()], default: []].append(try row.ticket()) }
        return tickets
    }
}

extension Row {
    /// Place of the key, from 0, in the arrays the query was given.
    func position() throws -> Int { Int(try self("position") as Int64) - 1 }

    /// The columns of `Transaction.ticketColumns`.
    func ticket() throws -> KnownTicket {
        KnownTicket(
            id: try self("ticket_id"),
            number: try self("number"),
            lane: Lane(rawValue: try self("lane")) ?? .normal,
            participants: Set((try self("participants") as [String]).map { ExactText($0) })
        )
    }
}
