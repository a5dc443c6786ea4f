"""The demo town's mail for everybody to read, so that visitors can follow its links."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cms.mail.models import Message

MESSAGES_PER_PAGE = 30
# A mail is laid out by styles of its own; it may load nothing and run nothing.
HTML_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)


def only_in_the_demo(view: Callable) -> Callable:
    """Answer 404 outside the demo town, and keep the answer out of caches and search engines."""

    @never_cache
    @require_GET
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@only_in_the_demo
def mail_list(request: HttpRequest) -> HttpResponse:
    """List the outbox, newest first."""
    messages = Message.objects.only("recipient", "subject", "state", "created_at")
    paginator = Paginator(messages.order_by("-created_at", "-pk"), MESSAGES_PER_PAGE)
    page_obj = paginator.get_page(request.GET.get("seite"))
    return render(request, "demo/mail_list.html", {"page_obj": page_obj})


@only_in_the_demo
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message as text, its links ready to follow, and as HTML."""
    message = get_object_or_404(Message, pk=pk)
    return render(request, "demo/mail_detail.html", {"message": message})


@only_in_the_demo
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the HTML part of one message; its links open in the whole window."""
    message = get_object_or_404(Message.objects.exclude(html=""), pk=pk)
    html = message.html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": HTML_POLICY})
