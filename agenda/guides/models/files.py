"""The files to print that the worker makes of each guide."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .guides import GuidePage

# Names, glossary, logo and design may change without the guide being published again.
CHECK_AFTER = timedelta(days=1)
RETRY_AFTER = timedelta(minutes=5)
MAX_RETRY_AFTER = timedelta(hours=12)


class FileKind(models.TextChoices):
    """What is printed; the value is also the last part of the file's address."""

    GUIDE = "handreichung", _("The whole guide")
    POSTER = "aushang", _("Poster for notice boards (A4)")
    FLYER = "handzettel", _("Flyer (A5)")


class GuideFileQuerySet(models.QuerySet):
    """Questions about files to print."""

    def printed(self) -> "GuideFileQuerySet":
        """Return the files that say what their guides say now."""
        # Within the filter itself guides that are no alias would be joined away.
        rows = self.alias(text_number=live_revision_of("guide__"))
        return rows.filter(size__gt=0, revision_number=F("text_number"))

    def of_hidden_guides(self) -> "GuideFileQuerySet":
        """Return the files of guides that not everybody may read."""
        return self.exclude(guide__in=printable_guides())


class GuideFile(models.Model):
    """One file of one guide in one language, as it was last published.

    The content is kept in the database: it comes and goes with the row in one transaction, has
    no address of its own that could be guessed, and every web process sees it.
    """

    # Whoever deletes a guide is not warned of what is made from it.
    wagtail_reference_index_ignore = True

    guide = models.ForeignKey(GuidePage, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=20, choices=FileKind.choices)
    content = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)
    page_count = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    revision_number = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    objects = GuideFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "kind"], name="one_file_of_a_kind_per_guide"),
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} {self.kind}"

    def keep(self, content: bytes, page_count: int, fingerprint: str) -> None:
        """Take over what was printed."""
        self.content, self.size, self.page_count = content, len(content), page_count
        self.fingerprint, self.made_at = fingerprint, timezone.now()

    def note_success(self, revision_number: int) -> None:
        """Store that the file is what `revision_number` of the guide says."""
        self.revision_number, self.failures, self.error = revision_number, 0, ""
        self.check_at = timezone.now() + CHECK_AFTER
        self.save()

    def note_failure(self, revision_number: int, error: str) -> None:
        """Store why there is no new file, and try again later and later.

        A file of an older text would mislead: it goes.
        """
        if revision_number != self.revision_number:
            self.content, self.size, self.page_count, self.fingerprint = b"", 0, 0, ""
            self.failures = 0
        self.revision_number, self.error = revision_number, error[:200]
        wait = min(RETRY_AFTER * 2 ** min(self.failures, 10), MAX_RETRY_AFTER)
        self.check_at = timezone.now() + wait
        self.failures = min(self.failures + 1, 100)
        self.save()


def live_revision_of(guide: str) -> Coalesce:
    """Return the number of the revision that readers see; an alias shows that of its source."""
    return Coalesce(
        F(f"{guide}alias_of__live_revision"),
        F(f"{guide}live_revision"),
        0,
        output_field=models.BigIntegerField(),
    )


def printable_guides() -> models.QuerySet:
    """Return the guides that everybody may read, with the `text_number` of what they say."""
    return GuidePage.objects.live().public().annotate(text_number=live_revision_of(""))


def guides_to_print() -> models.QuerySet:
    """Return the guides that lack a file, or have one to check, last published first."""
    settled = Q(files__revision_number=F("text_number"), files__check_at__gt=timezone.now())
    with_count = printable_guides().annotate(settled=Count("files", filter=settled))
    return with_count.filter(settled__lt=len(FileKind)).order_by(
        F("last_published_at").desc(nulls_last=True), "pk"
    )


def is_settled(file: GuideFile | None, guide: GuidePage) -> bool:
    """Say whether nothing is to be done about `file` of a printable guide now."""
    return (
        file is not None
        and file.revision_number == guide.text_number
        and file.check_at > timezone.now()
    )
