import Contracts

/// A ticket as a person reads it.
struct TicketPage {
    let record: JSONValue
    let output: Output

    func print() {
        facts()
        conversation()
        table(
            "Clocks",
            "clocks",
            [
                Column("metric", "metric"), Column("cycle", "cycle"), Column("state", "state"), Column("due", "due_at"),
                Column("stopped", "stopped_at"), Column("deadline", "deadline_version"),
            ]
        )
        table(
            "Mails",
            "notifications",
            [
                Column("template", "template"), Column("to", "audience"), Column("language", "language"),
                Column("state", "state"), Column("sent", "sent_at"), Column("failure", "failure"), Column("id", "id"),
            ]
        )
        triage()
        table(
            "Corrected",
            "corrections",
            [
                Column("at", "at"), Column("by", "by"), Column("was", "category_was"), Column("is", "category"),
                Column("language", "language"),
            ]
        )
        dispatch()
        table(
            "Record",
            "ledger",
            [Column("at", "at"), Column("kind", "kind"), Column("by", "actor"), Column("data", "data", limit: 70)]
        )
    }

    private func facts() {
        let ticket = record["ticket"]
        output.heading("\(ticket["number"].shown)  \(ticket["subject"].shown)")
        for (title, keys) in Self.facts {
            let shown = keys.map { ticket[$0] }.filter { $0 != .null }.map(\.shown)
            if !shown.isEmpty { output.line("  \(TextWidth.pad(title, to: 14))\(shown.joined(separator: ", "))") }
        }
    }

    private static let facts: [(String, [String])] = [
        ("status", ["status", "wait_reason"]), ("version", ["version"]), ("cycle", ["cycle"]),
        ("customer", ["customer_name", "customer_level", "country"]),
        ("channel", ["channel", "account", "external_id"]),
        ("product", ["product_model", "product_serial", "order_number"]), ("team", ["team"]), ("agent", ["agent"]),
        ("priority", ["priority", "lane"]), ("opened", ["opened_at"]), ("assigned", ["assigned_at"]),
        ("acknowledged", ["acknowledged_at"]), ("next due", ["next_due_at"]), ("resolved", ["resolved_at"]),
        ("closed", ["closed_at"]), ("id", ["id"]),
    ]

    private func conversation() {
        for entry in record["conversation"].list {
            output.line()
            output.heading("\(entry["at"].shown)  \(entry["author"].shown)  \(entry["kind"].shown)")
            if entry["flags"].list.contains(.string("joined_by_token")) {
                let senders = entry["sender_points"].list.map(\.shown).joined(separator: ", ")
                output.line("  ! joined by a token of ours, from \(senders): who never wrote on this ticket before")
            }
            let body = (entry["body"].string ?? "").printable(keepingLines: true)
            for line in body.split(separator: "\n", omittingEmptySubsequences: false) { output.line("  \(line)") }
        }
    }

    private func triage() {
        let triage = record["triage"]
        guard triage != .null else { return }
        output.line()
        let model = triage["model_version"] == .null ? "" : ", model \(triage["model_version"].shown)"
        output.heading("Why it is sorted so (rules \(triage["rules_version"].shown)\(model))")
        let category = triage["abstained"].truth == true ? "undecided, a person sorts it" : triage["category"].shown
        let decider = triage["decided_by"] == .null ? "" : ", by \(triage["decided_by"].shown)"
        output.line("  category    \(category), confidence \(triage["confidence"].shown)\(decider)")
        output.line("  language    \(triage["language"].shown), confidence \(triage["language_confidence"].shown)")
        output.line(
            "  priority    \(triage["priority"].shown) from urgency \(triage["urgency"].shown), impact \(triage["impact"].shown)"
        )
        if triage["article_id"] != .null {
            let version = "version \(triage["article_version"].shown), confidence \(triage["article_confidence"].shown)"
            output.line("  answered by article \(triage["article_id"].shown), \(version)")
        }
        for finding in triage["evidence"].list { output.line("  found       \(TextWidth.cut(finding.shown, to: 100))") }
        for number in triage["extracted"].list { output.line("  names       \(TextWidth.cut(named(number), to: 100))") }
    }

    private func named(_ number: JSONValue) -> String {
        let proof = number["checked"].string == "passed" ? ", check digit right" : ""
        let written = number["text"] == number["value"] ? "" : ", written '\(number["text"].shown)'"
        return "\(number["kind"].shown) \(number["value"].shown)\(proof)\(written)"
    }

    private func dispatch() {
        for assignment in record["assignments"].list {
            output.line()
            output.heading(
                "Given to \(assignment["agent_id"].shown) at \(assignment["assigned_at"].shown)"
                    + (assignment["ended_at"] == .null
                        ? "" : ", until \(assignment["ended_at"].shown) (\(assignment["end_reason"].shown))")
            )
            explain(assignment["explanation"])
        }
        guard record["waiting"] != .null else { return }
        output.line()
        output.heading(
            "Waits for somebody since \(record["waiting.since"].shown), next try \(record["waiting.retry_at"].shown)"
        )
        explain(record["waiting.explanation"])
    }

    private func explain(_ explanation: JSONValue) {
        for (name, value) in explanation.members.sorted(by: { $0.key < $1.key }) {
            guard case .array(let entries) = value else {
                output.line("  \(name): \(TextWidth.cut(value.shown, to: 100))")
                continue
            }
            for entry in entries { output.line("  \(name): \(TextWidth.cut(entry.shown, to: 100))") }
        }
    }

    private func table(_ title: String, _ key: String, _ columns: [Column]) {
        output.section(title, record[key].list, columns)
    }
}
