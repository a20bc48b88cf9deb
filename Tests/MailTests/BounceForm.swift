import Testing

@testable import Mail

/// A notice as a mail system words it, and what it says.
struct BounceForm: Sendable, CustomTestStringConvertible {
    let system: String
    let kind: Bounce.Class
    let status: String?
    let recipients: [String]
    let mail: String

    var testDescription: String { system }
}

extension BounceForm {
    private static let oldest: [BounceForm] = [
        BounceForm(
            system: "qmail",
            kind: .permanent,
            status: "5.1.1",
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: MAILER-DAEMON@m.example
                Subject: failure notice

                Hi. This is the qmail-send program at m.example.
                I'm afraid I wasn't able to deliver your message to the following addresses.

                <bo@b.example>:
                192.0.2.1 does not like recipient.
                Remote host said: 550 5.1.1 no such user
                Giving up on 192.0.2.1.

                --- Below this line is a copy of the message.

                Return-Path: <desk@us.example>
                To: other@b.example
                """
        ),
        BounceForm(
            system: "Exim",
            kind: .permanent,
            status: "5.0.0",
            recipients: ["bo@b.example"],
            mail: """
                From: Mail Delivery System <Mailer-Daemon@m.example>
                Auto-Submitted: auto-replied
                X-Failed-Recipients: bo@b.example
                Subject: Mail delivery failed: returning message to sender

                This message was created automatically by mail delivery software.

                  bo@b.example
                    SMTP error from remote mail server after RCPT TO:<bo@b.example>:
                    host mx.b.example [192.0.2.1]: 550 unknown user

                ------ This is a copy of the message, including all the headers. ------

                To: bo@b.example
                """
        ),
        BounceForm(
            system: "Exim, without a header that names them",
            kind: .permanent,
            status: nil,
            recipients: ["bo@b.example", "cy@b.example"],
            mail: """
                From: Mailer-Daemon@m.example
                Subject: Mail delivery failed: returning message to sender

                  bo@b.example
                    (generated from all@b.example)
                    unrouteable mail domain "b.example"
                  cy@b.example
                    Unrouteable address

                ------ This is a copy of the message, including all the headers. ------
                To: all@b.example
                """
        ),
        BounceForm(
            system: "Exim, warning",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: Mailer-Daemon@m.example
                Subject: Warning: message 1abc delayed 24 hours

                A message that you sent has not yet been delivered to one or more of its
                recipients after more than 24 hours on the queue on m.example.

                  bo@b.example

                No action is required on your part. Delivery attempts will continue for some time.
                """
        ),
        BounceForm(
            system: "Postfix of old",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: MAILER-DAEMON@m.example (Mail Delivery System)
                Subject: Undelivered Mail Returned to Sender

                This is the Postfix program at host m.example.
                For further assistance, please contact <postmaster@m.example>

                <bo@b.example>: Name service error for domain b.example: Host not
                    found, try again
                """
        ),
        BounceForm(
            system: "Sendmail of old",
            kind: .permanent,
            status: "5.1.1",
            recipients: ["bo@b.example"],
            mail: """
                From: Mail Delivery Subsystem <MAILER-DAEMON@m.example>
                Subject: Returned mail: User unknown

                   ----- The following addresses had permanent fatal errors -----
                <bo@b.example>

                   ----- Transcript of session follows -----
                ... while talking to mx.b.example.:
                >>> RCPT To:<bo@b.example>
                <<< 550 5.1.1 <bo@b.example>... User unknown

                   ----- Original message follows -----
                Received: from us.example
                To: al@b.example
                """
        ),
        BounceForm(
            system: "Exchange 5.5",
            kind: .permanent,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: System Administrator <postmaster@b.example>
                To: desk@us.example
                Subject: Undeliverable: Pump

                Your message

                  To:      team@b.example
                  Subject: Pump
                  Sent:    Thu, 11 Jul 2002 16:52:33 -0300

                did not reach the following recipient(s):

                bo@b.example on Thu, 11 Jul 2002 16:54:54 -0300
                    The recipient name is not recognized
                        MSEXCH:IMS:B:HQ:MX 0 (000C05A6) Unknown Recipient
                """
        ),
        BounceForm(
            system: "Exchange 2007 and later",
            kind: .permanent,
            status: "5.1.1",
            recipients: ["bo@b.example"],
            mail: """
                From: Microsoft Exchange Recipient <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@b.example>
                Subject: Undeliverable: Pump

                Delivery has failed to these recipients or distribution lists:

                bo@b.example
                The recipient's e-mail address was not found in the recipient's e-mail system.

                Diagnostic information for administrators:
                Generating server: mx.b.example
                bo@b.example
                #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
                """
        ),
        BounceForm(
            system: "Exchange Online, in German",
            kind: .permanent,
            status: "5.1.10",
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: postmaster@b.example
                Subject: Unzustellbar: Pumpe

                Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

                bo@b.example
                Die von Ihnen eingegebene E-Mail-Adresse konnte nicht gefunden werden.

                Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'
                """
        ),
    ]

    private static let providers: [BounceForm] = [
        BounceForm(
            system: "Domino",
            kind: .permanent,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: Postmaster@b.example
                Subject: DELIVERY FAILURE: User bo (bo@b.example) not listed in Domino Directory

                Your message

                  Subject: Pump

                was not delivered to:

                  bo@b.example

                because:

                  User bo (bo@b.example) not listed in Domino Directory
                """
        ),
        BounceForm(
            system: "GroupWise",
            kind: .permanent,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: Mailer-Daemon@b.example
                Subject: Message status - undeliverable

                The message that you sent was undeliverable to the following:
                        bo@b.example (no such user here)
                """
        ),
        BounceForm(
            system: "Gmail of old",
            kind: .permanent,
            status: "5.1.1",
            recipients: ["bo@b.example"],
            mail: """
                From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
                Subject: Delivery Status Notification (Failure)

                Delivery to the following recipient failed permanently:

                     bo@b.example

                Technical details of permanent failure:
                The error that the other server returned was: 550 5.1.1 The email account that you tried to reach does not exist.

                ----- Original message -----

                MIME-Version: 1.0
                Received: by 192.0.2.1 with SMTP id 1
                To: other@b.example
                """
        ),
        BounceForm(
            system: "Yahoo",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: MAILER-DAEMON@yahoo.com
                Subject: Failure Notice

                Sorry, we were unable to deliver your message to the following address.

                <bo@b.example>:
                Sorry, your message cannot be delivered. This account is over quota.

                --- Below this line is a copy of the message.
                """
        ),
        BounceForm(
            system: "QQ Mail",
            kind: .permanent,
            status: "5.0.0",
            recipients: ["bo@b.example"],
            mail: """
                From: PostMaster@qq.com
                Subject: 来自qq.com的退信

                很抱歉您发送的邮件被退回，以下是该邮件的相关信息：
                收件人（bo@b.example）所属域名不存在，邮件无法送达。
                host mx.b.example said: 550 Mail content denied
                """
        ),
        BounceForm(
            system: "NetEase",
            kind: .permanent,
            status: "5.0.0",
            recipients: ["bo@b.example"],
            mail: """
                From: postmaster@163.com
                Subject: 系统退信

                抱歉，您的邮件被退回来了……
                收件人：bo@b.example
                退信原因：收件人邮件地址不存在
                英文说明：SMTP error, RCPT TO: Host b.example said: 550 User not found: bo@b.example
                """
        ),
        BounceForm(
            system: "Yandex",
            kind: .permanent,
            status: "5.1.1",
            recipients: ["bo@b.example"],
            mail: """
                From: mailer-daemon@yandex.ru
                Subject: Недоставленное сообщение

                Это письмо отправлено почтовым сервером.
                К сожалению, мы вынуждены сообщить вам о том, что Ваше письмо не может быть доставлено.

                <bo@b.example>: host mx.b.example said: 550 5.1.1 No such user
                """
        ),
        BounceForm(
            system: "Mail.ru",
            kind: .permanent,
            status: "5.0.0",
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: mailer-daemon@corp.mail.ru
                Subject: Mail failure.

                This message was created automatically by mail delivery software.
                  bo@b.example
                    SMTP error from remote mail server after RCPT TO:<bo@b.example>:
                    550 Message was not accepted -- invalid mailbox.
                """
        ),
        BounceForm(
            system: "IMail",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: "Postmaster" <postmaster@m.example>
                Subject: Undeliverable Mail

                Delivery failed 20 attempts: bo@b.example

                Original message follows.

                To: other@b.example
                """
        ),
    ]

    private static let others: [BounceForm] = [
        BounceForm(
            system: "MDaemon",
            kind: .permanent,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: MDaemon@b.example
                Precedence: bulk
                Subject: Warning: bo@b.example - User unknown!

                bo@b.example - no such user here.
                There is no user by that name at this server.
                """
        ),
        BounceForm(
            system: "Mimecast",
            kind: .transient,
            status: "4.4.4",
            recipients: ["bo@b.example"],
            mail: """
                From: "Mail Delivery System" <mailer-daemon@m.example>
                Subject: [Postmaster] Email Delivery Failure

                an email desk@us.example addressed to email address :
                -- bo@b.example
                could not be delivered. The problem appears to be :
                -- Recipient server unavailable or busy
                Additional information follows :
                -- 4.4.4 Temporary server error. Please try again later
                """
        ),
        BounceForm(
            system: "Symantec",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: Symantec_AntiVirus_for_SMTP_Gateways@m.example
                Subject: Delivery failure notification

                Your message with Subject: Pump
                could not be delivered to the following recipients:

                bo@b.example

                Please do not resend your original message.
                Delivery attempts will continue to be made for 5 day(s).
                """
        ),
        BounceForm(
            system: "Lotus Notes of France",
            kind: .permanent,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                From: Notes.internet@m.example
                Subject: Pompe : non remis

                Votre message n'a pas pu etre delivre a
                bo@b.example
                Your message could not be delivered to
                bo@b.example
                """
        ),
        BounceForm(
            system: "a provider of Argentina",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: MAILER-DAEMON@m.example
                Subject: failure notice

                Su mensaje no pudo ser entregado

                <bo@b.example>:
                Mailbox quota usage exceeded. Espacio en casilla de mail agotado.

                --- Mensaje original adjunto.
                """
        ),
        BounceForm(
            system: "Dovecot, by a note of disposition",
            kind: .transient,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: Mail Delivery Subsystem <postmaster@b.example>
                Subject: Automatically rejected mail
                Auto-Submitted: auto-replied (rejected)
                Content-Type: multipart/report; report-type=disposition-notification; boundary=b

                --b

                Your message to <bo@b.example> was automatically rejected:
                Quota exceeded
                --b
                Content-Type: message/disposition-notification

                Final-Recipient: rfc822; bo@b.example
                Disposition: automatic-action/MDN-sent-automatically; deleted

                --b--
                """
        ),
        BounceForm(
            system: "a report whose recipient is nobody",
            kind: .permanent,
            status: "5.0.0",
            recipients: ["bo@b.example"],
            mail: """
                From: MAILER-DAEMON@m.example
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                Failed to deliver to '<bo@b.example>'
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; m.example

                Original-Recipient: rfc822;<bo@b.example>
                Final-Recipient: system;<>
                Action: failed
                Status: 5.0.0

                --b--
                """
        ),
        BounceForm(
            system: "a server that says nothing",
            kind: .undetermined,
            status: nil,
            recipients: ["bo@b.example"],
            mail: """
                Return-Path: <>
                From: postmaster@m.example
                Subject: Delivery Status Notification (Failure)

                Delivery to the following recipients failed.

                       bo@b.example
                """
        ),
    ]

    static let all = oldest + providers + others
}
