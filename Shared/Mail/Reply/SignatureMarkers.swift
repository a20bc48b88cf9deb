/// Words that begin signatures: the one place where they are listed.
///
/// All lower case.
enum SignatureMarkers {
    /// Beginnings of what devices and programs add.
    static let devices = Phrases([
        "sent from ", "sent from my ", "sent from outlook", "sent from yahoo", "sent from mail for", "sent from proton",
        "sent with proton", "sent from samsung", "sent from gmail", "sent from the ", "sent via ", "sent using ",
        "sent by ", "sent on the go", "get outlook for ", "download outlook", "sent from an ", "sent from a ",
        "sent from iphone", "sent from ipad", "sent from huawei", "sent from xiaomi", "sent from vivo",
        "sent from spark", "sent from airmail", "sent with ", "sent through ", "sent through my ", "from my iphone",
        "from my mobile",
        "von meinem ", "gesendet von ", "gesendet mit ", "gesendet über ", "diese nachricht wurde von meinem android",
        "outlook für ", "holen sie sich outlook", "envoyé de ", "envoyé depuis ", "envoyé avec ", "envoyé à partir de",
        "télécharger outlook", "obtenez outlook", "provenance : ", "enviado desde ", "enviado con ", "enviado de ",
        "enviado do ", "enviado a partir", "enviado pelo ", "enviado via ", "enviado por ", "obtener outlook",
        "obter o outlook", "obtenha o outlook", "inviato da ", "inviato dal ", "inviato con ", "scarica outlook",
        "ottieni outlook",
        "отправлено с ", "отправлено из ", "отправлено через ", "скачать outlook", "получить outlook", "أرسلت من ",
        "مرسل من ", "أُرسلت من ", "تم الإرسال من ", "iphone'umdan gönderildi", "iphone’umdan gönderildi",
        "ipad'imden gönderildi", "android için outlook", "ios için outlook", "gönderildi ", "đã gửi từ ",
        "được gửi từ ", "gửi từ ", "tải outlook", "dikirim dari ", "dikirim melalui ", "dapatkan outlook", "ส่งจาก ",
        "ส่งจากiphone", "ส่งจาก iphone", "รับ outlook",
        "发自我的", "发送自", "从我的", "來自我的", "從我的", "自我的", "傳自我的", "发自", "發自", "获取 outlook", "取得 outlook", "下载 outlook",
        "iphoneから送信", "ipadから送信", "androidから送信", "スマートフォンから送信", "outlook for", "yahoo!メール", "나의 iphone에서", "내 iphone에서",
        "iphone에서 보냄", "아이폰에서", "내 갤럭시", "나의 갤럭시", "갤럭시에서", "삼성", "android용 outlook", "ios용 outlook", "네이버 메일",
        "imetumwa kutoka", "sendt fra ", "skickat från ", "verzonden vanaf ", "verstuurd vanaf ", "lähetetty ",
        "wysłane z ", "wysłano z ", "odesláno z", "pobierz outlook", "hent outlook", "hämta outlook",
    ])

    /// Whole lines that end a letter.
    static let closings: Set<String> = [
        "regards", "best regards", "kind regards", "warm regards", "best", "best wishes", "kindest regards",
        "with best regards", "with kind regards", "many thanks and regards", "thanks and regards", "thanks & regards",
        "warmest regards", "br", "cheers", "yours sincerely", "yours faithfully", "yours truly", "sincerely yours",
        "respectfully", "rgds", "brgds",
        "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss",
        "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse",
        "liebe grüße", "schöne grüße", "herzliche grüße", "mfg", "lg", "vg", "gruß", "grüße", "mit besten grüßen",
        "hochachtungsvoll",
        "cordialement", "bien cordialement", "très cordialement", "bien à vous", "sincères salutations",
        "salutations distinguées", "salutations", "cdt", "cdlt", "amicalement", "meilleures salutations", "saludos",
        "un saludo", "saludos cordiales", "cordiales saludos", "atentamente", "atte", "cordialmente",
        "un cordial saludo", "muchos saludos", "atenciosamente", "att", "abraços", "cumprimentos",
        "melhores cumprimentos", "com os melhores cumprimentos", "saudações", "abs",
        "cordiali saluti", "distinti saluti", "saluti", "un saluto", "cari saluti", "с уважением",
        "с наилучшими пожеланиями", "всего доброго", "с уважением и наилучшими пожеланиями", "مع أطيب التحيات",
        "مع التحية", "تحياتي", "مع خالص التحية", "أطيب التحيات", "وتفضلوا بقبول فائق الاحترام", "saygılarımla",
        "saygılarımızla", "iyi çalışmalar", "selamlar", "sevgiler", "teşekkürler saygılarımla",
        "trân trọng", "trân trọng kính chào", "thân ái", "thân mến", "kính thư", "hormat saya", "hormat kami",
        "salam hormat", "salam", "salam hangat", "ขอแสดงความนับถือ", "ด้วยความเคารพ", "ด้วยความนับถือ", "此致", "此致敬礼", "敬礼",
        "顺颂商祺", "祝好", "敬上", "順頌商祺", "此致敬禮", "敬禮", "以上", "敬具", "よろしくお願いします", "よろしくお願いいたします", "宜しくお願い致します",
        "何卒よろしくお願いいたします", "감사합니다", "드림", "올림", "안녕히 계세요", "wako mwaminifu", "wako", "wasalaam", "kwa heshima",
        "wako mtiifu",
        "med venlig hilsen", "venlig hilsen", "mvh", "kh", "hilsen", "de bedste hilsner", "med vänlig hälsning",
        "med vänliga hälsningar", "vänliga hälsningar", "vänligen", "hälsningar", "med vennlig hilsen",
        "vennlig hilsen", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet",
        "vriendelijke groeten", "groeten", "mvg", "ystävällisin terveisin", "terveisin", "pozdrawiam", "z poważaniem",
        "z powazaniem", "s pozdravem", "üdvözlettel",
    ]
}
