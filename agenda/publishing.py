"""Changing what is published without publishing what somebody else is still writing."""

from collections.abc import Callable
from datetime import datetime

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published, published


class PublishBesideDrafts(PublishPageRevisionAction):
    """Publishes a revision and lets a draft that waits for approval go on waiting.

    Wagtail would withdraw the draft's workflow, because it takes it for what was published.
    """

    def _after_publish(self) -> None:
        page, revision = self.object, self.revision
        page_published.send(sender=page.specific_class, instance=page, revision=revision)
        published.send(sender=type(page), instance=page, revision=revision)
        page.update_aliases(revision=revision, _content=revision.content)


def change_everywhere(
    page: Page, change: Callable[[Page], None], *, by, log_action: str
) -> Revision:
    """Make `change` in what readers see of `page`, and in the drafts that lie on top of it.

    Returns the newest revision. The caller has locked the page's row.
    """
    waiting = _waiting_revisions(page)
    revision = _publish(page, change, by=by, log_action=log_action) if page.live else None
    for pk, go_live_at in waiting.items():
        revision = _renew(pk, go_live_at, change)
    return revision or _save_draft(page, change, by=by)


def locked_in_all_languages(page: Page) -> list[Page]:
    """Return `page` in all languages; whoever else changes them waits until we have done so."""
    group = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    ids = group.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
    return list(type(page).objects.filter(pk__in=list(ids)).order_by("pk"))


def _waiting_revisions(page: Page) -> dict[int, datetime | None]:
    """Return the scheduled revision and the newest draft in their order, with their schedule."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    waiting = dict(scheduled.values_list("pk", "approved_go_live_at"))
    is_ahead = page.has_unpublished_changes or not page.live
    if is_ahead and page.latest_revision_id not in {None, page.live_revision_id}:
        waiting.setdefault(page.latest_revision_id, None)
    return dict(sorted(waiting.items()))


def _publish(page: Page, change, *, by, log_action: str) -> Revision:
    change(page)
    # The rows that are new get their ids here, under which every later revision finds them.
    page.save()
    revision = page.save_revision(user=by, clean=False)
    action = PublishBesideDrafts(revision, user=by, log_action=log_action)
    action.execute(skip_permission_checks=True)
    return revision


def _renew(pk: int, go_live_at: datetime | None, change) -> Revision:
    """Put a draft on top again, with `change`; what waited for the old revision waits for it."""
    old = Revision.objects.get(pk=pk)
    draft = old.as_object()
    change(draft)
    new = draft.save_revision(user=old.user, approved_go_live_at=go_live_at, clean=False)
    Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
    waiting = TaskState.objects.filter(revision=old, status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(revision=new)
    return new


def _save_draft(page: Page, change, *, by) -> Revision:
    change(page)
    page.save()
    return page.save_revision(user=by, clean=False)
