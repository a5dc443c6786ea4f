"""What a check of a text in Leichte Sprache finds."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MAX_EXCERPT = 120


class Severity(TextChoices):
    ERROR = "error", _("mistake")
    WARNING = "warning", _("please check")


class Rule(TextChoices):
    """A rule of Leichte Sprache, called as DIN SPEC 33429 and the usual rule books call it."""

    SENTENCE_LENGTH = "sentence_length", _("Long sentence")
    ONE_STATEMENT = "one_statement", _("Several sentences in one line")
    NESTED = "nested", _("Nested sentence")
    WORD_LENGTH = "word_length", _("Long word")
    MEDIOPUNKT = "mediopunkt", _("Mediopunkt in the wrong place")
    PASSIVE = "passive", _("Passive")
    GENITIVE = "genitive", _("Genitive")
    SUBJUNCTIVE = "subjunctive", _("Subjunctive")
    NEGATION = "negation", _("Double negation")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    FOREIGN_WORD = "foreign_word", _("Foreign word")
    NUMBER = "number", _("Hard number")
    SIGN = "sign", _("Special character")
    PARENTHESES = "parentheses", _("Parentheses")

    @property
    def advice(self) -> str:
        """Return what helps in general."""
        return ADVICE[self]


ADVICE = {
    Rule.SENTENCE_LENGTH: _("Make two sentences of it: one thought in each."),
    Rule.ONE_STATEMENT: _("Begin a new line for each sentence."),
    Rule.NESTED: _("Make several short sentences or a list of it."),
    Rule.WORD_LENGTH: _("Choose a shorter word, or divide it: Bundes·tag, Online-Dienst."),
    Rule.MEDIOPUNKT: _(
        "The Mediopunkt (·) stands between two parts of one word, without spaces; "
        "the next part begins with a small letter."
    ),
    Rule.PASSIVE: _("Say who does it: not “the form is checked” but “we check the form”."),
    Rule.GENITIVE: _("Write “von dem” or “von der” instead."),
    Rule.SUBJUNCTIVE: _("Say what is or what can be."),
    Rule.NEGATION: _("Say it without negation, or with only one."),
    Rule.ABBREVIATION: _("Write the words out."),
    Rule.FOREIGN_WORD: _("Choose an easier word, or explain it."),
    Rule.NUMBER: _("Write “many”, “few” or a small number in digits."),
    Rule.SIGN: _("Write a word instead of the sign."),
    Rule.PARENTHESES: _("Write a sentence of its own."),
}


@dataclass(frozen=True)
class Finding:
    """One place that breaks a rule; `start` and `end` count characters of the checked text."""

    rule: Rule
    severity: Severity
    excerpt: str
    start: int
    end: int
    hint: str = ""

    @property
    def suggestion(self) -> str:
        """Return what to write here, or else what helps in general."""
        return self.hint or str(self.rule.advice)

    @property
    def is_error(self) -> bool:
        """Say whether it must be put right."""
        return self.severity == Severity.ERROR


def finding(
    rule: Rule, severity: Severity, text: str, start: int, end: int, hint: str = ""
) -> Finding:
    """Return the finding about text[start:end]."""
    excerpt = text[start : min(end, start + MAX_EXCERPT)]
    if end - start > MAX_EXCERPT:
        excerpt += "…"
    return Finding(rule, severity, excerpt, start, end, hint)
