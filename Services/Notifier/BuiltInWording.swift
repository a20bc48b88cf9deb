import Wording

/// Plain wording of every message in the six languages, for an installation that loaded no templates yet, and for
/// kinds that its templates lack.
enum BuiltInWording {
    /// One template for each kind and language.
    static let templates: [MessageTemplate] =
        answering(
            toCustomers.flatMap { make($0, before: "{{customer}}\n\n", after: signature) }
        )
        + toStaff.flatMap { make($0, before: "", after: "\n") }

    /// The wording of a kind; each line is a language, a subject without the number, and a text.
    private struct Kind {
        let key: String
        let lines: [(language: String, subject: String, text: String)]

        init(_ key: String, _ lines: (language: String, subject: String, text: String)...) {
            self.key = key
            self.lines = lines
        }
    }

    /// Tells staff that a mail of ours came back.
    static let returnedMail = "mail_returned"

    static let signature = "\n\n{{company}}\n"

    private static func make(_ kind: Kind, before: String, after: String) -> [MessageTemplate] {
        kind.lines.map { line in
            MessageTemplate(
                key: kind.key,
                language: line.language,
                subject: "[{{ticket}}] \(line.subject)",
                text: before + line.text + after
            )
        }
    }

    private static let toCustomers = [
        Kind(
            "acknowledgement",
            (
                "en", "We have received your message",
                "Your message {{ticket}} is here. We expect a solution between {{promise_from}} and {{promise_to}}."
            ),
            ("zh", "我们已收到您的来信", "我们已收到您的来信（{{ticket}}），预计在 {{promise_from}} 至 {{promise_to}} 之间解决。"),
            (
                "es", "Hemos recibido su mensaje",
                "Su mensaje {{ticket}} ha llegado. Esperamos resolverlo entre el {{promise_from}} y el {{promise_to}}."
            ),
            (
                "de", "Ihre Nachricht ist eingegangen",
                "{{ticket}} ist da. Eine Lösung erwarten wir zwischen {{promise_from}} und {{promise_to}}."
            ),
            (
                "ar", "لقد تلقينا رسالتكم",
                "تلقينا رسالتكم {{ticket}} ونتوقع حلّها بين {{promise_from}} و{{promise_to}}."
            ),
            (
                "vi", "Chúng tôi đã nhận được tin nhắn của bạn",
                "Chúng tôi đã nhận được {{ticket}} và dự kiến giải quyết từ {{promise_from}} đến {{promise_to}}."
            )
        ),
        Kind(
            "acknowledgement_without_promise",
            (
                "en", "We have received your message",
                "We have received your message {{ticket}} and will be in touch shortly."
            ),
            ("zh", "我们已收到您的来信", "我们已收到您的来信（{{ticket}}），将尽快与您联系。"),
            ("es", "Hemos recibido su mensaje", "Hemos recibido su mensaje {{ticket}} y le escribiremos en breve."),
            ("de", "Ihre Nachricht ist eingegangen", "Ihre Nachricht {{ticket}} ist da; wir melden uns in Kürze."),
            ("ar", "لقد تلقينا رسالتكم", "تلقينا رسالتكم {{ticket}} وسنتواصل معكم قريبًا."),
            (
                "vi", "Chúng tôi đã nhận được tin nhắn của bạn",
                "Chúng tôi đã nhận được {{ticket}} và sẽ sớm liên hệ với bạn."
            )
        ),
        Kind(
            "progress",
            (
                "en", "Where your request stands",
                "We are still working on {{ticket}} and will write again within 24 hours."
            ),
            ("zh", "处理进展", "我们仍在处理 {{ticket}}，将在 24 小时内再次与您联系。"),
            (
                "es", "Estado de su solicitud",
                "Seguimos trabajando en {{ticket}} y volveremos a escribirle en 24 horas."
            ),
            (
                "de", "Stand Ihres Anliegens",
                "Wir arbeiten weiter an {{ticket}} und schreiben Ihnen innerhalb von 24 Stunden wieder."
            ),
            ("ar", "مستجدات طلبكم", "ما زلنا نعمل على {{ticket}} وسنكتب إليكم مجددًا خلال 24 ساعة."),
            (
                "vi", "Tình hình yêu cầu của bạn",
                "Chúng tôi vẫn đang xử lý {{ticket}} và sẽ viết lại trong vòng 24 giờ."
            )
        ),
        Kind(
            "progress_waiting",
            (
                "en", "Your request is waiting",
                "{{ticket}} is waiting for a part, a supplier or an agreed date. You need not do anything."
            ),
            ("zh", "您的服务单正在等待", "{{ticket}} 正在等待备件、供应商或约定日期，您无需操作。"),
            (
                "es", "Su solicitud está en espera",
                "{{ticket}} espera una pieza, un proveedor o una fecha acordada. No tiene que hacer nada."
            ),
            (
                "de", "Ihr Anliegen wartet",
                "{{ticket}} wartet auf ein Teil, einen Lieferanten oder einen Termin. Sie müssen nichts tun."
            ),
            ("ar", "طلبكم قيد الانتظار", "{{ticket}} في انتظار قطعة أو مورّد أو موعد متفق عليه. لا يلزمكم فعل شيء."),
            (
                "vi", "Yêu cầu của bạn đang chờ",
                "{{ticket}} đang chờ phụ tùng, nhà cung cấp hoặc ngày hẹn. Bạn không cần làm gì."
            )
        ),
        Kind(
            "solution_proposed",
            ("en", "Our proposal", "We propose for {{ticket}}:\n\n{{message}}\n\nPlease reply whether this helps."),
            ("zh", "我们的解决方案", "关于 {{ticket}}，我们建议：\n\n{{message}}\n\n请回复是否可行。"),
            (
                "es", "Nuestra propuesta",
                "Proponemos para {{ticket}}:\n\n{{message}}\n\nResponda si le sirve, por favor."
            ),
            (
                "de", "Unser Vorschlag",
                "Wir schlagen zu {{ticket}} vor:\n\n{{message}}\n\nBitte antworten Sie, ob das hilft."
            ),
            ("ar", "اقتراحنا", "نقترح بشأن {{ticket}}:\n\n{{message}}\n\nنرجو الرد إن كان ذلك مناسبًا."),
            (
                "vi", "Đề xuất của chúng tôi",
                "Chúng tôi đề xuất cho {{ticket}}:\n\n{{message}}\n\nVui lòng trả lời xem có phù hợp không."
            )
        ),
        Kind(
            "resolved",
            (
                "en", "Your request has been resolved",
                "{{ticket}} is resolved. If anything is still not right, just reply."
            ),
            ("zh", "您的问题已解决", "{{ticket}} 已解决。如仍有问题，直接回复即可。"),
            (
                "es", "Su solicitud está resuelta",
                "{{ticket}} está resuelta. Si algo no está bien, responda a este mensaje."
            ),
            (
                "de", "Ihr Anliegen ist gelöst",
                "{{ticket}} ist gelöst. Stimmt etwas noch nicht, antworten Sie einfach."
            ),
            ("ar", "تم حل طلبكم", "تم حل {{ticket}}. إن بقي أي خلل فيكفي الرد على هذه الرسالة."),
            (
                "vi", "Yêu cầu của bạn đã được giải quyết",
                "{{ticket}} đã được giải quyết. Nếu còn vấn đề, bạn chỉ cần trả lời thư này."
            )
        ),
        Kind(
            "closed",
            ("en", "Your request has been closed", "{{ticket}} is now closed."),
            ("zh", "您的服务单已关闭", "{{ticket}} 现已关闭。"),
            ("es", "Su solicitud está cerrada", "{{ticket}} queda cerrada."),
            ("de", "Ihr Anliegen ist abgeschlossen", "{{ticket}} ist nun abgeschlossen."),
            ("ar", "تم إغلاق طلبكم", "أُغلق {{ticket}} الآن."),
            ("vi", "Yêu cầu của bạn đã đóng", "{{ticket}} hiện đã đóng.")
        ),
        Kind(
            "reopened",
            ("en", "Your request is open again", "{{ticket}} is open again and we continue with it."),
            ("zh", "您的服务单已重新开启", "{{ticket}} 已重新开启，我们将继续处理。"),
            ("es", "Su solicitud está abierta de nuevo", "{{ticket}} está abierta de nuevo y seguimos con ella."),
            ("de", "Ihr Anliegen ist wieder offen", "{{ticket}} ist wieder offen, wir arbeiten daran weiter."),
            ("ar", "أُعيد فتح طلبكم", "أُعيد فتح {{ticket}} ونواصل العمل عليه."),
            ("vi", "Yêu cầu của bạn đã được mở lại", "{{ticket}} đã được mở lại và chúng tôi tiếp tục xử lý.")
        ),
        Kind(
            "survey_invitation",
            (
                "en", "How satisfied are you?",
                "{{ticket}} has been resolved. How satisfied are you? Please reply with one number:\n\n{{scale}}"
            ),
            ("zh", "您对我们的服务满意吗？", "{{ticket}} 已解决。您满意吗？请回复一个数字：\n\n{{scale}}"),
            (
                "es", "¿Está satisfecho?",
                "{{ticket}} está resuelta. ¿Está satisfecho? Responda con un número:\n\n{{scale}}"
            ),
            (
                "de", "Wie zufrieden sind Sie?",
                "{{ticket}} ist gelöst. Wie zufrieden sind Sie? Bitte antworten Sie mit einer Zahl:\n\n{{scale}}"
            ),
            ("ar", "ما مدى رضاكم؟", "تم حل {{ticket}}. ما مدى رضاكم؟ نرجو الرد برقم واحد:\n\n{{scale}}"),
            (
                "vi", "Bạn có hài lòng không?",
                "{{ticket}} đã được giải quyết. Bạn có hài lòng không? Vui lòng trả lời bằng một số:\n\n{{scale}}"
            )
        ),
        Kind(
            "agent_reply",
            ("en", "{{subject}}", "{{message}}\n\n{{agent}}"),
            ("zh", "{{subject}}", "{{message}}\n\n{{agent}}"),
            ("es", "{{subject}}", "{{message}}\n\n{{agent}}"),
            ("de", "{{subject}}", "{{message}}\n\n{{agent}}"),
            ("ar", "{{subject}}", "{{message}}\n\n{{agent}}"),
            ("vi", "{{subject}}", "{{message}}\n\n{{agent}}")
        ),
    ]

    private static let toStaff = [
        Kind(
            "assignment",
            (
                "en", "Assigned to you: {{subject}}",
                "{{agent}}, {{ticket}} is yours: {{category}}, {{priority}}, due {{due}}."
            ),
            ("zh", "已分配给您：{{subject}}", "{{agent}}，{{ticket}} 已分配给您：{{category}}，{{priority}}，时限 {{due}}。"),
            (
                "es", "Asignada a usted: {{subject}}",
                "{{agent}}, {{ticket}} es suya: {{category}}, {{priority}}, plazo {{due}}."
            ),
            (
                "de", "Ihnen zugeteilt: {{subject}}",
                "{{agent}}, {{ticket}} gehört Ihnen: {{category}}, {{priority}}, fällig {{due}}."
            ),
            (
                "ar", "أُسند إليكم: {{subject}}",
                "{{agent}}، أُسند إليكم {{ticket}}: {{category}}، {{priority}}، الموعد {{due}}."
            ),
            (
                "vi", "Đã giao cho bạn: {{subject}}",
                "{{agent}}, {{ticket}} nay thuộc về bạn: {{category}}, {{priority}}, hạn {{due}}."
            )
        ),
        Kind(
            "returned",
            ("en", "No longer with you: {{subject}}", "{{agent}}, {{ticket}} is no longer with you: {{message}}."),
            ("zh", "已不再由您处理：{{subject}}", "{{agent}}，{{ticket}} 已不再由您处理：{{message}}。"),
            ("es", "Ya no está a su cargo: {{subject}}", "{{agent}}, {{ticket}} ya no está a su cargo: {{message}}."),
            (
                "de", "Nicht mehr bei Ihnen: {{subject}}",
                "{{agent}}, {{ticket}} liegt nicht mehr bei Ihnen: {{message}}."
            ),
            ("ar", "لم يعد لديكم: {{subject}}", "{{agent}}، لم يعد {{ticket}} لديكم: {{message}}."),
            (
                "vi", "Không còn thuộc về bạn: {{subject}}",
                "{{agent}}, {{ticket}} không còn thuộc về bạn: {{message}}."
            )
        ),
        Kind(
            returnedMail,
            (
                "en", "Our mail came back: {{subject}}",
                "{{agent}}, a mail on {{ticket}} could not be delivered ({{message}}). No mail goes to that address for 60 days: "
                    + "please reach {{customer}} another way."
            ),
            (
                "zh", "邮件被退回：{{subject}}",
                "{{agent}}，{{ticket}} 的邮件无法送达（{{message}}）。60 天内不再向该地址发送邮件，请通过其他方式联系 {{customer}}。"
            ),
            (
                "es", "Nuestro correo ha sido devuelto: {{subject}}",
                "{{agent}}, un correo de {{ticket}} no se pudo entregar ({{message}}). Durante 60 días no se enviará nada a esa "
                    + "dirección: contacte con {{customer}} por otra vía."
            ),
            (
                "de", "Unsere Mail kam zurück: {{subject}}",
                "{{agent}}, eine Mail zu {{ticket}} war nicht zustellbar ({{message}}). 60 Tage lang geht keine Mail an diese "
                    + "Adresse: bitte erreichen Sie {{customer}} auf anderem Weg."
            ),
            (
                "ar", "عادت رسالتنا: {{subject}}",
                "{{agent}}، تعذّر تسليم رسالة بشأن {{ticket}} ({{message}}). لن تُرسل أي رسالة إلى هذا العنوان لمدة 60 يومًا: يُرجى "
                    + "التواصل مع {{customer}} بطريقة أخرى."
            ),
            (
                "vi", "Thư của chúng ta bị trả lại: {{subject}}",
                "{{agent}}, một thư về {{ticket}} không gửi được ({{message}}). Trong 60 ngày sẽ không gửi thư đến địa chỉ đó: hãy "
                    + "liên hệ {{customer}} bằng cách khác."
            )
        ),
        Kind(
            "owner_message",
            (
                "en", "The customer has written: {{subject}}",
                "{{agent}}, {{customer}} has written on {{ticket}}. Please reply by {{due}}."
            ),
            ("zh", "客户有新消息：{{subject}}", "{{agent}}，客户 {{customer}} 在 {{ticket}} 中有新消息，请在 {{due}} 前回复。"),
            (
                "es", "El cliente ha escrito: {{subject}}",
                "{{agent}}, {{customer}} ha escrito en {{ticket}}. Responda antes del {{due}}."
            ),
            (
                "de", "Der Kunde hat geschrieben: {{subject}}",
                "{{agent}}, {{customer}} hat zu {{ticket}} geschrieben. Bitte antworten Sie bis {{due}}."
            ),
            ("ar", "كتب العميل: {{subject}}", "{{agent}}، كتب {{customer}} بشأن {{ticket}}. نرجو الرد قبل {{due}}."),
            (
                "vi", "Khách hàng đã viết: {{subject}}",
                "{{agent}}, {{customer}} đã viết trong {{ticket}}. Vui lòng trả lời trước {{due}}."
            )
        ),
        Kind(
            "sla_warning",
            (
                "en", "Deadline approaching: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} is due {{due}}. Team {{team}}, agent {{agent}}."
            ),
            ("zh", "时限即将到期：{{clock}}", "{{ticket}}（{{priority}}）：{{clock}} 将于 {{due}} 到期。团队 {{team}}，负责人 {{agent}}。"),
            (
                "es", "Plazo próximo: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} vence el {{due}}. Equipo {{team}}, agente {{agent}}."
            ),
            (
                "de", "Frist läuft ab: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} ist fällig am {{due}}. Team {{team}}, bearbeitet von {{agent}}."
            ),
            (
                "ar", "اقترب الموعد: {{clock}}",
                "{{ticket}} ({{priority}}): موعد {{clock}} هو {{due}}. الفريق {{team}}، الموظف {{agent}}."
            ),
            (
                "vi", "Sắp đến hạn: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} đến hạn {{due}}. Nhóm {{team}}, nhân viên {{agent}}."
            )
        ),
        Kind(
            "sla_breach",
            (
                "en", "Deadline missed: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} was due {{due}}. Team {{team}}, agent {{agent}}."
            ),
            ("zh", "已超出时限：{{clock}}", "{{ticket}}（{{priority}}）：{{clock}} 已于 {{due}} 到期。团队 {{team}}，负责人 {{agent}}。"),
            (
                "es", "Plazo vencido: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} venció el {{due}}. Equipo {{team}}, agente {{agent}}."
            ),
            (
                "de", "Frist versäumt: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} war fällig am {{due}}. Team {{team}}, bearbeitet von {{agent}}."
            ),
            (
                "ar", "فات الموعد: {{clock}}",
                "{{ticket}} ({{priority}}): كان موعد {{clock}} هو {{due}}. الفريق {{team}}، الموظف {{agent}}."
            ),
            (
                "vi", "Đã quá hạn: {{clock}}",
                "{{ticket}} ({{priority}}): {{clock}} đã quá hạn {{due}}. Nhóm {{team}}, nhân viên {{agent}}."
            )
        ),
        Kind(
            "low_score_followup",
            (
                "en", "Low rating: please follow up",
                "{{customer}} rated {{ticket}}: {{score}}.\n\n{{message}}\n\nAgent: {{agent}}"
            ),
            ("zh", "客户评分较低，请跟进", "{{customer}} 对 {{ticket}} 的评价：{{score}}。\n\n{{message}}\n\n负责人：{{agent}}"),
            (
                "es", "Valoración baja: dé seguimiento",
                "{{customer}} valoró {{ticket}}: {{score}}.\n\n{{message}}\n\nAgente: {{agent}}"
            ),
            (
                "de", "Schlechte Bewertung: bitte nachfassen",
                "{{customer}} hat {{ticket}} bewertet: {{score}}.\n\n{{message}}\n\nBearbeitet von: {{agent}}"
            ),
            (
                "ar", "تقييم منخفض: يرجى المتابعة",
                "قيّم {{customer}} الطلب {{ticket}}: {{score}}.\n\n{{message}}\n\nالموظف: {{agent}}"
            ),
            (
                "vi", "Đánh giá thấp: vui lòng theo dõi",
                "{{customer}} đánh giá {{ticket}}: {{score}}.\n\n{{message}}\n\nNhân viên: {{agent}}"
            )
        ),
    ]
}
