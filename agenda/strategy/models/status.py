"""Where a measure stands, and in which order people read of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a measure stands."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


# What people can see happen comes first, what has ended last.
READING_ORDER = [
    Status.RUNNING,
    Status.PLANNED,
    Status.PAUSED,
    Status.IDEA,
    Status.DONE,
    Status.DROPPED,
]
ENDED = {Status.DONE, Status.DROPPED}
# Whoever began something owes news of it; an idea promises nothing yet.
OWES_UPDATES = {Status.PLANNED, Status.RUNNING, Status.PAUSED}

# Stands in the log in place of Wagtail's own word for publishing.
REPORTED = "strategy.report"

# https://schema.org/ActionStatusType
ACTION_STATUS = {
    Status.IDEA: "PotentialActionStatus",
    Status.PLANNED: "PotentialActionStatus",
    Status.RUNNING: "ActiveActionStatus",
    Status.PAUSED: "ActiveActionStatus",
    Status.DONE: "CompletedActionStatus",
    Status.DROPPED: "FailedActionStatus",
}


class ProgressSource(models.TextChoices):
    """Where the number of a measure's progress comes from."""

    MILESTONES = "milestones", _("from the milestones")
    MANUAL = "manual", _("set by hand, with a reason")
