/// Every circle that is tried.
enum CircleTable {
    /// Those that one address, one domain or another instance of ours can bring about.
    static let all =
        answeringMachines + strippedMachines + wanderers + mailSystems + ticketSystems + passersOn + instances

    private static let addressHour = "budget of the address: 5 automatic mails an hour"
    private static let domain = "waits for room in the budget of its domain"
    private static let joins = "joins its ticket"

    /// Absence notes and their like whose header says what they are.
    private static let answeringMachines = [
        Circle(
            name: "an absence note to the envelope's sender, as RFC 3834 wants it",
            habit: Habit(target: .envelope, fields: ["Auto-Submitted: auto-replied (vacation)"], isNull: true),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "an absence note to From",
            habit: Habit(fields: ["Auto-Submitted: auto-replied"]),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "Exchange's automatic reply",
            habit: Habit(
                subject: .fixed("Automatic reply: The pump leaks"),
                fields: ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"],
                threads: false
            ),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "a notice of an answering service (RFC 5436)",
            habit: Habit(subject: .fixed("Note"), fields: ["Auto-Submitted: auto-notified; owner-email=pat@p.example"]),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "the old vacation program, with Precedence alone",
            habit: Habit(subject: .fixed("away from my mail"), fields: ["Precedence: bulk"], threads: false),
            stop: "auto_reply by precedence:bulk"
        ),
        Circle(
            name: "an answer marked as junk by its sender",
            habit: Habit(subject: .fixed("Hello"), fields: ["Precedence: junk"], threads: false),
            stop: "auto_reply by precedence:junk"
        ),
        Circle(
            name: "an answer with X-Autoreply",
            habit: Habit(subject: .fixed("Hello"), fields: ["X-Autoreply: yes"], threads: false),
            stop: "auto_reply by x-autoreply"
        ),
        Circle(
            name: "an answer with X-Autorespond",
            habit: Habit(subject: .fixed("Hello"), fields: ["X-Autorespond: Hello"], threads: false),
            stop: "auto_reply by x-autorespond"
        ),
        Circle(
            name: "a procmail recipe with X-Loop",
            habit: Habit(subject: .fixed("Hello"), fields: ["X-Loop: pat@p.example"], threads: false),
            stop: "auto_reply by x-loop"
        ),
    ]

    /// The same without a header to tell them by.
    private static let strippedMachines =
        [
            ("German", "Abwesenheitsnotiz: Urlaub"), ("Chinese", "自动回复: 水泵漏水"), ("Arabic", "رد تلقائي: المضخة"),
            ("Vietnamese", "Trả lời tự động: máy bơm"), ("Spanish", "Respuesta automática: la bomba"),
            ("French", "Réponse automatique : la pompe"), ("Japanese", "自動返信: ポンプ"),
        ]
        .map { language, subject in
            Circle(
                name: "a \(language) absence note, header stripped",
                habit: Habit(subject: .fixed(subject), threads: false),
                stop: "auto_reply by subject:automatic"
            )
        } + [
            Circle(
                name: "a confirmation that says so in its text alone",
                habit: Habit(
                    subject: .fixed("We have your mail"),
                    threads: false,
                    body: "This is an automatic reply. We are on it."
                ),
                stop: "auto_reply by text:automatic"
            ),
            Circle(
                name: "a stripped answer that names our mail",
                habit: Habit(),
                stop: joins
            ),
            Circle(
                name: "a stripped answer with our subject alone",
                habit: Habit(threads: false),
                stop: joins
            ),
            Circle(
                name: "a stripped answer with a subject of its own",
                habit: Habit(subject: .fixed("Hello"), threads: false),
                stop: addressHour
            ),
            Circle(
                name: "a stripped answer with another subject each time",
                habit: Habit(subject: .counted("Your matter"), threads: false),
                stop: addressHour
            ),
            Circle(
                name: "a stripped answer that quotes us below",
                habit: Habit(subject: .fixed("Hello"), threads: false, quotes: true),
                stop: addressHour
            ),
            Circle(
                name: "five stripped answers to each mail",
                habit: Habit(subject: .counted("Your matter"), threads: false, copies: 5),
                stop: addressHour
            ),
            Circle(
                name: "an address that says that nobody reads it",
                habit: Habit(subject: .fixed("Hello"), threads: false),
                stop: "nobody reads that address, it says",
                first: """
                    From: Shop <no-reply@DOMAIN>
                    Message-ID: <order@DOMAIN>
                    Subject: Your order

                    Your order has been sent.
                    """
            ),
            Circle(
                name: "nobody reads this address, it says so in its own words",
                habit: Habit(
                    subject: .fixed("Mailbox not monitored"),
                    threads: false,
                    body: "Nobody reads what you send here. Please use our web form."
                ),
                stop: addressHour
            ),
            Circle(
                name: "prove that you are human, for each mail anew",
                habit: Habit(
                    subject: .counted("Please confirm"),
                    threads: false,
                    body: "Follow this link so that your mail is delivered: https://c.example/confirm"
                ),
                stop: addressHour
            ),
            Circle(
                name: "prove that you are human, with a header that says what it is",
                habit: Habit(
                    subject: .counted("Please confirm"),
                    fields: ["Auto-Submitted: auto-replied"],
                    threads: false
                ),
                stop: "auto_reply by auto-submitted"
            ),
        ]

    /// Stripped answers from ever other addresses.
    private static let wanderers: [Circle] = [
        Circle(
            name: "from a new local part each time",
            habit: Habit(author: .localPart, subject: .fixed("Hello"), threads: false),
            extent: .domain,
            stop: domain
        ),
        Circle(
            name: "from a new local part each time, naming our mail",
            habit: Habit(author: .localPart),
            extent: .domain,
            stop: domain
        ),
        Circle(
            name: "from a new extension of the local part each time",
            habit: Habit(author: .plus, subject: .counted("Your matter"), threads: false),
            extent: .domain,
            stop: domain
        ),
        Circle(
            name: "from a new sub-domain each time",
            habit: Habit(author: .subDomain, subject: .fixed("Hello"), threads: false),
            extent: .domain,
            stop: domain
        ),
        Circle(
            name: "three from new local parts for each mail",
            habit: Habit(author: .localPart, subject: .fixed("Hello"), threads: false, copies: 3),
            extent: .domain,
            stop: domain
        ),
        Circle(
            name: "from the same address in other letters",
            habit: Habit(author: .letterCase, subject: .fixed("Hello"), threads: false),
            stop: addressHour
        ),
        Circle(
            name: "from an alias",
            habit: Habit(author: .alias, subject: .fixed("Hello"), threads: false),
            extent: .addresses(2),
            stop: addressHour
        ),
        Circle(
            name: "from two addresses in turn",
            habit: Habit(author: .inTurn, subject: .fixed("Hello"), threads: false),
            extent: .addresses(2),
            stop: addressHour
        ),
    ]

    /// What cannot deliver, or says how it went.
    private static let mailSystems = [
        Circle(
            name: "a mail system that reports every mail as undeliverable",
            habit: Habit(
                form: .report(status: "5.1.1", action: "failed"),
                author: .system("MAILER-DAEMON"),
                target: .envelope,
                subject: .fixed("Undelivered Mail Returned to Sender"),
                isNull: true
            ),
            stop: "bounce by content-type:delivery-status"
        ),
        Circle(
            name: "the same twice for each mail",
            habit: Habit(
                form: .report(status: "5.1.1", action: "failed"),
                author: .system("MAILER-DAEMON"),
                target: .envelope,
                subject: .fixed("Undelivered Mail Returned to Sender"),
                isNull: true,
                copies: 2
            ),
            stop: "bounce by content-type:delivery-status"
        ),
        Circle(
            name: "a mail system that reports delays",
            habit: Habit(
                form: .report(status: "4.4.1", action: "delayed"),
                author: .system("MAILER-DAEMON"),
                target: .envelope,
                subject: .fixed("Delayed Mail"),
                isNull: true,
                copies: 3
            ),
            stop: "bounce by content-type:delivery-status"
        ),
        Circle(
            name: "a mail system without a report",
            habit: Habit(
                author: .system("MAILER-DAEMON"),
                subject: .fixed("failure notice"),
                threads: false,
                body: "I'm afraid I wasn't able to deliver your message.",
                isNull: true
            ),
            stop: "bounce by from:mailer-daemon"
        ),
        Circle(
            name: "a postmaster without a report, from an address of its own",
            habit: Habit(
                author: .system("postmaster"),
                subject: .fixed("Undeliverable: your mail"),
                threads: false,
                body: "Your message could not be delivered: 550 5.1.1 user unknown"
            ),
            stop: "bounce by from:postmaster"
        ),
        Circle(
            name: "a bounce of a bounce",
            habit: Habit(
                form: .report(status: "5.1.1", action: "failed"),
                author: .system("MAILER-DAEMON"),
                isNull: true
            ),
            stop: "bounce by content-type:delivery-status",
            first: """
                Return-Path: <>
                From: MAILER-DAEMON@DOMAIN
                To: service@a.example
                Message-ID: <dsn1@DOMAIN>
                Subject: Undelivered Mail Returned to Sender
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; DOMAIN

                Final-Recipient: rfc822; MAILER-DAEMON@other.example
                Action: failed
                Status: 5.1.1
                --b--

                """
        ),
        Circle(
            name: "a receipt for every mail",
            habit: Habit(form: .receipt, subject: .fixed("Read: your mail")),
            stop: "report by content-type:disposition-notification"
        ),
    ]

    /// Another help desk, with numbers and confirmations of its own.
    private static let ticketSystems = [
        Circle(
            name: "OTRS and Znuny",
            habit: Habit(
                subject: .counted("[Ticket#2026112300] Confirmation"),
                fields: ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Auto-Response-Suppress: All"]
            ),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "Zammad",
            habit: Habit(
                subject: .counted("[Ticket#67]"),
                fields: [
                    "X-Loop: yes", "Precedence: bulk", "Auto-Submitted: auto-generated",
                    "X-Auto-Response-Suppress: All",
                ]
            ),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "Request Tracker",
            habit: Habit(
                subject: .counted("[support #7] AutoReply"),
                fields: ["Precedence: bulk", "RT-Originator: pat@p.example", "X-RT-Loop-Prevention: support"]
            ),
            stop: "auto_reply by precedence:bulk"
        ),
        Circle(
            name: "osTicket",
            habit: Habit(
                subject: .counted("Support Ticket Opened"),
                fields: [
                    "X-Autoreply: yes", "X-Auto-Response-Suppress: ALL, AutoReply", "Auto-Submitted: auto-replied",
                ]
            ),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "a help desk that only asks for silence",
            habit: Habit(
                subject: .counted("Case"),
                fields: ["X-Auto-Response-Suppress: DR, OOF, AutoReply"],
                threads: false
            ),
            stop: addressHour
        ),
        Circle(
            name: "a help desk without any header, a new case for every mail",
            habit: Habit(subject: .counted("Case opened:"), threads: false, body: "We opened a case for you."),
            stop: addressHour
        ),
        Circle(
            name: "a help desk without any header that keeps our subject behind its own number",
            habit: Habit(threads: false, body: "We opened a case for you."),
            stop: joins
        ),
        Circle(
            name: "a help desk without any header whose cases have addresses of their own",
            habit: Habit(author: .plus, subject: .counted("Case opened:"), threads: false),
            extent: .domain,
            stop: domain
        ),
    ]

    /// Lists and forwarders that bring our own mail back.
    private static let passersOn = [
        Circle(
            name: "an address that leads back to us",
            habit: Habit(form: .redirect(Rewriting())),
            stop: "set aside by loop-header"
        ),
        Circle(
            name: "a list that we are both on, which leaves From alone",
            habit: Habit(
                form: .redirect(
                    Rewriting(
                        without: ["x-aftersail-loop"],
                        fields: ["List-Id: <talk.p.example>", "Reply-To: AUTHOR", "Precedence: list"]
                    )
                )
            ),
            stop: "set aside by from:own-address"
        ),
        Circle(
            name: "a list that we are both on, which writes itself into From and Reply-To",
            habit: Habit(
                form: .redirect(
                    Rewriting(
                        without: [
                            "from", "auto-submitted", "precedence", "x-auto-response-suppress", "x-aftersail-loop",
                        ],
                        fields: ["From: AUTHOR", "List-Id: <talk.p.example>", "Reply-To: AUTHOR"]
                    )
                )
            ),
            stop: "list by list-id"
        ),
        Circle(
            name: "a forwarder that writes itself into From",
            habit: Habit(
                form: .redirect(Rewriting(without: ["from", "x-aftersail-loop"], fields: ["From: AUTHOR"]))
            ),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "a forwarder that writes itself into From and strips what says automatic",
            habit: Habit(
                form: .redirect(
                    Rewriting(
                        without: ["from", "auto-submitted", "precedence", "x-auto-response-suppress"],
                        fields: ["From: AUTHOR"]
                    )
                )
            ),
            stop: "set aside by loop-header"
        ),
        Circle(
            name: "a forwarder that leaves nothing of the header but the subject",
            habit: Habit(
                form: .redirect(
                    Rewriting(without: nil, fields: ["From: AUTHOR", "Message-ID: ID", "Subject: Fwd: TAG pump"])
                )
            ),
            stop: joins
        ),
        Circle(
            name: "a forwarder that leaves nothing of the header",
            habit: Habit(
                form: .redirect(Rewriting(without: nil, fields: ["From: AUTHOR", "Message-ID: ID", "Subject: pump"]))
            ),
            stop: addressHour
        ),
        Circle(
            name: "a list that strips everything and joins whoever writes to it",
            habit: Habit(
                form: .redirect(Rewriting(without: nil, fields: ["From: AUTHOR", "Message-ID: ID", "Subject: news"])),
                author: .alias
            ),
            extent: .addresses(2),
            stop: addressHour
        ),
    ]

    /// Two instances of ours that write to each other, after a person has written to one.
    private static let instances = [
        Circle(
            name: "two instances of ours",
            habit: Habit(form: .instance(Rewriting())),
            extent: .addresses(2),
            stop: "auto_reply by auto-submitted"
        ),
        Circle(
            name: "two instances of ours behind a gateway that strips what says automatic by a standard",
            habit: Habit(
                form: .instance(Rewriting(without: ["auto-submitted", "precedence", "x-auto-response-suppress"]))
            ),
            extent: .addresses(2),
            stop: "auto_reply by x-aftersail-loop"
        ),
        Circle(
            name: "two instances of ours behind a gateway that strips whatever says automatic",
            habit: Habit(
                form: .instance(
                    Rewriting(without: ["auto-submitted", "precedence", "x-auto-response-suppress", "x-aftersail-loop"])
                )
            ),
            extent: .addresses(2),
            stop: joins
        ),
        Circle(
            name: "two instances of ours behind a gateway that strips the header and the subject",
            habit: Habit(form: .instance(Rewriting(without: nil, fields: ["Subject: news"]))),
            extent: .addresses(2),
            stop: addressHour
        ),
    ]

    /// Those that answer after a while.
    static let slow = [10, 20].map { minutes in
        Circle(
            name: "a stripped answer \(minutes) minutes later, day and night",
            habit: Habit(subject: .counted("Your matter"), threads: false, minutes: minutes),
            stop: "budget of the address: 4 automatic mails a day"
        )
    }

    /// Those that only the budget of all mail can hold.
    static let everywhere = [
        Circle(
            name: "from a new domain each time",
            habit: Habit(author: .domain, subject: .fixed("Hello"), threads: false),
            extent: .everywhere,
            stop: "waits for room in the budget of all automatic mail"
        ),
        Circle(
            name: "two from new domains for each mail",
            habit: Habit(author: .domain, subject: .counted("Your matter"), threads: false, copies: 2),
            extent: .everywhere,
            stop: "waits for room in the budget of all automatic mail"
        ),
    ]

    /// Colleagues' mailboxes, `agent1` and so on.
    static let colleagues = [
        Circle(
            name: "a colleague's absence note, as RFC 3834 wants it",
            habit: Habit(target: .envelope, fields: ["Auto-Submitted: auto-replied"], isNull: true),
            extent: .colleague,
            stop: "auto_reply by auto-submitted",
            colleague: "agent1"
        ),
        Circle(
            name: "a colleague's absence note, header stripped",
            habit: Habit(subject: .fixed("I am away"), threads: false),
            extent: .colleague,
            stop: "budget of a colleague: 6 mails an hour",
            colleague: "agent2"
        ),
        Circle(
            name: "a colleague's mailbox that leads back to us",
            habit: Habit(form: .redirect(Rewriting())),
            extent: .colleague,
            stop: "set aside by loop-header",
            colleague: "agent3"
        ),
        Circle(
            name: "a colleague's mailbox that is gone",
            habit: Habit(
                form: .report(status: "5.1.1", action: "failed"),
                author: .system("MAILER-DAEMON"),
                target: .envelope,
                subject: .fixed("Undelivered Mail Returned to Sender"),
                isNull: true
            ),
            extent: .colleague,
            stop: "the address is suppressed",
            colleague: "agent4"
        ),
    ]
}
