"""Reports of contributions, and what moderators decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AboutContribution(models.Model):
    """Points at a contribution of any kind by the kind's name and its number."""

    kind = models.CharField(_("kind"), max_length=30)
    contribution_id = models.PositiveBigIntegerField(_("number"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        abstract = True


class Report(AboutContribution):
    """Somebody tells that a contribution should not be public."""

    class Reason(models.TextChoices):
        ILLEGAL = "illegal", _("It breaks the law")
        INSULT = "insult", _("It insults or threatens somebody")
        PRIVATE = "private", _("It tells private things of somebody")
        ADVERTISING = "advertising", _("It is advertising")
        OTHER = "other", _("Something else")

    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    text = models.TextField(_("explanation"), max_length=2000, blank=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # The form carries it, so that a POST sent twice is stored once.
    submission_key = models.UUIDField(unique=True, editable=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "contribution_id"],
                name="report_open",
                condition=models.Q(settled_at=None),
            )
        ]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.kind} {self.contribution_id}: {self.get_reason_display()}"


class Decision(AboutContribution):
    """What a moderator decided on a contribution, and why."""

    class Action(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        REJECT = "reject", _("Do not publish")

    action = models.CharField(_("decision"), max_length=10, choices=Action.choices)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("moderator"),
    )

    class Meta:
        permissions = [("moderate", "Can decide on contributions")]
        indexes = [models.Index(fields=["kind", "contribution_id"], name="decision_about")]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.kind} {self.contribution_id}: {self.get_action_display()}"
