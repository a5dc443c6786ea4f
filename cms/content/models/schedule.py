"""When each repeated job last ran."""

from django.db import models


class ScheduledJob(models.Model):
    """One repeated job, and how its last run went."""

    name = models.CharField(max_length=120, unique=True)
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
