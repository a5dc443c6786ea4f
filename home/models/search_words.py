"""What editors teach the search, and the words that it knows from the pages."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_WORDS = 60
MAX_WORD_LENGTH = 60
# The search passes over low lines at the edge of a word.
HAS_WORD = re.compile(r"[^\W_]")


class SearchWords(models.Model):
    """Words that the search treats in a way of their own, as editors wish."""

    class Kind(models.TextChoices):
        SAME = "same", _("words that mean the same")
        MISSPELT = "misspelt", _("misspellings")
        IGNORED = "ignored", _("words that say nothing")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SAME)
    words = models.TextField(
        _("words"),
        max_length=2000,
        help_text=_(
            "Separated by commas, as people type them, such as: Perso, Personalausweis, ID card. "
            "Capitals, plural endings and umlauts written as ae make no difference."
        ),
    )
    meant = models.CharField(
        _("word that is meant"),
        max_length=MAX_WORD_LENGTH,
        blank=True,
        help_text=_("For misspellings only: the right spelling."),
    )

    class Meta:
        ordering = ["kind", "words"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="misspelt") | ~models.Q(meant=""),
                name="misspelling_names_what_is_meant",
            )
        ]
        verbose_name = _("search words")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return f"{self.words} → {self.meant}" if self.meant else self.words

    @property
    def word_list(self) -> list[str]:
        """Return the single entries, each once."""
        entries = (" ".join(entry.split()) for entry in re.split(r"[,;\n]", self.words))
        return list(dict.fromkeys(entry for entry in entries if entry))

    def clean(self) -> None:
        """Refuse lists that would do nothing, or too much."""
        words = self.word_list
        if any(not HAS_WORD.search(word) for word in words):
            raise ValidationError({"words": _("Each entry needs letters or digits.")})
        if len(words) > MAX_WORDS or any(len(word) > MAX_WORD_LENGTH for word in words):
            raise ValidationError(
                {"words": _("At most 60 entries of at most 60 characters each, please.")}
            )
        if not words:
            raise ValidationError({"words": _("Please name at least one word.")})
        if self.kind == self.Kind.SAME and len(words) < 2:
            raise ValidationError({"words": _("Please name at least two words, with a comma.")})
        if self.kind == self.Kind.MISSPELT and not HAS_WORD.search(self.meant):
            raise ValidationError({"meant": _("Please say which word is meant.")})
        if self.kind != self.Kind.MISSPELT and self.meant:
            raise ValidationError({"meant": _("Only misspellings have a word that is meant.")})


class IndexedWord(models.Model):
    """A word of the public pages: on how many it stands, and how wrong spellings find it.

    The worker keeps the table in step with the pages. A word that stands on none comes from
    the editors' search words.
    """

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=40, db_index=True)
    pages = models.PositiveIntegerField()
    deletions = ArrayField(models.CharField(max_length=8))

    class Meta:
        indexes = [GinIndex(fields=["deletions"], name="word_by_deletions")]

    def __str__(self) -> str:
        return self.word
