"""What people follow, as they see it themselves."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.content.models import BasePage

from . import links, rules
from .models import Subscription


@dataclass(frozen=True)
class OwnSubscription:
    """A subscription in its person's area; `page` is None while the page is not public."""

    subscription: Subscription
    page: BasePage | None

    @property
    def unsubscribe_path(self) -> str:
        """Return the address of the page that ends it."""
        return links.unsubscribe_path(self.subscription)


def subscriptions_of_request(request: HttpRequest) -> list[OwnSubscription]:
    """Return what the request's user follows, newest first."""
    mine = Subscription.objects.visible().filter(author=request.user)
    mine = list(mine.select_related("author").order_by("-confirmed_at", "-pk"))
    pages = rules.followed_pages([subscription.page_key for subscription in mine])
    return [OwnSubscription(one, pages.get(one.page_key)) for one in mine]


def title_of(subscription: Subscription) -> str:
    """Return the title of the page that is followed."""
    page = rules.followed_page(subscription.page_key)
    return page.title if page else _("a page that is not public at present")


def url_of(subscription: Subscription) -> str:
    """Return the address of the page that is followed, or an empty text if nobody may read it."""
    page = rules.followed_page(subscription.page_key)
    return page.url if page else ""
