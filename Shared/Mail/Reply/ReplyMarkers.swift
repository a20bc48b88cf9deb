/// Words by which mail programs mark quotations, in every language they speak: the one place where they are listed.
///
/// All lower case. To teach a program or language, add its words here.
enum ReplyMarkers {
    /// Verbs that end the line above a quotation.
    static let verbs = Phrases([
        "wrote", "writes", "escribió", "escribio", "escribió:", "a écrit", "a ecrit", "écrit", "schrieb", "geschrieben",
        "ha scritto", "scritto",
        "escreveu", "написал", "написала", "написал(а)", "написали", "пишет", "пише", "писал", "написав", "كتب", "كتبت",
        "كتب/كتبت",
        "yazdı", "yazdi", "yazmış", "viết", "đã viết", "menulis", "tulis", "เขียน", "เขียนว่า", "写道", "寫道", "写到", "写入",
        "寫到", "撰寫",
        "のメール", "が書きました", "は書きました", "書きました", "書き込み", "作成", "님이 작성", "작성", "작성:", "썼습니다", "님이 쓴 글", "쓰셨습니다",
        "aliandika", "ameandika", "schreef", "skrev", "napisał", "napisał(a)", "napisała", "napisal", "pisze",
        "kirjoitti",
        "scrisse", "va escriure", "írta", "napsal", "napsal(a)", "έγραψε", "כתב", "a scris", "je napisao", "នៅ",
        "reply@reply.github.com>", "sent the following", "said", "shared this",
    ])

    /// Beginnings of the line above a quotation; dates and weekdays count by themselves.
    static let openings = Phrases([
        "on ", "am ", "le ", "el ", "em ", "il ", "op ", "den ", "il giorno", "dnia ", "w dniu", "pe ", "på ", "в ",
        "vào ", "pada ", "tarihinde", "เมื่อ", "ในวันที่", "في ", "في", "بتاريخ",
        "在", "于", "於", "tarehe ", "mnamo ", "le,", "de:", "a ", "dne ", "στις", "ב-", "2", "1", "3", "0", "4", "5", "6",
        "7", "8", "9", "<", "\"", "[", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    ])

    /// What stands between dashes above a quoted mail.
    static let originals = Phrases([
        "original message", "original-nachricht", "original nachricht", "ursprüngliche nachricht", "originalnachricht",
        "ursprungliche nachricht", "message d'origine", "message d’origine", "message original", "message initial",
        "mensaje original", "mensagem original", "messaggio originale", "messaggio originario", "исходное сообщение",
        "оригинальное сообщение", "первоначальное сообщение",
        "الرسالة الأصلية", "رسالة أصلية", "orijinal ileti", "orijinal mesaj", "özgün ileti", "tin nhắn gốc", "thư gốc",
        "thư ban đầu", "pesan asli", "pesan orisinal", "ข้อความต้นฉบับ", "ข้อความเดิม",
        "原始邮件", "原始郵件", "原邮件", "原郵件", "回复的邮件", "回覆的郵件", "回复邮件", "邮件原件", "元のメッセージ", "元のメール",
        "original message (元のメッセージ)", "원본 메시지", "원본 메일", "원본메시지", "원문", "ujumbe asili", "ujumbe wa asili",
        "oprindelig meddelelse", "original meddelelse", "oprindelig besked", "originalmeddelande",
        "ursprungligt meddelande", "opprinnelig melding", "oorspronkelijk bericht", "origineel bericht",
        "alkuperäinen viesti", "wiadomość oryginalna", "oryginalna wiadomość",
        "původní zpráva", "eredeti üzenet", "original email", "original mail", "reply message", "reply original",
        "mensaje originales", "quoted message", "antwort", "in reply to",
    ])

    /// The same above a forwarded mail.
    static let forwards = Phrases([
        "forwarded message", "forwarded by", "forwarded mail", "begin forwarded message", "start of forwarded message",
        "weitergeleitete nachricht", "anfang der weitergeleiteten", "weitergeleitet von", "weitergeleitete e-mail",
        "message transféré", "message transfere", "début du message", "début du message réexpédié", "message réexpédié",
        "mensaje reenviado", "mensaje encaminado", "inicio del mensaje reenviado", "mensagem encaminhada",
        "início da mensagem encaminhada", "início da mensagem reencaminhada", "mensagem reencaminhada",
        "messaggio inoltrato", "inizio messaggio inoltrato", "inoltrato", "пересланное сообщение",
        "пересылаемое сообщение", "начало переадресованного сообщения", "начало пересылаемого сообщения",
        "перенаправленное сообщение",
        "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "رسالة محولة", "بدء الرسالة المعاد توجيهها",
        "بداية الرسالة المعاد توجيهها", "iletilen mesaj", "iletilmiş ileti", "yönlendirilen ileti",
        "yönlendirilmiş ileti başlangıcı", "iletilen ileti", "thư đã chuyển tiếp", "tin nhắn được chuyển tiếp",
        "bắt đầu thư được chuyển tiếp", "thư được chuyển tiếp", "bắt đầu tin nhắn chuyển tiếp",
        "pesan terusan", "pesan yang diteruskan", "awal pesan terusan", "pesan diteruskan", "ข้อความที่ส่งต่อ",
        "เริ่มข้อความที่ส่งต่อ", "จดหมายที่ส่งต่อ", "转发的邮件", "轉寄的郵件", "转发邮件", "轉寄郵件", "已转发邮件", "以下是轉寄的郵件", "以下是转发的邮件", "轉寄訊息",
        "轉寄郵件開始", "下面是被转发的邮件", "开始转发的信息",
        "転送されたメッセージ", "転送メッセージ", "転送されたメール", "以下、転送されたメッセージ", "전달된 메시지", "전달된 메일", "전달한 메시지", "전달 메시지",
        "ujumbe uliosambazwa", "ujumbe uliotumwa", "videresendt meddelelse", "vidarebefordrat meddelande",
        "videresendt melding", "doorgestuurd bericht", "begin doorgestuurd bericht",
        "edelleenlähetetty viesti", "wiadomość przekazana", "przekazana wiadomość", "vidarebefordrat brev",
        "přeposlaná zpráva", "továbbított üzenet",
    ])

    /// Names of the header's lines above a quoted mail: sender.
    static let fromLabels: Set<String> = [
        "from", "von", "de", "da", "от", "от кого", "من", "gönderen", "kimden", "từ", "người gửi", "dari", "จาก", "发件人",
        "寄件人", "寄件者", "发自", "差出人", "送信者", "送信元", "보낸 사람", "보낸사람", "보낸이", "발신", "발신인", "kutoka", "kutoka kwa",
        "fra", "från", "van", "lähettäjä", "od", "feladó", "expéditeur", "remitente", "mittente", "absender",
        "remetente", "от:", "pengirim", "από", "מאת", "sender", "від",
    ]
    /// Date.
    static let dateLabels: Set<String> = [
        "message du",
        "sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviada", "enviado el", "enviada em", "fecha",
        "data", "inviato", "inviata", "отправлено", "дата", "отправлен", "تاريخ الإرسال", "التاريخ", "تم الإرسال",
        "أرسل", "gönderildi", "tarih", "gönderilme tarihi", "gönderme tarihi", "đã gửi", "ngày", "ngày gửi", "gửi",
        "dikirim", "terkirim", "tanggal", "วันที่", "ส่ง", "ส่งแล้ว", "ส่งเมื่อ",
        "发送时间", "日期", "时间", "寄件日期", "傳送時間", "發送時間", "時間", "送信日時", "送信", "日付", "日時", "보낸 날짜", "날짜", "보냄", "보낸 시간", "일시",
        "imetumwa", "tarehe", "sendt", "dato", "skickat", "verzonden", "lähetetty", "päivämäärä", "wysłano",
        "data wysłania", "elküldve", "date d'envoi", "fecha de envío", "надіслано",
    ]
    /// Recipient.
    static let toLabels: Set<String> = [
        "to", "an", "à", "a", "para", "кому", "إلى", "الى", "kime", "alıcı", "đến", "tới", "người nhận", "kepada",
        "untuk", "ke", "ถึง", "收件人", "收件者", "至", "宛先", "받는 사람", "받는사람", "받는이", "수신", "수신인", "kwa", "til", "till", "aan",
        "vastaanottaja", "do", "címzett",
        "cc", "kopie", "抄送", "抄送人", "副本", "копия", "نسخة", "bilgi", "참조", "tembusan", "สำเนา", "destinataire",
        "destinatario", "empfänger", "destinatário", "to:",
    ]
    /// Subject.
    static let subjectLabels: Set<String> = [
        "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "тема", "الموضوع", "موضوع", "konu", "chủ đề",
        "tiêu đề", "subjek", "perihal", "judul", "เรื่อง", "หัวเรื่อง", "主题", "主旨", "主題", "件名", "제목", "mada", "kichwa",
        "emne", "ämne", "onderwerp", "aihe", "temat", "tárgy", "sujet", "re",
    ]

    /// Lines that ask to be answered above them.
    static let replyAbove = Phrases([
        "reply above this line", "type your reply above", "write above this line", "antworten sie oberhalb dieser",
        "répondez au-dessus de cette ligne", "répondre au-dessus", "responde por encima de esta",
        "responda acima desta linha", "rispondi sopra questa riga", "ответьте выше этой", "请在此行上方回复", "請在此行上方回覆",
        "この行より上に返信", "이 줄 위에 회신", "please do not write below this line",
    ])
}
