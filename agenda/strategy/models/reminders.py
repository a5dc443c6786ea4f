"""Which news offices were reminded of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UpdateReminder(models.Model):
    """That somebody was reminded of overdue news of a measure; the database allows no second."""

    measure_key = models.UUIDField(_("measure"))
    due_on = models.DateField(_("news due on"))
    number = models.PositiveSmallIntegerField(_("reminder"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of news")
        verbose_name_plural = _("reminders of news")
        constraints = [
            models.UniqueConstraint(
                fields=["measure_key", "due_on", "number"], name="one_reminder_per_month_of_delay"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_key}: {self.due_on}, {self.number}"
