import Tickets
import Triage

/// Hand-written messages as customers write them, six or more of each category.
enum TriageSamples {
    struct Sample: Sendable {
        let category: Category
        let language: String
        let text: String

        init(_ category: Category, _ language: String, _ text: String) {
            self.category = category
            self.language = language
            self.text = text
        }
    }

    static let all = faults + quality + usage + logistics + policy + parts + billing + complaints + others

    static let faults: [Sample] = [
        Sample(
            .technicalFault,
            "en",
            "Hi team, the CX-40 press stopped working this morning, it shows E07 and then shuts down after ten seconds."
        ),
        Sample(.technicalFault, "zh", "你好，昨天下午设备突然死机，重启以后屏幕一直是黑屏，按什么键都没反应。"),
        Sample(.technicalFault, "zh-Hant", "機器開到一半就自動關機，面板顯示錯誤代碼 E12，重新開機也沒有反應。"),
        Sample(.technicalFault, "es", "Buenas, desde ayer el compresor no arranca, solo se oye un clic y luego nada."),
        Sample(
            .technicalFault,
            "de",
            "Seit heute früh schaltet sich die Pumpe nach wenigen Minuten ab und zeigt Fehler 23. Bitte um Hilfe."
        ),
        Sample(
            .technicalFault,
            "fr",
            "Bonjour, notre four ne chauffe plus depuis lundi, l'afficheur indique un code erreur F3."
        ),
        Sample(
            .technicalFault,
            "ar",
            "السلام عليكم، الماكينة توقفت فجأة أمس ولا تعمل الآن، تظهر على الشاشة رسالة خطأ."
        ),
        Sample(.technicalFault, "vi", "Máy nén khí nhà em tự nhiên không chạy nữa, bật lên nó báo lỗi E5 rồi tự tắt."),
        Sample(.technicalFault, "tr", "Makine dün akşamdan beri çalışmıyor, ekranda hata kodu 14 çıkıyor."),
        Sample(
            .technicalFault,
            "sw",
            "Habari, mashine yetu haifanyi kazi tangu jana, inajizima kila baada ya dakika mbili."
        ),
        Sample(.technicalFault, "ko", "어제부터 장비 전원이 안 들어오고 화면에 에러 코드 E04가 표시됩니다."),
    ]

    static let quality: [Sample] = [
        Sample(
            .productQuality,
            "en",
            "The frames of the last ten units have rust spots under the paint and two of them show hairline cracks at the weld."
        ),
        Sample(.productQuality, "zh", "这批阀门做工很粗糙，边缘全是毛刺，有几个已经生锈了，跟样品完全不一样。"),
        Sample(
            .productQuality,
            "es",
            "Las piezas vienen con la soldadura mal hecha y una ya tiene una grieta, no corresponde con la muestra."
        ),
        Sample(
            .productQuality,
            "de",
            "Bei drei Gehäusen blättert der Lack ab, und die Bohrungen liegen außerhalb der Toleranz."
        ),
        Sample(
            .productQuality,
            "pt",
            "O acabamento está horrível, a chapa já chegou com ferrugem e a pintura descascando em vários pontos."
        ),
        Sample(
            .productQuality,
            "ru",
            "Получили станину: краска облезла, на корпусе трещина и кривой сварной шов, похоже на заводской брак."
        ),
        Sample(.productQuality, "ja", "届いたフレームの溶接が粗く、塗装の剥がれや錆が見られます。仕様と違う材質のようです。"),
        Sample(.productQuality, "th", "สินค้าที่ได้รับเป็นสนิมหลายจุด สีลอก งานหยาบมาก ไม่ตรงสเปคที่ตกลงกันไว้"),
        Sample(
            .productQuality,
            "it",
            "La vernice si scrosta dopo due settimane e ci sono sbavature su tutti i bordi, qualità scadente."
        ),
        Sample(.productQuality, "vi", "Lô hàng này chất lượng kém quá, thép mỏng hơn mẫu và nhiều chỗ bị gỉ."),
    ]

    static let usage: [Sample] = [
        Sample(
            .usageQuestion,
            "en",
            "Could you tell me how to set the timer on the KX-200 so that it starts at night? The user manual skips that page."
        ),
        Sample(.usageQuestion, "zh", "请问这款净水器的滤水模式怎么设置？说明书上没写清楚。"),
        Sample(.usageQuestion, "es", "Hola, ¿cómo se configura el wifi en el panel? No encuentro el manual."),
        Sample(
            .usageQuestion,
            "de",
            "Guten Tag, wie stelle ich die Sprache am Display um? In der Bedienungsanleitung finde ich nichts dazu."
        ),
        Sample(
            .usageQuestion,
            "fr",
            "Bonjour, comment régler la température de la cuve ? Je n'ai plus le mode d'emploi."
        ),
        Sample(.usageQuestion, "ar", "مرحبا، كيف أضبط درجة الحرارة في الجهاز؟ لا أجد دليل المستخدم."),
        Sample(
            .usageQuestion,
            "id",
            "Selamat siang, bagaimana cara mengatur suhu di mesin ini? Buku panduannya tidak ada."
        ),
        Sample(.usageQuestion, "th", "สอบถามวิธีตั้งค่าไวไฟของเครื่องค่ะ ในคู่มือไม่มีบอก"),
        Sample(.usageQuestion, "tr", "Merhaba, cihazı telefona nasıl bağlarım, kullanım kılavuzu elimde yok."),
        Sample(
            .usageQuestion,
            "sw",
            "Naomba kujua jinsi ya kusafisha tangi la mashine, mwongozo hauko kwenye sanduku."
        ),
    ]

    static let logistics: [Sample] = [
        Sample(
            .logistics,
            "en",
            "My order left your warehouse two weeks ago and the tracking page has not changed since. Where is it?"
        ),
        Sample(.logistics, "zh", "订单发货十天了，物流信息一直停在深圳没动，到底什么时候能到？"),
        Sample(.logistics, "zh-Hant", "包裹顯示已簽收，可是我根本沒收到，請幫忙查一下物流。"),
        Sample(
            .logistics,
            "es",
            "El paquete llegó golpeado y abierto, faltaban dos cajas según el albarán de transporte."
        ),
        Sample(
            .logistics,
            "pt",
            "Bom dia, minha encomenda ainda não chegou e o código de rastreio não atualiza há uma semana."
        ),
        Sample(.logistics, "ru", "Груз уже неделю стоит на таможне, подскажите, когда будет доставка?"),
        Sample(.logistics, "ja", "先週注文した商品がまだ届いていません。追跡番号も更新されないのですが。"),
        Sample(.logistics, "ko", "주문한 지 2주가 지났는데 배송 조회가 안 되고 아직 안 왔어요."),
        Sample(.logistics, "vi", "Shop ơi sao mình chưa nhận được hàng, tra vận đơn thì thấy nằm ở kho cả tuần rồi."),
        Sample(
            .logistics,
            "sw",
            "Mzigo wangu uko bandarini tangu wiki mbili, forodha wanasema hawana karatasi, utafika lini?"
        ),
    ]

    static let policy: [Sample] = [
        Sample(
            .policy,
            "en",
            "I bought the heater in March. Is it still under warranty, and can I get my money back if I return it unused?"
        ),
        Sample(.policy, "zh", "买了不到一个月，不想要了，可以退货退款吗？运费谁出？"),
        Sample(.policy, "es", "¿Cuánto dura la garantía de la bomba y qué hago para devolverla si no me sirve?"),
        Sample(
            .policy,
            "de",
            "Ich möchte das Gerät zurückgeben und den Kauf widerrufen. Wie läuft die Rückerstattung?"
        ),
        Sample(
            .policy,
            "fr",
            "L'appareil a 18 mois, est-il encore sous garantie ? Sinon, puis-je demander un échange ?"
        ),
        Sample(.policy, "ar", "هل الجهاز ما زال تحت الضمان؟ أريد استبداله بجهاز آخر أو استرداد المبلغ."),
        Sample(
            .policy,
            "it",
            "Vorrei restituire il trapano ed avere il rimborso, entro quanti giorni vale il diritto di recesso?"
        ),
        Sample(.policy, "id", "Apakah masih bisa retur barang setelah dua minggu? Garansinya berapa lama ya?"),
        Sample(.policy, "ko", "구매한 지 10일 됐는데 단순 변심으로 반품하고 환불받을 수 있나요?"),
        Sample(.policy, "ru", "Подскажите, какой срок гарантии и можно ли вернуть товар, если он не подошёл?"),
    ]

    static let parts: [Sample] = [
        Sample(
            .sparePart,
            "en",
            "We need two replacement filters and a drive belt for the MX-9, do you have the part numbers?"
        ),
        Sample(.sparePart, "zh", "请问 X3 的滤芯和密封圈还有货吗？我想单独购买两套配件。"),
        Sample(.sparePart, "es", "Necesito un repuesto: la correa y dos rodamientos para la sierra modelo S-12."),
        Sample(
            .sparePart,
            "de",
            "Kann man die Dichtung für den Deckel einzeln nachbestellen? Ich brauche die Ersatzteilnummer."
        ),
        Sample(.sparePart, "fr", "Je cherche une pièce détachée pour la scie S-12 : la courroie et le joint d'arbre."),
        Sample(.sparePart, "pt", "Vocês têm peças de reposição para a bomba B7? Preciso de um rolamento e da vedação."),
        Sample(.sparePart, "tr", "S-12 testere için yedek parça arıyorum, kayış ve rulman stokta var mı?"),
        Sample(.sparePart, "vi", "Bên mình có bán lõi lọc và gioăng cho máy K2 không, mình cần mua thêm hai bộ."),
        Sample(.sparePart, "ja", "K2 用の交換フィルターとパッキンの部品番号を知りたいです。在庫はありますか。"),
        Sample(.sparePart, "th", "อยากซื้ออะไหล่สายพานกับลูกปืนรุ่น S12 มีของไหมคะ"),
    ]

    static let billing: [Sample] = [
        Sample(
            .billing,
            "en",
            "My card was charged twice for the same order, please send a corrected invoice with our VAT number."
        ),
        Sample(.billing, "zh", "麻烦补开一张增值税专用发票，抬头和税号我发你了，货款上周已经转账。"),
        Sample(.billing, "es", "Me cobraron dos veces el mismo pedido y en la factura falta nuestro RFC."),
        Sample(
            .billing,
            "de",
            "Auf der Rechnung 4711 steht die falsche Umsatzsteuer, wir haben den Betrag schon überwiesen."
        ),
        Sample(
            .billing,
            "fr",
            "Nous n'avons toujours pas la facture de septembre et le virement est parti il y a dix jours."
        ),
        Sample(.billing, "ar", "أحتاج فاتورة ضريبية باسم الشركة، وقد دفعت المبلغ عن طريق تحويل بنكي."),
        Sample(
            .billing,
            "pt",
            "Paguei o boleto ontem, mas o sistema ainda mostra em aberto. Podem emitir a nota fiscal?"
        ),
        Sample(.billing, "ko", "세금계산서 발행이 안 됐습니다. 입금은 지난주에 완료했어요."),
        Sample(.billing, "ru", "Пришлите, пожалуйста, счёт-фактуру, оплату мы перевели в пятницу."),
        Sample(.billing, "id", "Mohon dikirim faktur pajak untuk pembayaran minggu lalu, NPWP sudah saya kirim."),
    ]

    static let complaints: [Sample] = [
        Sample(
            .complaint,
            "en",
            "This is the fourth time I am writing and nobody replies. Your people just ignore me; the worst service I have ever had."
        ),
        Sample(.complaint, "zh", "打了五次电话都没人理，客服态度恶劣，再这样我就去投诉曝光你们！"),
        Sample(
            .complaint,
            "es",
            "Llevo tres semanas llamando y nadie me contesta, una vergüenza, voy a hablar con mi abogado."
        ),
        Sample(
            .complaint,
            "de",
            "Zum dritten Mal werde ich vertröstet, Ihr Mitarbeiter war am Telefon unverschämt. Ich will mich beschweren."
        ),
        Sample(
            .complaint,
            "fr",
            "Votre technicien a été très impoli et depuis personne ne rappelle. C'est inadmissible, je suis très déçu."
        ),
        Sample(.complaint, "ar", "أريد تقديم شكوى، اتصلت بكم عشر مرات ولا أحد يرد، خدمة العملاء سيئة جدا."),
        Sample(
            .complaint,
            "tr",
            "Üçüncü kez yazıyorum, kimse cevap vermiyor. Böyle giderse tüketici hakem heyetine şikayet edeceğim."
        ),
        Sample(
            .complaint,
            "vi",
            "Tôi rất bức xúc, gọi cả tuần không ai nghe máy, nhân viên thì vô trách nhiệm, tôi sẽ khiếu nại."
        ),
        Sample(.complaint, "ja", "何度メールしても返信がなく、電話ではたらい回しにされました。対応がひどすぎます。"),
        Sample(.complaint, "sw", "Nimechoka na ahadi zenu, hakuna anayejibu simu, nitapeleka malalamiko kwa mamlaka."),
    ]

    static let others: [Sample] = [
        Sample(
            .other,
            "en",
            "Dear sirs, I attach my CV, I would like to apply for an internship in your export department."
        ),
        Sample(.other, "zh", "贵公司您好，我们是马来西亚的经销商，希望洽谈代理加盟合作。"),
        Sample(.other, "es", "Somos una empresa peruana y queremos ser distribuidores de su marca en Lima."),
        Sample(.other, "de", "Ich wollte mich nur bedanken, die Dame am Telefon war wirklich sehr nett."),
        Sample(.other, "fr", "Je vous adresse ma candidature pour un stage dans votre équipe export."),
        Sample(.other, "ar", "نحن شركة في الرياض ونرغب في التعاون معكم وأن نكون موزعين لمنتجاتكم."),
        Sample(.other, "id", "Kami tertarik menjadi distributor produk Anda di Surabaya, mohon info kerja sama."),
        Sample(.other, "ru", "Хотим стать дилером вашей марки в Казани, кому направить предложение о сотрудничестве?"),
        Sample(.other, "ko", "귀사 제품의 국내 총판 계약과 관련하여 제휴를 제안드립니다."),
        Sample(
            .other,
            "en",
            "We boost your SEO and bring you to the first page of Google, reply for a free audit of your site."
        ),
    ]
}
