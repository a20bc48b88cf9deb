import Wording

extension BuiltInWording {
    /// Ends the key of an acknowledgement that brings the answer of a knowledge article.
    static let withAnswer = "_with_answer"

    /// The templates, and each acknowledgement once more with an answer in it.
    static func answering(_ templates: [MessageTemplate]) -> [MessageTemplate] {
        templates
            + templates.filter { $0.key.hasPrefix("acknowledgement") }.compactMap { template in
                frames[template.language].map { frame in
                    let body = String(template.text.dropLast(signature.count))
                    return MessageTemplate(
                        key: template.key + withAnswer,
                        language: template.language,
                        subject: template.subject,
                        text: "\(body)\n\n\(frame.before)\n\n{{answer}}\n\n\(frame.after)\(signature)"
                    )
                }
            }
    }

    /// What stands before and behind an answer.
    private static let frames = [
        "en": (
            before: "This may already help you:",
            after:
                "One of us looks at your message as well. If this does not help, simply reply, and we go on from there."
        ),
        "zh": (before: "以下内容也许可以直接解决您的问题：", after: "我们的同事也会查看您的来信。如果仍未解决，直接回复本邮件即可，我们会继续处理。"),
        "es": (
            before: "Quizá esto ya le ayude:",
            after:
                "Una persona de nuestro equipo también verá su mensaje. Si no le sirve, responda sin más y seguiremos con ello."
        ),
        "de": (
            before: "Vielleicht hilft Ihnen das schon:",
            after:
                "Auch einer von uns sieht sich Ihre Nachricht an. Hilft es nicht, antworten Sie einfach, und wir machen weiter."
        ),
        "ar": (
            before: "قد يفيدكم هذا منذ الآن:",
            after: "سيطّلع أحد زملائنا على رسالتكم أيضًا. إن لم يفدكم ذلك فيكفي الرد على هذه الرسالة وسنتابع معكم."
        ),
        "vi": (
            before: "Hướng dẫn sau có thể giúp được bạn ngay:",
            after:
                "Nhân viên của chúng tôi vẫn sẽ xem tin nhắn của bạn. Nếu chưa ổn, bạn chỉ cần trả lời, chúng tôi sẽ làm tiếp."
        ),
    ]
}
