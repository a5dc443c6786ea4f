"""Sitemap, messages to the city, and the pages for errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page, Site

from cms.content.models import ContactPerson, SiteIdentity
from cms.content.queries import home_page
from participation.accounts.limits import limit_contributions
from participation.accounts.queries import person_of

from . import services
from .forms import AccessibilityFeedbackForm, ContactForm


@require_GET
def sitemap_page(request: HttpRequest) -> HttpResponse:
    """Show all pages of the active language as a tree."""
    home = home_page(request)
    pages = Page.objects.none()
    if home is not None:
        pages = home.get_descendants().live().public().order_by("path")
    context = {
        "tree": Page.get_annotated_list_qs(pages) if home else [],
        "breadcrumb_items": [{"title": _("All pages"), "url": request.path}],
    }
    return render(request, "home/sitemap_page.html", context)


@limit_contributions
def contact_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a contact person whose address stays unknown."""
    contact = get_object_or_404(ContactPerson, slug=slug)
    form = ContactForm(request.POST or None, person=person_of(request))
    if request.method == "POST" and form.is_valid():
        services.send_to_contact_person(
            contact,
            subject=form.cleaned_data["subject"],
            message=form.cleaned_data["message"],
            name=form.cleaned_data["name"],
            reply_to=form.reply_address(),
            key=form.cleaned_data["submission_key"],
        )
        return redirect("message_sent")
    title = _("Message to %(name)s") % {"name": contact.name}
    context = {"form": form, "contact": contact, "title": title}
    return _render_form(request, "home/contact_form.html", context)


@limit_contributions
def accessibility_feedback(request: HttpRequest) -> HttpResponse:
    """Tell the city of a barrier."""
    initial = {"page_address": request.GET.get("seite", "")[:300]}
    form = AccessibilityFeedbackForm(
        request.POST or None, person=person_of(request), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        services.send_accessibility_feedback(
            SiteIdentity.for_request(request),
            message=form.cleaned_data["message"],
            page_address=form.cleaned_data["page_address"],
            name=form.cleaned_data["name"],
            reply_to=form.reply_address(),
            key=form.cleaned_data["submission_key"],
        )
        return redirect("message_sent")
    context = {"form": form, "title": _("Report a barrier")}
    return _render_form(request, "home/accessibility_feedback.html", context)


@require_GET
def message_sent(request: HttpRequest) -> HttpResponse:
    """Say that a message is on its way."""
    title = _("Your message is on its way")
    context = {"title": title, "breadcrumb_items": [{"title": title, "url": request.path}]}
    return render(request, "home/message_sent.html", context)


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is not for them."""
    site = Site.find_for_request(request)
    context = {"sitemap_url": (site.root_url if site else "") + reverse("sitemap")}
    return render(request, "home/robots.txt", context, content_type="text/plain")


def _render_form(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    context["breadcrumb_items"] = [{"title": context["title"], "url": request.path}]
    status = 422 if context["form"].is_bound else 200
    return render(request, template, context, status=status)


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
