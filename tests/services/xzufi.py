"""Files in XZuFi to test with, of our own writing."""

from html import escape

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
SAMPLE_ID = ("L100", "4711")


def text(code: str, *words: str, links: str = "", **languages: str) -> str:
    """Return a text module; `words` are German, `languages` name others."""
    contents = "".join(f'<inhalt languageCode="de">{escape(word)}</inhalt>' for word in words)
    contents += "".join(
        f'<inhalt languageCode="{language}">{escape(word)}</inhalt>'
        for language, word in languages.items()
    )
    kind = f'<leikaTextmodul listURI="urn:textmodul"><code xmlns="">{code}</code></leikaTextmodul>'
    return f"<modulText>{kind}{contents}{links}</modulText>"


def module(name: str, words: str, extra: str = "") -> str:
    """Return a module with a description, such as that of the costs."""
    words = f'<beschreibung languageCode="de">{escape(words)}</beschreibung>' if words else ""
    return f"<modul{name}>{words}{extra}</modul{name}>"


def service(*modules: str, identifier: str | None = "1", agency: str = "L100", title="Dienst"):
    """Return one service; without a title if that is empty."""
    key = f'<id schemeAgencyID="{agency}">{escape(identifier)}</id>' if identifier else ""
    name = text("02", title) if title else ""
    return f"<leistung>{key}{name}{''.join(modules)}</leistung>"


def a_file(*parts: str, namespace: str = NAMESPACE, before: str = "") -> bytes:
    """Return a message that writes these services."""
    body = "".join(f"<schreibe>{part}</schreibe>" for part in parts)
    root = "transfer.operationen.040103"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{declaration}{before}<{root} xmlns="{namespace}">{body}</{root}>'.encode()


def a_full_service(**changes: str) -> str:
    """Return a service with all modules; `changes` replaces words of it by name."""
    words = {"title": "Hund anmelden", "description": "<p>Wer einen Hund hält, meldet ihn an.</p>"}
    words |= changes
    return service(
        "<versionsinformation><geaendertDatumZeit>2026-03-01T08:00:00</geaendertDatumZeit>"
        "<version>7</version></versionsinformation>",
        text("03", words["title"], en="Register a dog"),
        text("24", "Hunde brauchen eine <b>Marke</b>.", en="Dogs need a tag."),
        text("06", words["description"], en="<p>Whoever keeps a dog registers it.</p>"),
        text("07", "§ 3 der Hundesteuersatzung"),
        text(
            "08",
            "<ul><li>Nachweis der Haftpflicht</li></ul>",
            links="<weiterfuehrenderLink><uri>https://auenbrueck.example/hund</uri>"
            "<titel>Merkblatt</titel></weiterfuehrenderLink>",
        ),
        text("09", "Der Hund lebt in der Stadt.\nEr ist älter als drei Monate."),
        text("11", "<h2>Ablauf</h2><p>Ausfüllen, absenden.</p>"),
        text("16", "Die Marke kommt per Post."),
        text("22", "Kämmerei"),
        module("Kosten", "80 Euro im Jahr", "<kosten><betrag>80.00</betrag></kosten>"),
        module("Bearbeitungsdauer", "Eine Woche"),
        module("Frist", "Innerhalb von zwei Wochen"),
        '<modulBegriffImKontext><begriffImKontext><begriff languageCode="de">Hundesteuer</begriff>'
        "</begriffImKontext></modulBegriffImKontext>",
        identifier=SAMPLE_ID[1],
        agency=SAMPLE_ID[0],
        title="Hundesteuer; Anmeldung",
    )


def an_online_service(url: str) -> str:
    """Return the address under which the full service is done online."""
    return (
        f'<onlinedienst><id schemeAgencyID="L100">99</id><link><link>{escape(url)}</link></link>'
        f'<zustaendigkeit><leistungID schemeAgencyID="{SAMPLE_ID[0]}">{SAMPLE_ID[1]}</leistungID>'
        "</zustaendigkeit></onlinedienst>"
    )


def an_office(name: str) -> str:
    """Return the office that answers for the full service."""
    key = f'<leistungID schemeAgencyID="{SAMPLE_ID[0]}">{SAMPLE_ID[1]}</leistungID>'
    return (
        f'<organisationseinheit><name><name languageCode="de">{escape(name)}</name></name>'
        f"<zustaendigkeit>{key}</zustaendigkeit></organisationseinheit>"
    )
