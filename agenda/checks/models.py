"""Pages that somebody has to check from time to time, and who was reminded of which."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DateField, DateTimeField, DurationField, ExpressionWrapper, F, Func
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.content.models import BasePageQuerySet

DEFAULT_RHYTHM_MONTHS = 12
LONGEST_RHYTHM_MONTHS = 120


class CheckedPageQuerySet(BasePageQuerySet):
    """Questions about pages that have to be checked."""

    def with_next_check(self):
        """Add `next_check_on`: by when the page should be checked; null before it was public."""
        wait = Func(
            F("check_every_months"),
            template="make_interval(months => %(expressions)s)",
            output_field=DurationField(),
        )
        last = Coalesce("checked_on", TruncDate("first_published_at"))
        next_on = ExpressionWrapper(last + wait, output_field=DateTimeField())
        return self.annotate(next_check_on=Cast(next_on, DateField()))

    def check_is_due(self, on: date | None = None):
        """Return the live pages that should be checked by `on`, which is today if left out."""
        by = on or timezone.localdate()
        return self.with_next_check().live().filter(next_check_on__lte=by)


class CheckedPage(models.Model):
    """Adds to a page who answers for it, when it was checked and how often it has to be."""

    responsible_office = models.CharField(_("responsible office"), max_length=160, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
        help_text=_("Is reminded to check the page before the check lapses. Never shown."),
    )
    checked_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_("When somebody last made sure that everything here is still right."),
    )
    check_every_months = models.PositiveSmallIntegerField(
        _("check again after months"),
        default=DEFAULT_RHYTHM_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RHYTHM_MONTHS)],
        help_text=_("From then on the page says that its check is due."),
    )

    class Meta:
        abstract = True

    @property
    def check_due_on(self) -> date | None:
        """Return by when the page should be checked, or None before it was public.

        The same as `next_check_on` of the queryset, where months end early in both.
        """
        published = self.first_published_at
        last = self.checked_on or (published and timezone.localdate(published))
        return last and last + relativedelta(months=self.check_every_months)

    @property
    def check_due_since(self) -> date | None:
        """Return since when the check of a public page is due, or None."""
        due_on = self.check_due_on
        return due_on if self.live and due_on and due_on <= timezone.localdate() else None

    def checked_text(self) -> str:
        """Return the words that tell readers when this was checked, and whether it should be."""
        words = []
        if self.checked_on:
            text = gettext("Last checked on %(date)s")
            words.append(text % {"date": date_format(self.checked_on)})
        if since := self.check_due_since:
            words.append(gettext("Check due since %(date)s") % {"date": date_format(since)})
        return " · ".join(words)

    def responsibility_text(self) -> str:
        """Return which office answers for this, and when it was checked."""
        office = self.responsible_office
        words = office and gettext("Responsible office: %(office)s") % {"office": office}
        return " · ".join(filter(None, (words, self.checked_text())))

    def addresses_with_check(self) -> list[str]:
        """Return the addresses at which readers see when this page was checked."""
        return [self.url]


def checked_models() -> list[type[CheckedPage]]:
    """Return every type of page that has to be checked."""
    return [model for model in apps.get_models() if issubclass(model, CheckedPage)]


class CheckReminder(models.Model):
    """That a person was reminded of a check; the database allows no second."""

    class Stage(models.TextChoices):
        """When one is reminded."""

        BEFORE = "before", _("before the check lapses")
        LAPSED = "lapsed", _("when the check has lapsed")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(_("check due on"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a check")
        verbose_name_plural = _("reminders of checks")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "person", "due_on", "stage"], name="one_reminder_per_stage_of_check"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.due_on}, {self.stage}"
