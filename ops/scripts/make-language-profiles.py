#!/usr/bin/env python3
"""Write the letter profiles by which Aftersail tells languages of one script apart.

    ops/scripts/make-language-profiles.py DATA_FOLDER > Shared/Triage/LanguageProfileData.swift
    ops/scripts/make-language-profiles.py DATA_FOLDER --measure

DATA_FOLDER/XX/sentences.txt and word-pairs.txt hold text of language XX, one piece a line. Nothing of that text is
kept but rounded counts: for each letter run of one to five letters, a word's ends marked by "_", how common it is in
each language. One line in five, chosen by its FNV-1a hash, is left out of the counts and serves --measure and the tests.
"""
import collections
import math
import pathlib
import sys
import unicodedata

GROUPS = [
    ["en", "es", "pt", "fr", "de", "it", "nl", "tr", "vi", "id", "ms", "sw", "pl", "ro", "sv", "da", "cs", "ca"],
    ["ru", "uk", "bg", "kk"],
]
LIMITS = [330_000, 60_000]
FLOOR = 0.35
STEP = 0.25
# What a run of one, two, three, four, five letters weighs, and the tenths of a level by which the languages most
# often written to us are preferred; LanguageProfile.swift has the same figures.
WEIGHTS = [3, 7, 10, 10, 10]
USUAL, USUAL_BONUS, MALAY_MALUS = {"en", "es", "pt", "fr", "de", "tr", "vi", "id", "sw", "ru"}, 80, 80
LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# Words of short customer messages, ours, counted as if each came from this many lines.
CHAT_WEIGHT = 12
CHAT = {
    "en": "hello hi please thanks thank you help my order is not working where when broken machine the a it does won't "
          "can't cannot how do i need want to price invoice warranty refund parcel still waiting for any news about",
    "es": "hola buenos días buenas tardes gracias por favor ayuda mi pedido no funciona dónde está cuándo llega la máquina "
          "rota necesito quiero factura garantía precio todavía sigo esperando cómo se el paquete del hay una pieza muy",
    "pt": "olá bom dia boa tarde obrigado obrigada por favor ajuda meu pedido não funciona onde está quando chega a máquina "
          "quebrada preciso quero fatura nota garantia preço ainda estou esperando como o pacote do uma peça muito você vocês",
    "fr": "bonjour bonsoir merci s'il vous plaît aide ma commande ne marche pas fonctionne plus où est quand arrive la machine "
          "cassée j'ai besoin je veux facture garantie prix toujours attends comment le colis du une pièce très",
    "de": "hallo guten tag danke bitte hilfe meine bestellung geht nicht funktioniert wo ist wann kommt die maschine kaputt "
          "ich brauche möchte rechnung garantie preis immer noch warte wie das paket ein ersatzteil sehr",
    "it": "ciao buongiorno buonasera grazie per favore aiuto il mio ordine non funziona dov'è quando arriva la macchina rotta "
          "ho bisogno vorrei fattura garanzia prezzo ancora aspetto come pacco del un ricambio molto",
    "nl": "hallo goedendag bedankt alstublieft hulp mijn bestelling werkt niet waar is wanneer komt de machine kapot ik heb "
          "nodig wil factuur garantie prijs nog steeds wacht hoe het pakket een onderdeel erg graag",
    "tr": "merhaba selam teşekkürler lütfen yardım siparişim çalışmıyor nerede ne zaman gelir makine bozuk bozuldu istiyorum "
          "lazım fatura garanti fiyat hala bekliyorum nasıl kargo paket bir parça çok var mı",
    "vi": "xin chào cảm ơn làm ơn giúp đơn hàng của tôi không hoạt động ở đâu khi nào máy hỏng bị tôi cần muốn hóa đơn bảo hành "
          "giá vẫn đang chờ như thế nào gói linh kiện rất shop ơi",
    "id": "halo selamat pagi siang terima kasih tolong bantu pesanan saya tidak berfungsi di mana kapan sampai mesin rusak "
          "butuh mau ingin faktur garansi harga masih menunggu bagaimana paket suku cadang sangat belum bisa nggak kak",
    "ms": "hai selamat pagi petang terima kasih tolong bantu pesanan saya tidak berfungsi di mana bila sampai mesin rosak "
          "perlukan mahu invois waranti harga masih menunggu bagaimana bungkusan alat ganti sangat belum boleh encik",
    "sw": "habari hujambo asante tafadhali msaada naomba agizo langu haifanyi kazi iko wapi lini itafika mashine imeharibika "
          "nahitaji nataka ankara dhamana bei bado nasubiri vipi mzigo kifurushi kipuri sana yangu wangu je",
    "pl": "cześć dzień dobry dziękuję proszę pomoc moje zamówienie nie działa gdzie jest kiedy przyjdzie maszyna zepsuta "
          "potrzebuję chcę faktura gwarancja cena nadal czekam jak paczka część bardzo",
    "ro": "bună ziua salut mulțumesc vă rog ajutor comanda mea nu funcționează merge unde este când vine mașina stricată am "
          "nevoie vreau factură garanție preț încă aștept cum coletul piesă foarte",
    "sv": "hej god dag tack snälla hjälp min beställning fungerar inte var är när kommer maskinen trasig jag behöver vill "
          "faktura garanti pris fortfarande väntar hur paketet en reservdel mycket",
    "da": "hej goddag tak venligst hjælp min ordre virker ikke hvor er hvornår kommer maskinen i stykker jeg har brug for vil "
          "gerne faktura garanti pris stadig venter hvordan pakken en reservedel meget",
    "cs": "dobrý den ahoj děkuji prosím pomoc moje objednávka nefunguje kde je kdy přijde stroj rozbitý potřebuji chci "
          "faktura záruka cena stále čekám jak balík díl velmi",
    "ca": "hola bon dia bona tarda gràcies si us plau ajuda la meva comanda no funciona on és quan arriba la màquina trencada "
          "necessito vull factura garantia preu encara estic esperant com el paquet del hi ha una peça molt amb aquest",
    "ru": "здравствуйте добрый день спасибо пожалуйста помогите мой заказ не работает где когда придёт станок сломался мне "
          "нужен хочу счёт гарантия цена всё ещё жду как посылка деталь очень",
    "uk": "доброго дня вітаю дякую будь ласка допоможіть моє замовлення не працює де коли прийде верстат зламався мені "
          "потрібен хочу рахунок гарантія ціна досі чекаю як посилка деталь дуже",
    "bg": "здравейте добър ден благодаря моля помощ моята поръчка не работи къде е кога ще дойде машината повредена трябва "
          "ми искам фактура гаранция цена още чакам как пакетът част много",
    "kk": "сәлеметсіз бе рақмет өтінемін көмек тапсырысым жұмыс істемейді қайда қашан келеді станок бұзылды маған керек "
          "шот кепілдік бағасы әлі күтіп отырмын қалай сәлемдеме бөлшек өте",
}


def words(text):
    kept = (letter if unicodedata.category(letter)[0] == "L" else " " for letter in unicodedata.normalize("NFC", text.lower()))
    return "".join(kept).split()


def runs(word):
    marked = "_" + word + "_"
    for size in range(1, 6):
        for start in range(len(marked) - size + 1):
            run = marked[start:start + size]
            if run != "_":
                yield run


def held_out(line):
    key = 0x811C9DC5
    for byte in line.encode():
        key = (key ^ byte) * 0x01000193 & 0xFFFFFFFF
    return key % 5 == 0


def lines(folder, language, name):
    return [line.strip() for line in open(folder / language / name, encoding="utf-8") if line.strip()]


def counts(folder, language):
    total = collections.Counter()
    for name in ("sentences.txt", "word-pairs.txt"):
        for line in lines(folder, language, name):
            if not held_out(line):
                for word in words(line):
                    total.update(runs(word))
    for word in words(CHAT[language]):
        for run in runs(word):
            total[run] += CHAT_WEIGHT
    return total


def profile(folder, languages, limit):
    """The table's lines: a run, then a letter of a language and a level, for each language that has the run."""
    seen = {language: counts(folder, language) for language in languages}
    size = {language: collections.Counter() for language in languages}
    for language in languages:
        for run, count in seen[language].items():
            size[language][len(run)] += count
    rows = []
    for run in set().union(*seen.values()):
        if sum(seen[language][run] for language in languages) < 4:
            continue
        rates = {l: (seen[l][run] + FLOOR) / (size[l][len(run)] + 1) for l in languages}
        mean = sum(rates.values()) / len(rates)
        worth = sum(rate * abs(math.log(rate / mean)) for rate in rates.values())
        floor = math.log(min(FLOOR / (size[l][len(run)] + 1) for l in languages))
        cells = ""
        for index, language in enumerate(languages):
            level = min(len(LEVELS) - 1, round((math.log(rates[language]) - floor) / STEP))
            if level > 2:
                cells += chr(ord("a") + index) + LEVELS[level]
        if cells:
            rows.append((-worth / len((run + cells).encode()), run, cells))
    rows.sort()
    kept, used = [], 0
    for _, run, cells in rows:
        used += len((run + " " + cells + " ").encode())
        if used > limit:
            break
        kept.append((run, cells))
    return sorted(kept)


def swift(folder):
    print("// swift-format-ignore-file")
    print("// Made by ops/scripts/make-language-profiles.py; do not edit. Rounded counts of letter runs, no text.")
    print("// A run of letters, \"_\" for a word's end, then pairs: the language's letter in its group, and how common")
    print(f"// the run is there in steps of {STEP} nats above the floor (0-9, A-Z, a-z).")
    print("enum LanguageProfileData {")
    for name, languages, limit in zip(["latin", "cyrillic"], GROUPS, LIMITS):
        print(f"    static let {name}Languages = {str(languages).replace(chr(39), chr(34))}")
        print(f'    static let {name} = """')
        line = "       "
        for run, cells in profile(folder, languages, limit):
            piece = f" {run} {cells}"
            if len(line) + len(piece) > 4_000:
                print(line)
                line = "       "
            line += piece
        print(line)
        print('        """')
    print("}")


def tell(table, languages, text):
    score = [USUAL_BONUS * (l in USUAL) - MALAY_MALUS * (l == "ms") for l in languages]
    for word in words(text):
        for run in runs(word):
            for index, level in table.get(run, ()):
                score[index] += level * WEIGHTS[len(run) - 1]
    return languages[max(range(len(languages)), key=score.__getitem__)]


def measure(folder):
    for languages, limit in zip(GROUPS, LIMITS):
        rows = profile(folder, languages, limit)
        table = {run: [(ord(cells[i]) - 97, LEVELS.index(cells[i + 1])) for i in range(0, len(cells), 2)]
                 for run, cells in rows}
        print(len(rows), "runs")
        for language in languages:
            out = [line for line in lines(folder, language, "sentences.txt") if held_out(line)]
            chats = [" ".join(line.split()[i:i + 3]) for line in out for i in range(0, len(line.split()) - 2, 3)]
            pairs = [line for line in lines(folder, language, "word-pairs.txt") if held_out(line)]
            shares = []
            for texts in (out, chats, pairs):
                told = collections.Counter(tell(table, languages, text) for text in texts)
                shares.append(f"{100 * told[language] / len(texts):5.1f} {dict(told.most_common(3))}")
            print(language, " | ".join(shares))


if __name__ == "__main__":
    data = pathlib.Path(sys.argv[1])
    measure(data) if "--measure" in sys.argv else swift(data)
