"""The conversation attached to a page or an idea."""

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cms.content.models import ContactPerson
from cms.content.passages import QUOTE_LENGTH
from participation.accounts.models import Contribution, ContributionQuerySet

EXCERPT_LENGTH = 80


class Discussion(models.Model):
    """One conversation for all languages of a page, or for one idea.

    `key` is the page's translation key, or the idea's key.
    """

    key = models.UUIDField(_("key"), unique=True)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return str(self.key)


class CommentQuerySet(ContributionQuerySet):
    """Questions about comments."""

    def about(self, key) -> "CommentQuerySet":
        """Return the comments on the page or idea with this key."""
        return self.filter(discussion__key=key)

    def remarks(self) -> "CommentQuerySet":
        """Return the comments that point at a single paragraph."""
        return self.filter(block_id__isnull=False)

    def top_level(self) -> "CommentQuerySet":
        """Return the comments that answer no other one, newest first."""
        return self.filter(parent=None).order_by("-published_at", "-pk")

    def visible(self) -> "CommentQuerySet":
        """Return the published comments that neither open nor answer below a hidden one."""
        published = Contribution.State.PUBLISHED
        opened = models.Q(root=None) | models.Q(root__state=published, parent__state=published)
        return super().visible().filter(opened)

    def in_thread(self) -> "CommentQuerySet":
        """Return comments as a thread reads: oldest first, with who answers for the city."""
        return self.select_related("office").order_by("published_at", "pk")


class Comment(Contribution):
    """What a person says in a discussion, or an official answer of the city."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("answers"),
    )
    # The comment that opened the thread, so that all its answers are found at once.
    root = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, editable=False, related_name="thread"
    )
    text = models.TextField(_("text"), max_length=3000)
    # A remark points at a block of the page, which has the same id in every language.
    block_id = models.UUIDField(_("paragraph"), null=True, blank=True, editable=False)
    quoted_text = models.CharField(
        _("wording of the paragraph"), max_length=QUOTE_LENGTH, blank=True, editable=False
    )
    # Names the whole wording, of which only the beginning is quoted.
    quoted_digest = models.CharField(max_length=32, blank=True, editable=False)
    # The writer's language may be another one.
    quoted_language = models.CharField(max_length=20, blank=True, editable=False)
    is_official = models.BooleanField(_("official answer"), default=False)
    office = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["discussion", "state", "-published_at"], name="comment_thread")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(block_id=None) | models.Q(parent=None),
                name="remark_opens_its_thread",
            )
        ]
        permissions = [("answer_officially", "Can answer for the city")]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.excerpt

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text, for lists and mails."""
        return Truncator(" ".join(self.text.split())).chars(EXCERPT_LENGTH)

    @property
    def role(self) -> str:
        """Return which office speaks in an official answer."""
        return self.office.office if self.office else ""
