"""Following a page by mail, and ending that by the link of a mail."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.content.models import BasePage
from participation.accounts.limits import limit_contributions
from participation.accounts.queries import person_of

from . import links, rules, services
from .forms import FollowForm
from .models import Subscription


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def follow(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """Follow a page: with one button when signed in, else with name and address."""
    page = rules.followed_page(page_key)
    if page is None:
        raise Http404
    person = person_of(request)
    form = FollowForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.follow(page, **form.contributor())
        if person is None:
            return redirect("follow_sent")
        messages.success(request, _("You follow this now. News will come by e-mail."))
        return redirect(page.url)
    mine = Subscription.objects.visible().filter(page_key=page_key, author=person)
    subscription = mine.select_related("author").first() if person else None
    context = {
        "form": form,
        "unsubscribe_path": links.unsubscribe_path(subscription) if subscription else "",
    }
    status = 422 if form.is_bound else 200
    return _page(request, "form", _("Follow this measure"), page, status, **context)


@never_cache
@require_safe
def follow_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail with a link is on its way."""
    return _page(request, "sent", _("Please look into your mailbox"))


# The signed link itself is the permission; mail programs send no cookie with their POST.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button that ends a subscription; a POST of a mail program ends it at once (RFC 8058).

    RFC 8058 forbids an answer that redirects.
    """
    try:
        page_key, author_id = links.named_by(token)
    except links.LinkInvalid:
        return _page(request, "bad_link", _("This link is not valid"), status=404)
    if request.method == "POST":
        services.unfollow(page_key, author_id)
    mine = Subscription.objects.visible().filter(page_key=page_key, author_id=author_id)
    page = rules.followed_page(page_key)
    if mine.exists():
        return _page(request, "unsubscribe", _("No more messages?"), page)
    return _page(request, "unsubscribed", _("You get no more messages"), page)


def _page(
    request: HttpRequest,
    name: str,
    title: str,
    followed: BasePage | None = None,
    status: int = 200,
    **context,
) -> HttpResponse:
    above = [{"title": followed.title, "url": followed.url}] if followed else []
    context |= {
        "title": title,
        "followed": followed,
        "breadcrumb_items": [*above, {"title": title, "url": request.path}],
    }
    return render(request, f"subscriptions/{name}.html", context, status=status)
