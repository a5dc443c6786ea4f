"""Ideas, their support, and what the city decided on them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.content.models import Audience, BasePage, ContactPerson, District
from participation.accounts.models import Contribution, ContributionQuerySet
from participation.comments.models import Comment

EXCERPT_LENGTH = 180


class Outcome(models.TextChoices):
    """What the city makes of an idea."""

    OPEN = "open", _("Open")
    UNDER_REVIEW = "under_review", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    IMPLEMENTED = "implemented", _("Implemented")


# The look knows these names.
OUTCOME_CHIPS = {
    Outcome.UNDER_REVIEW: "pending",
    Outcome.ACCEPTED: "accepted",
    Outcome.DECLINED: "rejected",
    Outcome.IMPLEMENTED: "done",
}


class IdeaQuerySet(ContributionQuerySet):
    """Questions about ideas."""

    def visible(self) -> "IdeaQuerySet":
        """Return the published ideas that hang on a public page."""
        pages = BasePage.objects.live().public().filter(translation_key=OuterRef("page_key"))
        return super().visible().filter(models.Exists(pages))

    def on(self, page: BasePage) -> "IdeaQuerySet":
        """Return the ideas of one page, whatever its language."""
        return self.filter(page_key=page.translation_key)

    def as_cards(self) -> "IdeaQuerySet":
        """Plan what a card of an idea shows."""
        comments = (
            Comment.objects.visible()
            .filter(discussion__key=OuterRef("key"))
            .order_by()
            .values("discussion__key")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        return self.select_related("audience", "district").annotate(
            comment_count=Coalesce(Subquery(comments), 0)
        )

    def in_order(self, order: str) -> "IdeaQuerySet":
        """Sort cards by `order`: new, most_supported or most_discussed."""
        orders = {
            "most_supported": ("-support_count", "-published_at", "-pk"),
            "most_discussed": ("-comment_count", "-published_at", "-pk"),
        }
        return self.order_by(*orders.get(order, ("-published_at", "-pk")))


class Idea(index.Indexed, Contribution):
    """A proposal by a person, in a campaign or on any page that takes ideas."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page_key = models.UUIDField(
        _("page"), db_index=True, help_text=_("The translation key of the page it hangs on.")
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=5000)
    category = models.CharField(_("category"), max_length=80, blank=True)
    audience = models.ForeignKey(
        Audience,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("audience"),
    )
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("district"),
    )
    support_count = models.PositiveIntegerField(_("supporters"), default=0)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.OPEN
    )
    statement = models.TextField(_("statement of the city"), max_length=5000, blank=True)
    statement_by = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("text"),
        index.SearchField("category"),
    ]

    objects = IdeaQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["page_key", "-published_at"], name="idea_newest_of_page"),
            models.Index(fields=["page_key", "-support_count"], name="idea_strongest_of_page"),
        ]
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the idea in the active language."""
        slug = slugify(self.title)[:60] or "idee"
        return reverse("idea_detail", kwargs={"pk": self.pk, "slug": slug})

    @classmethod
    def get_indexed_objects(cls) -> IdeaQuerySet:
        """Return what the search may know: nothing that was not published."""
        return cls.objects.filter(state=cls.State.PUBLISHED)

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text for cards."""
        return Truncator(" ".join(self.text.split())).chars(EXCERPT_LENGTH)

    @property
    def shown_outcome(self) -> str:
        """Return the name of the status chip for the outcome, or nothing while it is open."""
        return OUTCOME_CHIPS.get(self.outcome, "")


class Support(Contribution):
    """One person's support for one idea; the database allows no second."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "author"], name="one_support_per_person"),
        ]
        indexes = [
            models.Index(fields=["idea"], name="support_counted", condition=Q(state="published"))
        ]
        verbose_name = _("support")
        verbose_name_plural = _("supports")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.author_name}"


class OutcomeChange(models.Model):
    """One step of an idea's way through the town hall."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="outcome_changes")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["changed_at", "pk"]
        verbose_name = _("change of outcome")
        verbose_name_plural = _("changes of outcome")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.changed_at:%Y-%m-%d})"
