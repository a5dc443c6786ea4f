"""How often somebody who is not signed in may contribute.

The numbers are in ACCOUNT_RATE_LIMITS: "contribute" counts senders, "contribute_as" the
address that gets a mail each time.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ACCEPTED = {302, 303}
SECONDS_TO_WAIT = 3600


def limit_contributions(view: Callable) -> Callable:
    """Let `view` refuse POSTs of people without an account who send too many.

    Counted is what the view accepts, that is answers by a redirect, so that mending a
    mistake in a form costs nothing.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if not _consume(request, dry_run=True):
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(SECONDS_TO_WAIT)
            return response
        response = view(request, *args, **kwargs)
        if response.status_code in ACCEPTED:
            _consume(request)
        return response

    return limited


def _consume(request: HttpRequest, *, dry_run: bool = False) -> bool:
    address = request.POST.get("email", "").strip().lower()
    is_allowed = ratelimit.consume(request, action="contribute", dry_run=dry_run)
    if address:
        is_allowed &= ratelimit.consume(
            request, action="contribute_as", key=address, dry_run=dry_run
        )
    return is_allowed
