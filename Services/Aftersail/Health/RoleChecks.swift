import Contracts
import Postgres

/// Whether each role exists, may be taken by this login, and can do its own work and nobody else's.
struct RoleChecks: Sendable {
    let database: Database

    /// A right that a role must have, or must not have.
    private struct Grant {
        let role: String
        let table: String
        let right: String
        let wanted: Bool
    }

    func run() async throws -> [Finding] {
        let roles = Self.roles.map { "aftersail_\($0)" }
        let rows = try await database.values(
            """
            SELECT name, r.oid IS NOT NULL AS there,
                r.oid IS NOT NULL AND pg_has_role(current_user, r.oid, 'MEMBER') AS member
            FROM unnest($1::text[]) AS name
            LEFT JOIN pg_roles r ON r.rolname = name
            """,
            roles
        )
        let missing = rows.filter { $0["there"].truth != true }.map(\.["name"].shown)
        guard missing.isEmpty else {
            return [
                .fail(
                    "roles",
                    "missing: \(missing.joined(separator: ", "))",
                    "run `aftersail migrate` with a login that may create roles"
                )
            ]
        }
        let foreign = rows.filter { $0["member"].truth != true }.map(\.["name"].shown)
        let membership: Finding =
            foreign.isEmpty
            ? .ok("roles", "\(roles.count) roles, all open to this login")
            : .warn(
                "roles",
                "this login may not act as \(foreign.joined(separator: ", "))",
                "GRANT the role to the login of the worker that needs it"
            )
        return [membership, try await grants()]
    }

    private func grants() async throws -> Finding {
        let rows = try await database.values(
            """
            SELECT role, tab, kind, has_table_privilege(role, 'aftersail.' || tab, kind) AS held
            FROM unnest($1::text[], $2::text[], $3::text[]) AS g (role, tab, kind)
            """,
            Self.grants.map { "aftersail_\($0.role)" },
            Self.grants.map(\.table),
            Self.grants.map(\.right)
        )
        let wrong = zip(Self.grants, rows).filter { $0.0.wanted != $0.1["held"].truth }.map { grant, _ in
            "\(grant.role) \(grant.wanted ? "lacks" : "should not have") \(grant.right) on \(grant.table)"
        }
        return wrong.isEmpty
            ? .ok("grants", "\(rows.count) rights as designed")
            : .fail(
                "grants",
                wrong.joined(separator: "; "),
                "GRANT or REVOKE it, or restore the schema's grants from ops/migrations"
            )
    }

    private static let roles = [
        "intake", "classifier", "dispatcher", "sla_monitor", "notifier", "survey", "mailbox", "desk",
        "operator", "reader", "tester",
    ]

    /// What each owner writes; everybody else of the list may not.
    private static let owners = [
        "ticket": "intake", "message": "intake", "triage": "classifier", "assignment": "dispatcher",
        "sla_clock": "sla_monitor", "notification": "notifier", "survey": "survey", "ticket_state": "desk",
        "setup_document": "operator", "triage_correction": "desk", "triage_model": "operator",
        "triage_shadow": "classifier", "mailbox": "mailbox", "mailbox_message": "mailbox",
    ]

    private static let grants: [Grant] = owners.sorted { $0.key < $1.key }.flatMap { table, owner in
        roles.filter { $0 != "tester" }.map { Grant(role: $0, table: table, right: "INSERT", wanted: $0 == owner) }
    }
}
