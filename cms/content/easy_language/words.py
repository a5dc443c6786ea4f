"""The word lists of the checks; each holds what no rule of grammar decides."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = _words(
    "januar februar märz april mai juni juli august september oktober november dezember"
)
# Before these, a number with a full stop is an ordinal: der 1. Schlüssel.
ARTICLES = _words("der die das den dem am im vom zum zur ins beim unser mein dein ihr")
DAYS_AND_TIMES = _words(
    "montag dienstag mittwoch donnerstag freitag samstag sonntag morgen mittag abend nacht "
    "uhr woche monat jahr tag beispiel"
)

# How they are written, and what to write instead.
ABBREVIATIONS = {
    "z. B.": "zum Beispiel",
    "d. h.": "das heißt",
    "u. a.": "unter anderem",
    "v. a.": "vor allem",
    "o. ä.": "oder Ähnliches",
    "u. ä.": "und Ähnliches",
    "s. o.": "siehe oben",
    "s. u.": "siehe unten",
    "i. d. R.": "meistens",
    "u. U.": "vielleicht",
    "z. T.": "zum Teil",
    "z. Z.": "im Moment",
    "m. E.": "ich meine",
    "usw.": "und so weiter",
    "usf.": "und so weiter",
    "etc.": "und so weiter",
    "ggf.": "vielleicht",
    "evtl.": "vielleicht",
    "bzw.": "oder",
    "bspw.": "zum Beispiel",
    "ca.": "ungefähr",
    "inkl.": "mit",
    "exkl.": "ohne",
    "zzgl.": "dazu kommt",
    "vgl.": "siehe",
    "max.": "höchstens",
    "mind.": "mindestens",
    "Min.": "Minuten",
    "Std.": "Stunden",
    "Nr.": "Nummer",
    "Tel.": "Telefon",
    "Str.": "Straße",
    "Abs.": "Absatz",
    "Mio.": "Millionen",
    "Mrd.": "Milliarden",
    "Dr.": "Doktor",
    "Prof.": "Professor",
}
ABBREVIATED = frozenset(key.rstrip(".").lower() for key in ABBREVIATIONS if " " not in key)

FOREIGN_WORDS = {
    "account": "Konto",
    "administration": "Verwaltung",
    "administrativ": "von der Verwaltung",
    "adresszeile": "Zeile für die Internet-Adresse",
    "agentur": "Büro",
    "akzeptanz": "Zustimmung",
    "alternativ": "oder",
    "analog": "ohne Computer",
    "authentifizierung": "Anmeldung",
    "authentifizieren": "anmelden",
    "autonomie": "Selbst·bestimmung",
    "backup": "Kopie von Ihren Daten",
    "bilateral": "zwischen 2 Partnern",
    "button": "Knopf",
    "cloud": "Speicher im Internet",
    "community": "Gruppe",
    "compliance": "Regeln",
    "content": "Inhalt",
    "dialog": "Gespräch",
    "differenz": "Unterschied",
    "digitalisierung": "mehr mit dem Computer machen",
    "download": "Herunter·laden",
    "effizient": "gut und schnell",
    "engagement": "Hilfe ohne Geld",
    "evaluation": "Prüfung",
    "evaluieren": "prüfen",
    "event": "Fest",
    "existenziell": "sehr wichtig",
    "faq": "Fragen und Antworten",
    "feedback": "Rück·meldung",
    "feature": "Teil von einem Programm",
    "fluktuation": "Wechsel",
    "hardware": "Geräte",
    "hotline": "Telefon·nummer für Fragen",
    "implementierung": "Start",
    "implementieren": "einrichten",
    "individuell": "für jeden anders",
    "infrastruktur": "Straßen, Leitungen und Gebäude",
    "initiative": "Gruppe",
    "inklusive": "mit",
    "innovation": "neue Idee",
    "innovativ": "neu",
    "instruktion": "Anleitung",
    "integration": "Dazu·gehören",
    "interaktiv": "zum Mit·machen",
    "intervention": "Ein·greifen",
    "kommune": "Stadt",
    "kommunal": "von der Stadt",
    "komplex": "schwierig",
    "kompetenz": "Können",
    "konsens": "Einigung",
    "kooperation": "Zusammen·arbeit",
    "kooperieren": "zusammen·arbeiten",
    "koordination": "Planung",
    "koordinieren": "planen",
    "location": "Ort",
    "login": "Anmeldung",
    "malware": "schlechtes Programm",
    "maximal": "höchstens",
    "meeting": "Treffen",
    "minimal": "sehr wenig",
    "mobilität": "unterwegs sein",
    "modifizieren": "ändern",
    "monitoring": "Beobachtung",
    "moderat": "mittel",
    "netiquette": "Regeln für gutes Benehmen",
    "newsletter": "Brief mit Neuigkeiten",
    "öffentlichkeitsarbeit": "Werbung",
    "optimieren": "besser machen",
    "optional": "wenn Sie wollen",
    "partizipation": "Mit·machen",
    "partizipieren": "mit·machen",
    "permanent": "immer",
    "phishing": "Betrug mit E-Mails",
    "plattform": "Internet·seite",
    "potenzial": "Möglichkeit",
    "präsentation": "Vortrag",
    "prävention": "Vor·beugung",
    "primär": "zuerst",
    "priorität": "das Wichtigste",
    "provider": "Anbieter",
    "prozess": "Ablauf",
    "qualifikation": "Ausbildung",
    "relevant": "wichtig",
    "ressource": "Mittel",
    "software": "Programm",
    "spezifisch": "besonders",
    "strategie": "Plan",
    "support": "Hilfe",
    "tool": "Werkzeug",
    "tutorial": "Anleitung",
    "update": "neue Fassung",
    "upload": "Hoch·laden",
    "usability": "gut zu benutzen",
    "workshop": "Kurs",
}
ENDINGS = ("", "s", "e", "n", "en", "er", "es", "em")

NUMBER_WORDS = {
    "zwei": "2",
    "drei": "3",
    "vier": "4",
    "fünf": "5",
    "sechs": "6",
    "sieben": "7",
    "acht": "8",
    "neun": "9",
    "zehn": "10",
    "elf": "11",
    "zwölf": "12",
    "zwanzig": "20",
    "dreißig": "30",
    "hundert": "100",
    "tausend": "1.000",
}
# Read as words or sizes, though they could be Roman numerals.
NOT_ROMAN = _words("CC CD CI CL CM CV DC DI DM LI MC MD MI MIX MM XL XXL DIM LID CIVIL")

BECOME = _words("werde wirst wird werden werdet wurde wurdest wurden wurdet worden")
AFTER_PARTICIPLE = BECOME | _words(
    "und oder sein haben kann können muss müssen soll sollen darf dürfen will wollen"
)
SEPARABLE = _words(
    "ab an auf aus bei durch ein fest fort frei her herunter hin hinzu hoch los mit nach "
    "statt teil um unter vor voraus vorbei weg weiter wieder zu zurück zusammen über bekannt "
    "bereit"
)
INSEPARABLE = _words("be durch emp ent er hinter miss über um unter ver voll wider wieder zer")
# Participles that neither begin with ge- nor end in -t, and are no infinitives as well.
STRONG_PARTICIPLES = _words(
    "getan befohlen begonnen beschlossen beschrieben besprochen bestritten betrogen "
    "bewiesen bezogen empfohlen empfunden entnommen entschieden entworfen entzogen "
    "erfunden ergriffen erhoben erschlossen erschossen ersonnen erwiesen erworben erzogen "
    "missverstanden übernommen überschritten "
    "übertrieben überwiesen umschrieben unterbrochen unternommen unterschieden "
    "unterschrieben verboten verbunden verdorben verliehen "
    "verloren vermieden vernommen verschlossen verschoben verschrieben verschwiegen "
    "versprochen verstanden vertrieben verwiesen verworfen vollzogen "
    "widersprochen zerbrochen zerrissen "
    "bestanden besessen"
)
# Infinitives, adjectives and adverbs that look like participles; compared without prefix.
NOT_PARTICIPLES = _words(
    "geben gehen gehören gelten genießen gewinnen gestalten genehmigen gewähren gebrauchen "
    "gelingen genügen gestehen gewöhnen gelangen geraten gebären gefährden gedeihen gefallen "
    "geschehen gesunden gereichen geleiten geloben gebieten gegen gestern gesten geht gerecht "
    "gesamt gespannt gewohnt gewöhnt geeignet gelt gemeint gerät getrost bekannt beliebt "
    "bereit berühmt bewusst begeistert besorgt bedeckt befreundet berechtigt erst ernst "
    "erkältet erwachst entfernt entspannt verrückt verliebt verwandt verheiratet verschieden "
    "vertraut unbekannt unbeliebt berät verrät verspricht besteht bleibt"
)

ARTICLES_OF_GENITIVE = _words("des dessen deren wessen")
POSSESSIVES_OF_GENITIVE = _words(
    "eines keines meines deines seines ihres unseres eures dieses jedes jenes welches"
)
# With these, nominative and accusative of neuter nouns look the same: dieses Haus.
ALSO_NEUTER = _words("dieses jedes jenes welches")
ENDS_IN_S_ANYWAY = ("haus", "nis", "eis", "glas", "gras", "gleis", "los", "ss", "as", "us", "is")
FEMININE_OF_GENITIVE = _words(
    "der einer keiner meiner deiner seiner ihrer unserer eurer dieser jeder jener aller"
)
PREPOSITIONS_OF_GENITIVE = _words(
    "wegen trotz während innerhalb außerhalb oberhalb unterhalb aufgrund anhand mithilfe "
    "anstatt statt hinsichtlich bezüglich mittels infolge zugunsten angesichts anlässlich "
    "seitens"
)
PRONOUNS = _words("sie ihnen ihr er es wir ich du ihm ihn uns euch man wer wem das")

SUBJUNCTIVES = frozenset(
    f"{verb}{ending}"
    for verb in _words("wär hätt würd könnt müsst dürft käm gäb bräucht wüsst fänd tät nähm spräch")
    for ending in ("e", "est", "en", "et")
)
PAST_OR_SUBJUNCTIVE = _words("sollte solltest sollten solltet")

NEGATIONS = _words(
    "nicht nichts nie niemals niemand niemandem niemanden nirgends nirgendwo weder ohne kein "
    "keine keinem keinen keiner keines"
)
# Begin with un- and say nothing negative.
NOT_NEGATIVE = ("und", "unter", "unser", "ungefähr", "unbedingt", "unterwegs", "universi", "unten")

HARD_CONJUNCTIONS = _words(
    "obwohl obgleich wenngleich während nachdem bevor sodass indem sobald sofern falls "
    "insofern wohingegen ehe solange sooft zumal"
)
