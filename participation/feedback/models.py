"""What readers say about whether a page helped them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

REASON_LENGTH = 500


class Answer(models.TextChoices):
    """Whether a page helped."""

    YES = "ja", _("Yes")
    PARTLY = "teilweise", _("Partly")
    NO = "nein", _("No")


class PageFeedbackQuerySet(models.QuerySet):
    """Questions about feedback."""

    def on(self, pages) -> "PageFeedbackQuerySet":
        """Return the feedback on these pages, a queryset."""
        return self.filter(page__in=pages.order_by().values("pk"))

    def with_reason(self) -> "PageFeedbackQuerySet":
        """Return the feedback that says why."""
        return self.exclude(reason="")

    def newest_first(self) -> "PageFeedbackQuerySet":
        """Return it by day, with the pages that lists show."""
        return self.select_related("page").order_by("-day", "-pk")


class PageFeedback(models.Model):
    """One reader's answer about one page; nothing tells who gave it, or when on the day."""

    # The answers would be listed as places that use the page.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        related_name="feedback",
        verbose_name=_("page"),
        db_index=False,
    )
    # The chapter as it was called then; it may have another name or be gone by now.
    part_title = models.CharField(_("part of the page"), max_length=160, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    # A mask may be longer than what it hides, so the length is the form's business.
    reason = models.TextField(_("reason"), blank=True)
    day = models.DateField(_("day"), default=timezone.localdate)
    # Drawn at random for the form: sent twice, it is stored once.
    submission_key = models.UUIDField(unique=True, editable=False)

    objects = PageFeedbackQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["page", "-day"], name="feedback_of_page")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="feedback_answer_is_known"
            )
        ]
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_answer_display()}"
