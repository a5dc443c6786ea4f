"""Who follows what, and which news were told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Contribution, ContributionQuerySet


class SubscriptionQuerySet(ContributionQuerySet):
    """Questions about subscriptions."""

    def of(self, page_key) -> "SubscriptionQuerySet":
        """Return who follows a page, whatever its language."""
        return self.visible().filter(page_key=page_key, author__is_active=True)

    def ended(self) -> "SubscriptionQuerySet":
        """Return what nobody follows any more."""
        has_ended = models.Q(state=Contribution.State.WITHDRAWN)
        return self.filter(has_ended | models.Q(author__isnull=True))


class Subscription(Contribution):
    """One person follows one page by mail; the database allows no second."""

    page_key = models.UUIDField(
        _("page"), help_text=_("The translation key of the page that is followed.")
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page_key", "author"], name="one_subscription_per_person"
            ),
        ]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.page_key}: {self.author_name}"


class Announcement(models.Model):
    """News of a measure that were told to those who followed it then; nobody is told again."""

    update_key = models.UUIDField(unique=True)
    announced_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.update_key)
