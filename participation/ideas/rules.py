"""What may be done with ideas now, and if not, why."""

from django.utils.translation import gettext as _

from cms.content.models import BasePage
from cms.content.queries import active_locale

from .models import Idea, IdeaCampaignPage, Outcome

FINAL_OUTCOMES = (Outcome.DECLINED, Outcome.IMPLEMENTED)


class PhaseClosed(Exception):
    """The campaign does not take this now; the message says so in words."""


def page_of(idea: Idea) -> BasePage | None:
    """Return the public page the idea hangs on: in the active language, else in any."""
    pages = BasePage.objects.live().public().filter(translation_key=idea.page_key)
    pages = list(pages.select_related("locale"))
    active = active_locale()
    pages.sort(key=lambda page: page.locale_id != active.pk)
    return pages[0].specific if pages else None


def why_no_idea(page: BasePage) -> str:
    """Return why `page` takes no ideas now, or an empty text if it does."""
    if page.allows_ideas():
        return ""
    if isinstance(page, IdeaCampaignPage):
        return _("This campaign does not collect ideas at present.")
    return _("This page takes no ideas.")


def why_no_support(idea: Idea, page: BasePage | None) -> str:
    """Return why `idea` on `page` cannot be supported now, or an empty text if it can."""
    if page is None or not idea.is_visible:
        return _("This idea is not public.")
    if idea.outcome in FINAL_OUTCOMES:
        return _("The city has decided on this idea; it takes no more support.")
    if isinstance(page, IdeaCampaignPage) and not page.allows_support():
        return _("Ideas of this campaign cannot be supported at present.")
    return ""
