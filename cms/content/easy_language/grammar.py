"""Rules about sentences: how long they are and how they are built."""

from collections.abc import Iterator

from django.utils.translation import gettext

from .findings import Finding, Rule, Severity, finding
from .reading import Sentence, Word
from .words import (
    AFTER_PARTICIPLE,
    ALSO_NEUTER,
    ARTICLES_OF_GENITIVE,
    BECOME,
    DAYS_AND_TIMES,
    ENDS_IN_S_ANYWAY,
    FEMININE_OF_GENITIVE,
    HARD_CONJUNCTIONS,
    INSEPARABLE,
    MONTHS,
    NEGATIONS,
    NOT_NEGATIVE,
    NOT_PARTICIPLES,
    PAST_OR_SUBJUNCTIVE,
    POSSESSIVES_OF_GENITIVE,
    PREPOSITIONS_OF_GENITIVE,
    PRONOUNS,
    SEPARABLE,
    STRONG_PARTICIPLES,
    SUBJUNCTIVES,
)

WORDS_IN_SENTENCE = 12
WORDS_AT_MOST = 15
COMMAS_AT_MOST = 1
LONGEST_GERMAN_WORD = 80
# Capitalised before "der", without what follows belonging to them.
NO_NOUNS_TO_BELONG_TO = PRONOUNS | DAYS_AND_TIMES | MONTHS | PREPOSITIONS_OF_GENITIVE


def sentence_length(sentence: Sentence) -> Iterator[Finding]:
    """Find sentences of more than twelve words."""
    count = sum(not word.text.isdigit() for word in sentence.words)
    if count > WORDS_IN_SENTENCE:
        severity = Severity.ERROR if count > WORDS_AT_MOST else Severity.WARNING
        hint = gettext("%(count)d words: make two sentences of it.") % {"count": count}
        yield finding(
            Rule.SENTENCE_LENGTH, severity, sentence.text, sentence.start, sentence.end, hint
        )


def nested(sentence: Sentence) -> Iterator[Finding]:
    """Find sentences with several commas or with a conjunction that is hard to follow."""
    commas = sentence.text.count(",", sentence.start, sentence.end)
    is_hard = any(word.plain in HARD_CONJUNCTIONS for word in _openings(sentence))
    if commas > COMMAS_AT_MOST or is_hard:
        yield finding(Rule.NESTED, Severity.WARNING, sentence.text, sentence.start, sentence.end)


def _openings(sentence: Sentence) -> list[Word]:
    """Return the first word of each clause, where conjunctions stand."""
    return [clause[0] for clause in sentence.clauses]


def passive(sentence: Sentence) -> Iterator[Finding]:
    """Find a form of "werden" with a participle; with an infinitive it is the future."""
    for clause in sentence.clauses:
        if not any(word.plain in BECOME for word in clause):
            continue
        if any(word.plain == "worden" for word in clause) or _participle(clause):
            yield _about(Rule.PASSIVE, Severity.ERROR, sentence, clause)


def _participle(clause: list[Word]) -> Word | None:
    for position, word in enumerate(clause):
        following = clause[position + 1].plain if position + 1 < len(clause) else ""
        if following and following not in AFTER_PARTICIPLE:
            continue
        # "…wird größer und verschwindet": what "und" begins may be a verb of its own.
        follows_and = position and clause[position - 1].plain in {"und", "oder"}
        if position and (word.is_capitalised or follows_and):
            continue
        if is_participle(word.plain):
            return word
    return None


def is_participle(word: str) -> bool:
    """Say whether `word` looks like a past participle and like nothing else."""
    if len(word) > LONGEST_GERMAN_WORD or word in NOT_PARTICIPLES:
        return False
    if word in STRONG_PARTICIPLES or (word.endswith("iert") and len(word) > 6):
        return True
    for prefix in ("", *SEPARABLE):
        rest = word.removeprefix(prefix)
        if word.startswith(f"{prefix}ge") and len(rest) > 4 and rest.endswith(("t", "en")):
            return rest not in NOT_PARTICIPLES
    inside = word.endswith("t") and any(word.startswith(prefix) for prefix in INSEPARABLE)
    return inside and len(word) > 5


def genitive(sentence: Sentence) -> Iterator[Finding]:
    """Find what looks like a genitive."""
    for words in sentence.clauses:
        for position, word in enumerate(words):
            before = words[position - 1] if position else None
            after = words[position + 1 : position + 3]
            if severity := _genitive_severity(word, before, after):
                is_between = before and word.plain in FEMININE_OF_GENITIVE
                first = before if is_between else word
                yield _about(Rule.GENITIVE, severity, sentence, [first, word, *after[:1]])


def _genitive_severity(word: Word, before: Word | None, after: list[Word]) -> Severity | None:
    if word.plain in ARTICLES_OF_GENITIVE:
        return Severity.ERROR
    if word.plain in POSSESSIVES_OF_GENITIVE and _has_genitive_s(word.plain, after):
        return Severity.ERROR
    if word.plain in PREPOSITIONS_OF_GENITIVE and after and not after[0].is_capitalised:
        return Severity.WARNING if after[0].plain not in {"dem", "den"} else None
    if word.plain in FEMININE_OF_GENITIVE and before and after and _is_noun(before):
        return Severity.WARNING if _nouns(after) else None
    return None


def _has_genitive_s(article: str, after: list[Word]) -> bool:
    nouns = _nouns(after)
    if not nouns or not nouns[0].plain.endswith("s"):
        return False
    return article not in ALSO_NEUTER or not nouns[0].plain.endswith(ENDS_IN_S_ANYWAY)


def _nouns(after: list[Word]) -> list[Word]:
    """Return the noun that follows an article, also behind an adjective."""
    if len(after) > 1 and not after[0].is_capitalised and not after[0].plain.endswith(("en", "er")):
        return []
    return [word for word in after if word.is_capitalised][:1]


def _is_noun(word: Word) -> bool:
    return word.is_capitalised and len(word.text) > 3 and word.plain not in NO_NOUNS_TO_BELONG_TO


def subjunctive(sentence: Sentence) -> Iterator[Finding]:
    """Find forms such as "wäre" and "könnte"."""
    for word in sentence.words:
        if word.plain in SUBJUNCTIVES:
            yield _about(Rule.SUBJUNCTIVE, Severity.ERROR, sentence, [word])
        elif word.plain in PAST_OR_SUBJUNCTIVE:
            yield _about(Rule.SUBJUNCTIVE, Severity.WARNING, sentence, [word])


def negation(sentence: Sentence) -> Iterator[Finding]:
    """Find two negations that are about one thing."""
    for clause in sentence.clauses:
        for part in _joined(clause):
            negative = [word for word in part if word.plain in NEGATIONS]
            undone = [word for word in part if _is_negative_adjective(word)] if negative else []
            if len(negative) + len(undone) > 1:
                yield _about(Rule.NEGATION, Severity.ERROR, sentence, part)


def _joined(clause: list[Word]) -> list[list[Word]]:
    """Divide a clause at "und", "oder" and the like."""
    parts: list[list[Word]] = [[]]
    for word in clause:
        if word.plain in {"und", "oder", "sondern", "noch", "aber"}:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _is_negative_adjective(word: Word) -> bool:
    is_adjective = word.plain.startswith("un") and not word.is_capitalised and len(word.plain) > 5
    return is_adjective and not word.plain.startswith(NOT_NEGATIVE)


def _about(rule: Rule, severity: Severity, sentence: Sentence, words: list[Word]) -> Finding:
    return finding(rule, severity, sentence.text, words[0].start, words[-1].end)


SENTENCE_RULES = (sentence_length, nested, passive, genitive, subjunctive, negation)
