"""Where the pages lead, and whether anything is there."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

ADDRESS_LENGTH = 2000
# A server that is away for an evening is not broken.
TIME_TO_RECOVER = timedelta(days=1)
# What leads somewhere is asked for less often than what does not.
GOOD_FOR = timedelta(days=7)


class LinkKind(models.TextChoices):
    """What a link leads to."""

    WEB = "web", _("Web address")
    PAGE = "page", _("Page")
    DOCUMENT = "document", _("Document")


class LinkState(models.TextChoices):
    """What is known of a link."""

    WAITING = "waiting", _("not checked yet")
    OK = "ok", _("in order")
    SUSPECT = "suspect", _("failed once")
    UNCLEAR = "unclear", _("unclear")
    BROKEN = "broken", _("broken")


class LinkProblem(models.TextChoices):
    """What is wrong with a link."""

    NOT_FOUND = "not_found", _("There is nothing at this address.")
    STATUS = "status", _("The server answers with an error.")
    REFUSED = "refused", _("The server refuses programs.")
    ROBOTS = "robots", _("The server asks programs to stay away.")
    CONNECTION = "connection", _("The server could not be reached.")
    CERTIFICATE = "certificate", _("The server's certificate is not valid.")
    TIME = "time", _("The server answers too slowly.")
    REDIRECTS = "redirects", _("The address leads on too often.")
    ADDRESS = "address", _("The address is not valid or not public.")
    GONE = "gone", _("It has been deleted.")
    UNPUBLISHED = "unpublished", _("The page is not published.")
    PRIVATE = "private", _("Not everybody may see the page.")


class LinkCheckQuerySet(models.QuerySet):
    """Questions about links."""

    def on_web(self) -> "LinkCheckQuerySet":
        """Return the links that lead to other servers."""
        return self.filter(kind=LinkKind.WEB)

    def to_look_at(self) -> "LinkCheckQuerySet":
        """Return what an editor should look at."""
        return self.filter(state__in=[LinkState.BROKEN, LinkState.UNCLEAR], is_ignored=False)

    def due(self, now: datetime) -> "LinkCheckQuerySet":
        """Return the web addresses to ask for now, the longest waiting first."""
        is_good = models.Q(state=LinkState.OK)
        waits = (
            models.Q(checked_at=None)
            | (is_good & models.Q(checked_at__lte=now - GOOD_FOR))
            | (~is_good & models.Q(checked_at__lte=now - TIME_TO_RECOVER))
        )
        found = self.on_web().filter(waits, is_ignored=False)
        return found.order_by(models.F("checked_at").asc(nulls_first=True), "pk")


class LinkCheck(models.Model):
    """One web address on public pages, or a page or document that is not where a link leads."""

    kind = models.CharField(_("kind"), max_length=8, choices=LinkKind.choices)
    # A web address, or the number of the page or document.
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    title = models.CharField(_("title"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=LinkState.choices, default=LinkState.WAITING
    )
    problem = models.CharField(_("problem"), max_length=12, choices=LinkProblem.choices, blank=True)
    status = models.PositiveSmallIntegerField(_("answer of the server"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    first_failed_at = models.DateTimeField(_("fails since"), null=True, blank=True)
    is_ignored = models.BooleanField(_("ignored"), default=False)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], name="one_check_per_address")
        ]
        indexes = [models.Index(fields=["state", "checked_at"], name="links_by_state")]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        if self.kind == LinkKind.WEB:
            return self.address
        return f"{self.get_kind_display()}: {self.title or self.address}"

    @property
    def page_titles(self) -> list[str]:
        """Return the titles of the pages that the report has planned to show."""
        return [use.page.title for use in self.shown_uses]

    def note_success(self) -> None:
        """Note that the address answered when it was last asked."""
        self.state, self.problem, self.first_failed_at = LinkState.OK, "", None

    def note_doubt(self, problem: LinkProblem) -> None:
        """Note that the answer does not tell whether people get through."""
        self.state, self.problem = LinkState.UNCLEAR, problem

    def note_failure(self, problem: LinkProblem) -> None:
        """Note a failure; only one that lasts makes the link broken."""
        self.checked_at = self.checked_at or timezone.now()
        self.first_failed_at = self.first_failed_at or self.checked_at
        lasts = self.checked_at - self.first_failed_at >= TIME_TO_RECOVER
        self.state = LinkState.BROKEN if lasts else LinkState.SUSPECT
        self.problem = problem


class LinkUse(models.Model):
    """A public page that holds a link."""

    # The pages would be listed as used by what merely checks them.
    wagtail_reference_index_ignore = True

    link = models.ForeignKey(LinkCheck, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="link_uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "page"], name="one_use_per_link_and_page")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.link_id}"
