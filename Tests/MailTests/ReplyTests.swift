import Testing

@testable import Mail

@Suite("Separating replies") struct ReplyTests {
    @Test(
        "Cuts the quotation below an attribution",
        arguments: [
            "On Tue, Mar 5, 2024 at 10:00 AM Ann <a@e.example> wrote:", "Am 05.03.2024 um 10:00 schrieb Ann:",
            "Le mar. 5 mars 2024 à 10:00, Ann <a@e.example> a écrit :",
            "El mar, 5 mar 2024 a las 10:00, Ann (<a@e.example>) escribió:",
            "вт, 5 мар. 2024 г. в 10:00, Ann <a@e.example>:", "Ann <a@e.example> 于2024年3月5日周二 10:00写道：",
            "Ann <a@e.example> 於 2024年3月5日 週二 上午10:00寫道：", "2024年3月5日(火) 10:00 Ann <a@e.example>:",
            "2024년 3월 5일 (화) 오전 10:00, Ann <a@e.example>님이 작성:",
            "Em ter., 5 de mar. de 2024 às 10:00, Ann <a@e.example> escreveu:",
            "Il giorno mar 5 mar 2024 alle ore 10:00 Ann <a@e.example> ha scritto:",
            "Vào Th 3, 5 thg 3, 2024 vào lúc 10:00 Ann <a@e.example> đã viết:",
            "Pada tanggal Sel, 5 Mar 2024 pukul 10.00 Ann <a@e.example> menulis:",
            "Ann <a@e.example>, 5 Mar 2024 Sal, 10:00 tarihinde şunu yazdı:",
        ]
    ) func attributions(_ line: String) {
        let parts = ReplySplitter.split("New words.\n\n\(line)\n\n> old")
        #expect(parts.replyText == "New words.")
        #expect(parts.quotedText.contains("old"))
    }

    @Test("Keeps answers between quoted lines") func inline() {
        #expect(ReplySplitter.split("> one?\nyes\n> two?\nno").replyText == "yes\nno")
    }

    @Test("Cuts Outlook's header block in Chinese") func outlook() {
        #expect(
            ReplySplitter.split("好的\n\n发件人: 甲 <a@e.example>\n发送时间: 2024年3月5日 10:00\n收件人: 乙\n主题: 泵\n\n旧").replyText
                == "好的"
        )
    }

    @Test("Leaves signatures out") func signature() {
        #expect(ReplySplitter.split("It drips.\n\nSent from my iPhone").replyText == "It drips.")
        #expect(ReplySplitter.split("It drips.\n-- \nAnn").replyText == "It drips.")
    }

    @Test("Keeps sentences that look like marks") func sentences() {
        let text = "On Monday we met.\nHe wrote: nothing.\n\nSent from my desk, is much easier."
        #expect(ReplySplitter.split(text).replyText == text)
    }

    @Test("Finds who wrote a forwarded mail first") func forwarded() {
        let mail = sample(
            "Subject: WG: Pumpe",
            "",
            "---------- Forwarded message ---------",
            "Von: Bo <b@e.example>",
            "Betreff: Pumpe",
            "",
            "kaputt"
        )
        let parts = mail.replyParts
        #expect(
            mail.forwarded(parts)
                == ForwardedMail(sender: Mailbox(name: "Bo", address: "b@e.example"), subject: "Pumpe")
        )
    }

    @Test("Keeps an answer that stands within the markup of the quotation") func within() {
        let mail = sample(
            "Content-Type: text/html",
            "",
            "<div class=gmail_quote><div>It drips.</div><blockquote class=gmail_quote>From: Bo<br>Date: 5 March<br>To: Ann<p>old</blockquote></div>"
        )
        #expect(mail.replyParts.replyText == "It drips.")
    }

    @Test(
        "Cuts below attributions that wrap or name the day last",
        arguments: [
            "Op 12 maart 2024 19:05 schreef Ann <\na@e.example>:",
            "Ann <a@e.example> schrieb am Di., 5.\nMärz 2024 um 11:53 Uhr:",
            "Ann via Desk <a@e.example> schrieb:",
        ]
    ) func wrapped(_ line: String) {
        let old = "old words on a line as long as those that programs wrap at their seventieth column"
        #expect(
            ReplySplitter.split("New words.\n\n\(line)\n\n> \(old)\nstill old, wrapped\n> end").replyText
                == "New words."
        )
    }

    @Test("Leaves out a name behind a mark") func initial() {
        #expect(ReplySplitter.split("It drips.\n\n/Ann").replyText == "It drips.")
        #expect(ReplySplitter.split("Please send:\n\n- Seal\n\n- Hose").replyText == "Please send:\n\n- Seal\n\n- Hose")
    }
}
