/// Words of mail systems that report failures in forms of their own: the one place where they are listed.
///
/// All lower case.
enum BounceWording {
    private static let subjects = Phrases([
        "undeliver", "delivery status notification", "mail delivery failed", "delivery failure", "returned mail",
        "mail delivery system", "failure notice", "delivery failed", "delivery report",
        "message could not be delivered", "mail could not be delivered", "could not send message", "non-delivery",
        "nondeliver", "non delivery", "mail system error", "returned to sender", "delivery problem", "mail failure",
        "message delivery failure", "delivery notification", "warning: message", "delivery delayed", "delayed mail",
        "delivery error", "not delivered", "rejected mail", "unzustellbar", "zustellung", "nicht zugestellt",
        "failed mail", "failed delivery", "delivery has failed", "delivery warning", "failure delivery",
        "mail delivery error",
        "mail returned", "message returned", "returned message", "automatically rejected mail", "mail rejected",
        "message rejected",
        "could not deliver", "couldn't deliver", "cannot deliver", "can't deliver", "message status - ",
        "error sending", "sending failed",
        "undelivered", "message not sent", "email bounce", "mail bounce", "bounced mail", "bounce notification",
        "delivery status",
        "message undelivered", "permanent delivery", "permanent failure", "mail could not be", "message failed",
        "failed to deliver",
        "delivery unsuccessful", "delivery incomplete", "recipient unknown", "user unknown", "considered unsolicited",
        "zurückgeschickt", "zustellfehler", "unzustellbarkeit", "fehler bei der", "rückläufer", "retour à l'expéditeur",
        "remise impossible",
        "error de entrega", "entrega fallida", "fallo en la entrega", "correo devuelto", "falha na entrega",
        "falha de entrega", "erro de entrega",
        "errore di consegna", "consegna fallita", "errore nella consegna", "сбой доставки", "доставка не удалась",
        "недоставка", "فشل التسليم", "فشل تسليم",
        "teslim edilemeyen", "gönderilemedi", "gửi thất bại", "gagal mengirim", "pengiriman gagal", "การส่งล้มเหลว",
        "ส่งไม่สำเร็จ", "发送失败", "發送失敗",
        "传送失败", "傳送失敗", "邮件退回", "郵件退回", "配送不能", "不達", "エラー通知", "전송실패", "반송메일", "배달 실패", "haijafika",
        "imeshindwa kutuma",
        "non remis", "échec de la remise", "échec de remise", "non distribu", "no se puede entregar", "no entregado",
        "devuelto", "não entregue", "não foi possível entregar", "devolvido", "mancata consegna", "non recapitabile",
        "mancato recapito",
        "не доставлено", "недоставлен", "ошибка доставки", "تعذر التسليم", "تعذر تسليم", "teslim edilemedi",
        "iletilemedi", "không gửi được", "không thể gửi", "tidak terkirim", "gagal terkirim", "ไม่สามารถส่ง", "退信", "退回",
        "投递失败", "系统退信", "无法投递", "無法傳遞", "無法遞送", "未送达", "未遞送", "配信不能", "配信エラー", "配信できません", "送信エラー", "배달되지", "반송",
        "전송 실패", "발송 실패", "haikuwasilishwa", "mail não entregue", "onbestelbaar", "ikke leveret", "kan inte levereras",
        "niedostarczo",
    ])
    /// Nobody has this address, or it was closed: trying again cannot help.
    private static let unknown = Phrases([
        "user unknown", "unknown user", "no such user", "no such recipient", "no such mailbox", "no such address",
        "no such account", "no such person", "no mailbox here", "no mailbox by that name", "mailbox not found",
        "mailbox does not exist", "user not found", "recipient not found", "account not found", "address not found",
        "user does not exist", "does not exist", "doesn't exist", "do not exist", "did not exist", "don't exist",
        "not exist", "invalid recipient", "invalid address", "invalid mailbox", "invalid user", "unknown recipient",
        "unknown local part", "unknown address", "address unknown", "unknown mailbox", "unknown account",
        "recipient unknown", "not a valid", "not our customer", "isn't our customer", "is not known here",
        "not known at this", "no longer valid", "no longer available", "no longer exists", "no longer active",
        "no longer in use", "no longer works", "no longer accept", "no longer an employee", "no longer employed",
        "no longer with", "has been deactivated", "account disabled", "account is disabled",
        "account has been disabled", "has been disabled", "mailbox disabled", "user disabled", "is disabled",
        "account closed", "has been closed", "account is inactive", "is inactive", "not listed in", "not found in",
        "could not be found", "couldn't be found", "wasn't found", "was not found", "unable to find recipient",
        "not recognized", "not recognised", "not a known user", "not our user", "has moved", "account has expired",
        "mailbox has expired", "ha expirado por", "account expired", "no matches",
        "ambiguous", "bad destination mailbox", "no user here", "there is no user", "there is no such",
        "there is no account", "not match", "user account is unavailable", "has been suspended", "is suspended",
        "unrouteable", "unroutable", "unrouteable address", "couldn't find any host", "host unknown", "unknown host",
        "domain not found", "domain name not found", "unknown domain", "non-existent",
        "nonexistent", "nxdomain", "no mx", "no valid hosts", "name service error for name", "không tồn tại",
        "existiert nicht", "existieren nicht", "nicht gefunden", "unbekannter empfänger", "empfänger unbekannt",
        "ist unbekannt", "unbekannt", "kein benutzer", "n'existe pas", "inconnu", "inexistant", "introuvable",
        "no existe", "desconocid", "inexistente", "no encontrad", "não existe", "nao existe", "desconhecid",
        "não encontrad", "non esiste", "sconosciut", "non trovat", "не существует", "не найден", "неизвестн",
        "не зарегистрирован", "bulunamadı", "mevcut değil", "غير موجود", "غير معروف", "不存在", "用户不存在", "找不到", "查無",
        "查无", "無此", "无此", "地址错误", "地址有误", "存在しません", "見つかりません", "不明", "존재하지", "찾을 수 없", "ไม่พบ", "ไม่มีอยู่",
        "tidak ditemukan", "tidak ada", "tidak dikenal", "haipo", "haijulikani", "ikke fundet", "findes ikke",
        "finns inte", "bestaat niet", "nie istnieje", "neexistuje",
    ])
    /// Full, busy or out of reach.
    private static let transient = Phrases([
        "mailbox full", "mailbox is full", "mail box full", "mailbox is too full", "full mailbox", "inbox is full",
        "over quota", "overquota", "over the quota", "quota exceed", "exceeded quota", "exceeds quota",
        "exceed quota", "disk quota", "quota usage", "storage quota", "quota is", "quota has", "quota limit",
        "over its quota", "exceeded storage", "exceeds allowed size", "exceeded its", "storage limit",
        "allocated size", "mailbox size limit", "has too much mail", "space has been used", "out of storage",
        "out of disk", "not enough space", "not enough storage", "insufficient system", "insufficient disk",
        "insufficient storage", "insufficient space", "temporar", "temp_failure", "timed out", "time out", "timeout",
        "connection refused", "connection was dropped", "connection dropped", "connection reset", "connection lost",
        "lost connection", "unable to connect", "could not connect", "couldn't connect", "cannot connect",
        "can't connect", "failed to connect", "not able to connect", "wasn't able to establish",
        "could not establish", "couldn't establish", "no route to host", "network is unreachable",
        "network unreachable", "host is down", "host down", "host unreachable", "server unavailable",
        "server is unavailable", "service unavailable", "unavailable or busy", "server busy", "greylist", "graylist",
        "try again", "try later", "retry later", "still being retried", "postponed", "deferred",
        "too many connections", "too many messages", "rate limit", "rate exceeded", "resources", "overload",
        "in the queue too long", "too long in", "retry timeout", "message expired", "queue lifetime",
        "delivery time expired", "attempts", "postfach ist voll", "postfach voll", "speicherplatz", "überfüllt",
        "vorübergehend", "boîte pleine", "boîte aux lettres pleine", "est pleine", "quota dépassé", "temporaire",
        "buzón lleno", "buzon lleno", "está lleno", "espacio", "cuota", "temporal", "caixa cheia", "está cheia",
        "cota", "temporári", "casella piena", "è piena", "temporane", "ящик переполнен", "переполнен", "превышен",
        "временн", "dolu", "kota", "geçici", "ممتلئ", "مؤقت", "邮箱已满", "空间不足", "已满", "容量", "超出", "超过", "信箱已滿", "已滿",
        "稍后", "逾時", "超时", "いっぱい", "容量オーバー", "一時的", "タイムアウト", "용량", "가득", "일시적", "เต็ม", "ชั่วคราว", "penuh",
        "sementara", "đầy", "tạm thời", "imejaa",
    ])
    /// Refused.
    private static let permanent = Phrases([
        "recipient rejected", "recipient address rejected", "address rejected", "sender rejected", "not found",
        "mailbox unavailable", "no longer", "permanent", "fatal error", "unable to relay", "relaying denied",
        "relay access denied", "relaying not", "not permitted to relay", "we do not relay", "not a gateway",
        "message rejected", "was rejected", "been rejected", "rejected your", "rejected by", "rejected due",
        "refused", "access denied", "denied", "not allowed", "not authorized", "not authorised", "not accept",
        "does not accept", "spam", "blacklist", "blocklist", "black list", "blocked", "banned", "virus", "infected",
        "prohibited", "too large", "too big", "exceeds size", "exceeds the size", "exceeds the maximum",
        "maximum message size", "size exceeds", "content filter", "policy", "could not be delivered to",
        "was not delivered to", "isn't in", "inactive", "suspended", "bounced", "too many hops", "loop",
        "unsupported", "dauerhaft", "endgültig", "abgelehnt", "zurückgewiesen", "verweigert", "définitive",
        "permanente", "rejeté", "refusé", "rechazad", "denegad", "rejeitad", "recusad", "rifiutat", "respint",
        "отклонен", "отклонён", "отказано", "заблокирован", "reddedildi", "engellendi", "مرفوض", "رفض", "拒绝", "拒收",
        "拒絕", "屏蔽", "拒否", "거부", "차단", "ปฏิเสธ", "ditolak", "từ chối", "bị chặn", "imekataliwa", "afvist", "avvisad",
        "geweigerd",
    ])
    private static let delays = Phrases([
        "delayed", "has not yet been delivered", "not yet been delivered", "not been delivered within",
        "will be retried", "will continue to", "will retry", "still trying", "not be delivered for the last",
        "not be delivered for more than", "notification (delay", "(delay)", "delivery warning", "been postponed",
        "advisory-only",
        "advisory only", "queued for", "still in queue", "not been able to deliver", "keep trying", "continue trying",
        "continue to try",
        "message still undelivered", "delivery attempts will continue", "attempts to deliver the message will continue",
        "warning message only", "this is a warning", "this is only a warning", "temporary non-delivery",
        "you do not need to resend", "do not need to resend", "verzögert", "retardé", "retrasad",
        "atrasad", "ritardat", "задерж", "延迟", "延遲", "遅延", "지연",
    ])
    private static let texts = Phrases([
        "could not be delivered", "couldn't be delivered", "not be delivered", "delivery has failed", "delivery failed",
        "unable to deliver", "was not delivered", "undeliverable", "permanent error", "permanent failure",
        "fatal errors", "returned to sender", "delivery to the following", "undelivered", "unable to send",
        "failed to deliver", "your message did not reach", "wasn't delivered", "error occurred while trying to deliver",
        "i'm afraid i wasn't able to deliver", "delivery status notification", "transcript of session",
        "nicht zugestellt", "n'a pas pu être", "no se ha podido entregar", "no pudo ser entregado",
        "não pôde ser entregue", "non è stato possibile", "не может быть доставлено", "не удалось доставить",
        "не было доставлено", "无法送达", "无法投递", "被退回", "退信", "未能送达", "無法遞送", "無法傳送", "配信できません", "配信されませんでした", "届けられません",
        "전달되지", "전송하지 못", "teslim edilemedi", "không thể gửi", "tidak dapat dikirim", "ไม่สามารถส่ง", "تعذر تسليم",
        "smtp error", "remote server returned", "host said", "not accepting mail", "no such user", "user unknown",
        "following recipients", "following recipient", "following address", "undeliver", "can't be delivered",
        "cannot be delivered", "can not be delivered",
        "message was rejected", "mail was rejected", "automatically rejected", "delivery to this address",
        "delivery of email to", "delivery of this message",
        "unable to complete", "mailbox exceeds", "mailbox is full", "delivery attempts", "attempts to deliver",
        "reason for", "returned message", "konnte nicht", "konnten nicht",
        "n'a pu être", "impossible de remettre", "no se pudo", "no pudo", "não pode", "não foi possível", "impossibile",
        "non recapit", "невозможно доставить", "تعذر", "iletilemedi", "无法发送", "发送失败", "傳送失敗",
        "届けることができ", "送信できません", "배달하지 못", "배달되지", "haikuweza", "ไม่สามารถ", "không gửi được",
    ])

    static func isBounceSubject(_ subject: String) -> Bool { subjects.isWithin(Phrases.folded(subject, atMost: 1_000)) }
    static func isBounceText(_ text: String) -> Bool { texts.isWithin(Phrases.folded(text, atMost: 3_000)) }
    static func isDelay(_ text: String) -> Bool { delays.isWithin(Phrases.folded(text, atMost: 3_000)) }
    static func isUnknown(_ text: String) -> Bool { unknown.isWithin(Phrases.folded(text, atMost: 6_000)) }
    static func isTransient(_ text: String) -> Bool { transient.isWithin(Phrases.folded(text, atMost: 6_000)) }
    static func isPermanent(_ text: String) -> Bool { permanent.isWithin(Phrases.folded(text, atMost: 6_000)) }

    /// Local parts, letters only, that mail systems alone write by.
    static func isSystemSender(_ local: String) -> Bool {
        let prefixes = [
            "postmaster", "mailerdaemon", "maildelivery", "mailsystem", "microsoftexchange", "systemadministrator",
            "mdaemon",
            "mailadmin", "mailgateway", "bouncehandler", "emailsystem", "deliverysubsystem",
        ]
        return local.isEmpty || prefixes.contains { local.hasPrefix($0) }
    }
}
