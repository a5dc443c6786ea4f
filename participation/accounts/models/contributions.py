"""What a comment, an idea and any other contribution have in common."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContributionQuerySet(models.QuerySet):
    def visible(self):
        """Return what the public may see."""
        return self.filter(state=Contribution.State.PUBLISHED)

    def waiting(self):
        """Return what waits for a moderator, oldest first."""
        return self.filter(state=Contribution.State.SUBMITTED).order_by("confirmed_at", "pk")


class Contribution(models.Model):
    """Something a person adds; public only after confirmation and approval.

    Moves by the functions of accounts.contributions only.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("waiting for confirmation by e-mail")
        SUBMITTED = "submitted", _("waiting for approval")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("not published")
        HIDDEN = "hidden", _("hidden")
        WITHDRAWN = "withdrawn", _("withdrawn")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="%(class)s_contributions",
        verbose_name=_("author"),
    )
    author_name = models.CharField(_("displayed name"), max_length=60)
    language = models.CharField(_("language"), max_length=20, default=settings.LANGUAGE_CODE)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED, db_index=True
    )
    # The form carries it, so that a POST sent twice is stored once.
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_visible(self) -> bool:
        """Say whether the public may see it."""
        return self.state == self.State.PUBLISHED
