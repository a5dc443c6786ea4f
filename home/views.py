"""Pages for errors, the same in every room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer a request that could not be understood."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer a request that is not allowed."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent from elsewhere or after its cookie was lost."""
    return render(request, "403.html", {"is_form_expired": True}, status=403)


def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that we failed to answer; the template needs nothing that may fail."""
    return render(request, "500.html", status=500)
