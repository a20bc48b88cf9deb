"""An SMTP server that keeps every mail as a JSON line and misbehaves on request.

usage: smtp-sink.py FOLDER [--port N] [--slow SECONDS] [--tls] [--login USER:PASSWORD] [--raw] [--remove]

FOLDER/port         the port, once the server listens on 127.0.0.1
FOLDER/mails        one JSON object a line: connection, from, to, data (one character a byte), and as Python's own
                    parser reads it: fromName, toName, subject, headers, text, html (line ends LF), defects;
                    with --raw only the first four, several times as fast
FOLDER/connections  one line for each connection accepted
FOLDER/cert.pem     with --tls: the certificate to trust for 127.0.0.1

The local part of the recipient decides: refuse-rcpt 550 and defer-rcpt 451 to RCPT; refuse 550, defer 451 to the end
of data; slow answers late; hang never answers; drop-after-data keeps the mail and hangs up without an answer; early
says 421 before the end of data; half begins its answer before it; stall stops reading. A sender called refuse-sender
gets 550 to MAIL, one called quota 421 to the second mail on a connection. The server ends with its standard input, so
it never outlives who started it.
"""
import argparse
import asyncio
import email
import email.policy
import json
import os
import shutil
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def local_part(address):
    return (address or "").split("@")[0]


def rendering(message, subtype):
    part = message.get_body(preferencelist=(subtype,))
    return part.get_content().replace("\r\n", "\n") if part else None


def display_name(message, header):
    field = message.get(header)
    return field.addresses[0].display_name if field and field.addresses else ""


def record(connection, envelope, raw):
    # aiosmtpd takes an empty sender for none, so the null sender stays <> until here.
    mail = {
        "connection": connection,
        "from": "" if envelope.mail_from == "<>" else envelope.mail_from,
        "to": envelope.rcpt_tos[0],
        "data": envelope.content.decode("latin-1"),
    }
    return mail if raw else mail | reading(envelope)


def reading(envelope):
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    parts = [message] + [part for part in message.walk()]
    return {
        "fromName": display_name(message, "From"),
        "toName": display_name(message, "To"),
        "subject": str(message.get("Subject", "")),
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": rendering(message, "plain"),
        "html": rendering(message, "html"),
        "defects": [repr(defect) for part in parts for defect in part.defects],
    }


class Store:
    def __init__(self, folder, slow, raw):
        self.mails = open(os.path.join(folder, "mails"), "a", buffering=1)
        self.connections = open(os.path.join(folder, "connections"), "a", buffering=1)
        self.count = 0
        self.slow = slow
        self.raw = raw

    async def handle_MAIL(self, server, session, envelope, address, options):
        if local_part(address) == "refuse-sender":
            return "550 5.7.1 sender not welcome"
        if local_part(address) == "quota" and server.carried > 0:
            server.transport.write(b"421 4.7.0 enough for one connection\r\n")
            server.transport.close()
            await asyncio.sleep(3600)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = local_part(address)
        if name == "refuse-rcpt":
            return f"550 5.1.1 <{address}>: no such mailbox"
        if name == "defer-rcpt":
            return "451 4.2.0 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = local_part(envelope.rcpt_tos[0])
        if name == "defer":
            return "451 4.3.0 come back later"
        if name == "refuse":
            return "550 5.6.0 content not welcome"
        if name == "hang":
            await asyncio.sleep(3600)
        if name == "slow":
            await asyncio.sleep(self.slow)
        server.carried += 1
        self.mails.write(json.dumps(record(server.number, envelope, self.raw)) + "\n")
        if name == "drop-after-data":
            server.transport.close()
            await asyncio.sleep(3600)
        return "250 OK kept"


class Sink(SMTP):
    carried = 0
    number = 0

    def connection_made(self, transport):
        if not self.number:
            store = self.event_handler
            store.count += 1
            self.number = store.count
            store.connections.write(f"{self.number}\n")
        super().connection_made(transport)

    async def smtp_DATA(self, arg):
        name = local_part(self.envelope.rcpt_tos[0]) if self.envelope.rcpt_tos else ""
        if name == "early":
            await self.push("354 go on\r\n421 4.3.2 shutting down")
            self.transport.close()
        elif name == "half":
            self.transport.write(b"354 go on\r\n250-kept al")
            await self._reader.readuntil(b"\r\n.\r\n")
            await self.push("250 ready")
        elif name == "stall":
            await self.push("354 go on")
            self.transport.pause_reading()
            await asyncio.sleep(3600)
        else:
            await super().smtp_DATA(arg)


def tls_context(folder):
    key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=sink", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def login_check(expected):
    def check(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and f"{data.login.decode()}:{data.password.decode()}" == expected
        return AuthResult(success=right, handled=False)
    return check


async def end_of_input():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(1024):
        pass


async def serve(options):
    store = Store(options.folder, options.slow, options.raw)
    settings = {"hostname": "sink.example", "enable_SMTPUTF8": False}
    if options.tls:
        settings["tls_context"] = tls_context(options.folder)
    if options.login:
        settings |= {"authenticator": login_check(options.login), "auth_required": True, "auth_require_tls": False}
    server = await asyncio.get_running_loop().create_server(
        lambda: Sink(store, **settings), "127.0.0.1", options.port, backlog=256)
    path = os.path.join(options.folder, "port")
    with open(path + ".new", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(path + ".new", path)
    await end_of_input()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--slow", type=float, default=2.0)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--login")
    parser.add_argument("--raw", action="store_true")
    parser.add_argument("--remove", action="store_true", help="delete FOLDER at the end")
    options = parser.parse_args()
    asyncio.run(serve(options))
    if options.remove:
        shutil.rmtree(options.folder, ignore_errors=True)
    os._exit(0)


main()
