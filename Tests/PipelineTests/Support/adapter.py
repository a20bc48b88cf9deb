"""A channel adapter as an integrator writes it: Debian's python3-pika, nothing of ours.

usage: adapter.py URL repeat COUNT       posts one message COUNT times and prints the answers, a JSON object a line
       adapter.py URL hostile COUNT SEED posts COUNT hostile payloads and prints nothing
       adapter.py URL languages          posts one message in each of four languages and prints the answers
"""
import json
import random
import sys
import uuid

import pika

QUEUE = "intake.requests"


def request(number, **changes):
    body = {
        "channel": "email", "account": "support@example.com", "externalId": f"<pika-{number}@mail.example>",
        "receivedAt": "2026-11-21T08:15:30Z", "sender": {"name": "Ana", "email": f"ana{number}@mail.example"},
        "subject": "Broken", "body": "The machine is broken.",
    }
    body.update(changes)
    return body


def hostile(random_source):
    """One payload that must not make a ticket."""
    good = request(random_source.randrange(10**9))
    field = random_source.choice(["channel", "externalId", "receivedAt", "body", "sender"])
    kind = random_source.randrange(9)
    if kind == 0:
        return bytes(random_source.randrange(256) for _ in range(random_source.randrange(1, 200))) + b"\xff"
    if kind == 1:
        return json.dumps(good).encode()[: random_source.randrange(1, 60)]
    if kind == 2:
        del good[field]
        return json.dumps(good).encode()
    if kind == 3:
        good[field] = random_source.choice([None, 7, True, [], {"a": 1}, [[[]]]])
        return json.dumps(good).encode()
    if kind == 4:
        return b"[" * 5000 + json.dumps(good).encode()
    if kind == 5:
        return json.dumps(good).encode("utf-16")
    if kind == 6:
        good["sender"] = {"email": "a@b.example\r\nBcc: all@example.com"}
        return json.dumps(good).encode()
    if kind == 7:
        good["body"] = "x" * (1024 * 1024 + 1)
        good["number"] = random_source.randrange(10**9)
        return json.dumps(good).encode()
    good["receivedAt"] = random_source.choice(["yesterday", "2026-13-40T99:00:00Z", "21.11.2026", ""])
    return json.dumps(good).encode()


def ask(channel, bodies):
    """Posts each body and prints the answer that comes for it."""
    replies = channel.queue_declare("", exclusive=True).method.queue
    waiting = {}
    for body in bodies:
        correlation = str(uuid.uuid4())
        waiting[correlation] = None
        properties = pika.BasicProperties(reply_to=replies, correlation_id=correlation, delivery_mode=2)
        channel.basic_publish("", QUEUE, json.dumps(body).encode(), properties, mandatory=True)
    for _, properties, answer in channel.consume(replies, auto_ack=True, inactivity_timeout=30):
        if properties is None:
            raise SystemExit("no answer in 30 s")
        waiting[properties.correlation_id] = answer.decode()
        if all(waiting.values()):
            break
    print("\n".join(waiting.values()))


def main():
    url, task, *rest = sys.argv[1:]
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.confirm_delivery()
    if task == "repeat":
        ask(channel, [request(1)] * int(rest[0]))
    elif task == "languages":
        texts = [("zh", "CN", "机器坏了，屏幕显示故障代码。"), ("ar", "AE", "الآلة لا تعمل منذ الأمس."),
                 ("vi", "VN", "Máy không hoạt động từ hôm qua."), ("es", "ES", "La máquina no funciona desde ayer.")]
        ask(channel, [request(f"l{n}", body=b, locale=l, country=c) for n, (l, c, b) in enumerate(texts)])
    else:
        source = random.Random(int(rest[1]))
        for _ in range(int(rest[0])):
            channel.basic_publish("", QUEUE, hostile(source), pika.BasicProperties(delivery_mode=2), mandatory=True)
    connection.close()


main()
