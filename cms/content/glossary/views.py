"""The page of all words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from ..queries import home_url
from .entries import entries


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show everything that the glossary explains in this language."""
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            addresses[code] = reverse("glossary")
    crumbs = [{"title": gettext("Glossary"), "url": request.path}]
    context = {
        "entries": entries(),
        "addresses": addresses,
        "breadcrumb_items": crumbs,
        "home_url": home_url(request.LANGUAGE_CODE),
    }
    return render(request, "content/glossary.html", context)
