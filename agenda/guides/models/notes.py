"""What has changed in a guide, in words."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import BaseTranslatableField


class OwnWords(BaseTranslatableField):
    """A field of which wagtail-localize neither translates nor copies what is in it."""


class ChangeNote(models.Model):
    """What was new in a guide when it was published; in the language of that guide."""

    guide = models.ForeignKey(
        "guides.GuidePage", on_delete=models.CASCADE, related_name="change_notes"
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    text = models.TextField(_("what has changed"))
    # Revisions may be purged, their notes stay.
    revision_number = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "revision_number"], name="one_change_note_per_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.text}"
