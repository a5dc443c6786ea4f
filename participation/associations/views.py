"""Organisations in public, and what their members do."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agenda.calendar.models import CalendarPage, EventPage
from agenda.calendar.preview import FRAGMENT_HEADER, Preview
from agenda.filters import ListFilters, audience_filter, district_filter
from cms.content.queries import active_locale

from . import queries, rules, services
from .forms import EventForm, SignatureForm
from .models import CharterPage, Membership, Organisation

ORGANISATIONS_PER_PAGE = 24
LOCKED = gettext_lazy("The editors are working on this event. Please try again later.")


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show all organisations."""
    filters = ListFilters(
        request.GET,
        [audience_filter(), district_filter()],
        word_lookups=("name", "summary", "purpose"),
    )
    organisations = filters.apply(Organisation.objects.as_cards()).order_by("name")
    title = _("Associations and organisations")
    context = {
        "title": title,
        "filters": filters,
        "page_obj": Paginator(organisations, ORGANISATIONS_PER_PAGE).get_page(filters.page_number),
        "breadcrumb_items": [{"title": title, "url": request.path}],
    }
    return render(request, "associations/organisation_list.html", context)


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation with its dates, its entries and its signature."""
    organisation = get_object_or_404(Organisation.objects.as_cards(), slug=slug)
    context = {
        "title": organisation.name,
        "organisation": organisation,
        "dates": queries.upcoming_dates(organisation),
        "entries": queries.entries_of(organisation),
        "signature": queries.public_signature(organisation),
        "breadcrumb_items": _breadcrumbs(organisation.name, request),
    }
    return render(request, "associations/organisation_detail.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Submit an event."""
    membership = _membership(request, slug)
    calendar_page = (
        CalendarPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).live().first()
    )
    if calendar_page is None:
        raise Http404
    form = EventForm(request.POST or None, request.FILES or None)
    if "preview" in request.POST:
        return _previewed(request, form, membership, _("Submit an event"))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_key"] or form.fields["submission_key"].initial()
        picture = form.cleaned_data["picture"]
        try:
            services.submit_event(
                calendar_page, membership, submission_key=key, picture=picture, **form.event()
            )
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("Your event is with the editors now."))
            return redirect("account")
    return _event_form(request, form, membership, _("Submit an event"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an event; what is live stays until the editors have approved the new version."""
    membership = _membership(request, slug)
    event = _own_event(membership, pk)
    draft = event.get_latest_revision_as_object()
    form = EventForm(
        request.POST or None, request.FILES or None, initial=EventForm.initial_of(draft)
    )
    if "preview" in request.POST:
        return _previewed(request, form, membership, _("Change an event"), event=event, draft=draft)
    if request.method == "POST" and form.is_valid():
        picture = form.cleaned_data["picture"]
        # A form sent twice must not take the editors' task away and give them a second one.
        is_repeated = (
            not form.says_something_new and rules.event_state(event)["state"] == rules.WAITING
        )
        try:
            if not is_repeated:
                services.change_event(event, membership, picture=picture, **form.event())
        except ValidationError as error:
            _add_errors(form, error)
        except services.Locked:
            form.add_error(None, LOCKED)
        else:
            messages.success(request, _("Your new version is with the editors now."))
            return redirect("account")
    return _event_form(request, form, membership, _("Change an event"), event=event)


@never_cache
@login_required
@require_safe
def event_preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a member the newest version as readers would see it."""
    event = _own_event(_membership(request, slug), pk)
    draft = event.get_latest_revision_as_object()
    # The page then shows the dates that publishing would make.
    request.is_preview = True
    response = draft.serve_preview(request, draft.default_preview_mode)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_required
@require_POST
def event_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what waits."""
    membership = _membership(request, slug)
    try:
        services.withdraw_event(_own_event(membership, pk), membership)
    except services.Locked:
        messages.error(request, LOCKED)
    else:
        messages.success(request, _("Taken back."))
    return redirect("account")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_charter(request: HttpRequest, key) -> HttpResponse:
    """Sign the charter for an organisation that the person administers."""
    charters = CharterPage.objects.filter(translation_key=key).live().public()
    charter = get_object_or_404(charters, locale=active_locale())
    organisations = rules.may_still_sign(request.user, charter)
    form = SignatureForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and not organisations:
        return redirect(charter.url)
    if request.method == "POST" and form.is_valid():
        membership = rules.membership(request.user, form.cleaned_data["organisation"].slug)
        services.sign_charter(charter, membership, words=form.cleaned_data["words"])
        return redirect(charter.url)
    title = _("Sign the charter")
    context = {
        "title": title,
        "charter": charter,
        "organisations": organisations,
        "form": form,
        "breadcrumb_items": [
            {"title": charter.title, "url": charter.url},
            {"title": title, "url": request.path},
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "associations/sign_charter.html", context, status=status)


def _membership(request: HttpRequest, slug: str) -> Membership:
    membership = rules.membership(request.user, slug)
    if membership is None:
        raise Http404
    return membership


def _own_event(membership: Membership, pk: int) -> EventPage:
    """Return an event of the membership's organisation; anything else does not exist."""
    event = get_object_or_404(rules.events_of(membership.organisation), pk=pk)
    return event.specific


def _add_errors(form: EventForm, error: ValidationError) -> None:
    for name, texts in getattr(error, "message_dict", {"__all__": error.messages}).items():
        field = form.repetition_field if name == "recurrence" else name
        form.add_error(field if field in form.fields else None, texts)


def _previewed(
    request: HttpRequest,
    form: EventForm,
    membership: Membership,
    title: str,
    event: EventPage | None = None,
    draft: EventPage | None = None,
) -> HttpResponse:
    """Show which dates the form comes to; the script asks for nothing but them."""
    dates = form.preview(draft)
    if FRAGMENT_HEADER in request.headers:
        context = {"form": form, "preview": dates}
        status = 200 if dates else 422
        return render(request, "calendar/dates_preview.html", context, status=status)
    return _event_form(request, form, membership, title, event, preview=dates)


def _event_form(
    request: HttpRequest,
    form: EventForm,
    membership: Membership,
    title: str,
    event: EventPage | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    organisation = membership.organisation
    context = {
        "title": title,
        "form": form,
        "preview": preview,
        "organisation": organisation,
        "event": event,
        "event_state": rules.event_state(event) if event else None,
        "breadcrumb_items": [
            {"title": organisation.name, "url": organisation.get_absolute_url()},
            {"title": title, "url": request.path},
        ],
    }
    status = 422 if form.is_bound and not preview else 200
    return render(request, "associations/event_form.html", context, status=status)


def _breadcrumbs(title: str, request: HttpRequest) -> list[dict]:
    above = {"title": _("Associations and organisations"), "url": "../"}
    return [above, {"title": title, "url": request.path}]
