import Contracts

/// A customer as a person reads it.
struct CustomerPage {
    let record: JSONValue
    let output: Output

    func print() {
        let customer = record["customer"]
        output.heading(customer["name"] == .null ? customer["id"].shown : customer["name"].shown)
        for (title, key) in Self.facts where customer[key] != .null {
            output.line("  \(TextWidth.pad(title, to: 14))\(customer[key].shown)")
        }
        table("Contacts", "contacts", [Column("kind", "kind"), Column("channel", "scope"), Column("value", "value")])
        table(
            "Tickets",
            "tickets",
            [
                Column("number", "number"), Column("status", "status"), Column("pri", "priority", alignsRight: true),
                Column("category", "category"), Column("agent", "agent"), Column("subject", "subject", limit: 40),
                Column("opened", "opened_at"),
            ]
        )
        table(
            "Changes",
            "changes",
            [
                Column("at", "at"), Column("by", "by"), Column("level was", "level_was"), Column("is", "level"),
                Column("contract was", "contract_was"), Column("is", "contract"),
            ]
        )
    }

    private static let facts = [
        ("level", "level"), ("contract", "contract"), ("country", "country"), ("locale", "locale"),
        ("known since", "created_at"), ("id", "id"),
    ]

    private func table(_ title: String, _ key: String, _ columns: [Column]) {
        output.section(title, record[key].list, columns)
    }
}
