"""Who wants no messages about an idea."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .ideas import Idea


class IdeaSilence(models.Model):
    """One person wants no more messages about one idea; their idea or support stays."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="silences")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idea_silences"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="one_silence_per_person"),
        ]
        verbose_name = _("wish for no messages about an idea")
        verbose_name_plural = _("wishes for no messages about ideas")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.person_id}"
