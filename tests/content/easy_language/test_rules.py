"""The checker finds what was planted in a text, and nothing else."""

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.content.easy_language import Rule, Severity, check
from cms.content.easy_language.grammar import is_participle

PLANTED = (Path(__file__).parent / "planted.txt").read_text("utf-8")
ERROR, WARNING = Severity.ERROR, Severity.WARNING

# Line by line what stands in planted.txt.
EXPECTED = [
    (Rule.SENTENCE_LENGTH, ERROR, "Am Montag kommen"),
    (Rule.SENTENCE_LENGTH, WARNING, "Am Montag kommen"),
    (Rule.ONE_STATEMENT, WARNING, "Das Büro ist offen. Kommen Sie vorbei."),
    (Rule.NESTED, WARNING, "Wir helfen Ihnen, obwohl"),
    (Rule.NESTED, WARNING, "Wir haben Tee, Kaffee,"),
    (Rule.WORD_LENGTH, ERROR, "Straßenbahnhaltestelle"),
    None,
    (Rule.WORD_LENGTH, WARNING, "Stadtteilfest"),
    (Rule.PASSIVE, ERROR, "Der Antrag wird von uns geprüft"),
    (Rule.PASSIVE, ERROR, "Die Briefe wurden verschickt"),
    (Rule.PASSIVE, ERROR, "Die Straße muss gesperrt werden"),
    (Rule.PASSIVE, ERROR, "Gebaut wird auch ein Spiel·platz"),
    (Rule.PASSIVE, ERROR, "Das Fest ist verschoben worden"),
    (Rule.GENITIVE, ERROR, "des Chefs"),
    (Rule.GENITIVE, ERROR, "meines Bruders"),
    (Rule.GENITIVE, WARNING, "Regeln der Stadt"),
    (Rule.GENITIVE, WARNING, "Wegen seiner"),
    (Rule.SUBJUNCTIVE, ERROR, "wäre"),
    (Rule.SUBJUNCTIVE, ERROR, "könnten"),
    (Rule.SUBJUNCTIVE, WARNING, "sollten"),
    (Rule.NEGATION, ERROR, "Niemand hat nichts gesagt"),
    (Rule.NEGATION, ERROR, "Das ist nicht unwichtig"),
    (Rule.ABBREVIATION, ERROR, "z. B."),
    (Rule.ABBREVIATION, ERROR, "ggf."),
    (Rule.ABBREVIATION, ERROR, "usw."),
    (Rule.FOREIGN_WORD, WARNING, "Evaluation"),
    (Rule.FOREIGN_WORD, WARNING, "Workshop"),
    (Rule.FOREIGN_WORD, WARNING, "Kompetenzen"),
    (Rule.NUMBER, ERROR, "XIV"),
    (Rule.NUMBER, ERROR, "20 %"),
    (Rule.NUMBER, WARNING, "Prozent"),
    (Rule.NUMBER, WARNING, "48.500"),
    (Rule.NUMBER, WARNING, "125000"),
    (Rule.NUMBER, WARNING, "1256"),
    (Rule.NUMBER, WARNING, "12.03.2026"),
    (Rule.NUMBER, WARNING, "3,50"),
    (Rule.NUMBER, WARNING, "zwei"),
    (Rule.SIGN, ERROR, "/"),
    (Rule.SIGN, ERROR, "§"),
    (Rule.SIGN, ERROR, "&"),
    (Rule.SIGN, WARNING, ";"),
    (Rule.PARENTHESES, ERROR, "(im Keller)"),
    (Rule.MEDIOPUNKT, ERROR, "Bundes·"),
    (Rule.MEDIOPUNKT, ERROR, "Bundes·Republik"),
    (Rule.MEDIOPUNKT, ERROR, "Bundes•tag"),
    (Rule.MEDIOPUNKT, ERROR, "A·genda"),
]

WELL_WRITTEN = """
Wir werden Ihnen helfen.
Das Bild wird größer und verschwindet.
Das Büro wird am Montag öffnen.
Sie werden das Geld bekommen.
Die Stadt wird einen Platz gestalten.
Das Wetter wird bald gut.
Sie ist schon lange bekannt.
Öffnen Sie bitte dieses Haus.
Wir sehen jedes Ergebnis.
Fragen Sie in der Stadt·bibliothek.
Bald kommt der Bus.
Am Montag der Woche kommt er.
Helfen Sie der Frau.
Wegen dem Regen bleiben wir hier.
Sie müssen nicht kommen und keine Angst haben.
Das ist unser Haus und unten ist der Keller.
Rufen Sie an: 09999 12-300.
Rufen Sie diese Nummer an: 116 116.
Schreiben Sie an stadt.amt@auenbrueck.example.
Gehen Sie auf www.auenbrueck.example/a/b?c=1&d=(2).
Gehen Sie auf agenda.auenbrueck.de.
Wir öffnen um 14:30 Uhr.
Der 1. Schlüssel ist hier.
Der Kurs ist am 3. März 2026.
Kaufen Sie eine CD oder ein XL T-Shirt.
Die Ausweis-App und die Bundes·tags·wahl sind neu.
Sie haben Fragen?
Dann schreiben Sie uns!
Ist das neu?
"""


def test_every_planted_mistake_is_found_and_nothing_else():
    lines = PLANTED.splitlines()
    assert len(lines) == len(EXPECTED)
    for line, expected in zip(lines, EXPECTED, strict=True):
        found = check(line)
        assert len(found) == (expected is not None), (line, found)
        for item in found:
            rule, severity, beginning = expected
            assert (item.rule, item.severity) == (rule, severity), line
            assert item.excerpt.startswith(beginning)


def test_every_rule_is_planted():
    assert {expected[0] for expected in EXPECTED if expected} == set(Rule)


def test_all_lines_together_are_what_they_are_one_by_one():
    found = Counter((item.rule, item.severity) for item in check(PLANTED))
    assert found == Counter(expected[:2] for expected in EXPECTED if expected)


@pytest.mark.parametrize("line", WELL_WRITTEN.strip().splitlines())
def test_what_is_well_written_gives_no_finding(line):
    assert check(line) == []


def test_each_finding_says_where_it_is_and_what_helps():
    for item in check(PLANTED):
        assert PLANTED[item.start : item.end].startswith(item.excerpt.rstrip("…"))
        assert item.suggestion
        assert item.rule.label


def test_a_suggestion_names_the_easier_words():
    (found,) = check("Das ist z. B. neu.")
    assert "zum Beispiel" in found.suggestion


def test_a_field_of_one_line_may_hold_two_sentences():
    assert check("Das ist neu. Das ist gut.", has_lines=False) == []


@pytest.mark.parametrize(
    "word", ["gebaut", "aufgebaut", "beschlossen", "bezahlt", "repariert", "versprochen"]
)
def test_participles_are_known(word):
    assert is_participle(word)


@pytest.mark.parametrize("word", ["geben", "ausgeben", "bezahlen", "bekannt", "gehören", "ernst"])
def test_other_words_are_no_participles(word):
    assert not is_participle(word)


@given(st.text(alphabet=st.characters(), max_size=400))
def test_no_text_raises(text):
    for item in check(text):
        assert 0 <= item.start < item.end <= len(text)


PIECES = [*"aA.·•-(§%19 \n,:„“", "des ", "wird ", "gebaut", "z. B."]
REPEATED = [*"aAM(.1\n ", "Aa ", "a·", "1.", "1,", "a.", "a@", "x.y", "...a", ": ", "%1", '".']
REPEATED += ["wird gebaut ", "Aa der ", ", obwohl ", "Wir sind hier.\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_mixture_of_what_rules_look_for_raises(pieces):
    text = "".join(pieces)
    assert all(text[item.start : item.end] for item in check(text))


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_the_length_and_no_faster(piece):
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        check(text)
        return time.process_time() - started

    short, long = seconds(25_000), seconds(200_000)
    # Eight times as much text; a quadratic rule would take sixty-four times as long.
    assert long < max(1.0, 25 * short)


def test_a_megabyte_is_checked_to_its_end():
    text = "Wir sind hier.\n" * 70_000
    (found,) = check(f"{text}Wir wären da.")
    assert found.start == len(text) + 4
