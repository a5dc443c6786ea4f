"""Which measures of the agenda became of which ideas."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .ideas import Idea


class IdeaMeasure(models.Model):
    """An idea became a measure, or a part of one."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="measure_links")
    measure_key = models.UUIDField(
        _("measure"), db_index=True, help_text=_("The translation key of the measure.")
    )
    linked_at = models.DateTimeField(_("linked at"), default=timezone.now)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Empty until idea and measure are both public.
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "measure_key"], name="one_link_per_idea_and_measure"
            ),
        ]
        ordering = ["linked_at", "pk"]
        verbose_name = _("measure of an idea")
        verbose_name_plural = _("measures of ideas")

    def __str__(self) -> str:
        return f"{self.idea_id} → {self.measure_key}"


class KnownMilestone(models.Model):
    """A milestone of which nobody is told any more: it was told, or reached before the link."""

    link = models.ForeignKey(IdeaMeasure, on_delete=models.CASCADE, related_name="known_milestones")
    milestone_key = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "milestone_key"], name="one_telling_per_milestone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.milestone_key}"
