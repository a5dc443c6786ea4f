"""Registering, confirming, cancelling: forms and the pages behind mailed links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agenda.calendar.models import Occurrence
from cms.content.queries import active_locale
from participation.accounts.limits import limit_contributions
from participation.accounts.queries import person_of

from . import links, rules, services
from .forms import PartyForm, RegistrationForm
from .models import Registration


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def registration_form(request: HttpRequest, occurrence_id: int) -> HttpResponse:
    """Register for one date of a training."""
    occurrence = get_object_or_404(Occurrence, pk=occurrence_id)
    training = rules.training_of(occurrence, active_locale())
    if training is None:
        raise Http404
    binding = rules.binding(training)
    occurrence = rules.booked_date(occurrence, binding)
    context = _context(training, occurrence, _("Registration"), request)
    if reason := rules.why_closed(occurrence, binding):
        return render(request, "registrations/closed.html", context | {"reason": reason})
    person = person_of(request)
    form = RegistrationForm(request.POST or None, person=person, training=binding, words=training)
    if request.method == "POST" and form.is_valid():
        try:
            registration = services.register(occurrence, **form.details(), **form.contributor())
        except rules.RegistrationClosed as closed:
            return render(request, "registrations/closed.html", context | {"reason": str(closed)})
        if person:
            return redirect(links.manage_path(registration))
        return redirect("registration_sent")
    context |= {"form": form, "seats": rules.seats_of(occurrence, binding)}
    status = 422 if form.is_bound else 200
    return render(request, "registrations/form.html", context, status=status)


@never_cache
@require_safe
def registration_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail with a link is on its way."""
    return render(request, "registrations/sent.html", {"title": _("Please look into your mailbox")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is confirmed and a button; only the button confirms."""
    try:
        registration = links.confirmed_by(token)
    except links.LinkInvalid as error:
        return _bad_link(request, is_expired=isinstance(error, links.LinkExpired))
    if registration.state != Registration.State.UNCONFIRMED:
        return redirect(links.manage_path(registration))
    reason = ""
    if request.method == "POST":
        try:
            services.confirm(registration)
        except rules.RegistrationClosed as closed:
            reason = str(closed)
        else:
            return redirect(links.manage_path(registration))
    context = _registration_context(registration, _("Confirm your registration"), request)
    if request.method == "POST":
        return render(request, "registrations/closed.html", context | {"reason": reason})
    return render(request, "registrations/confirm.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_detail(request: HttpRequest, token: str) -> HttpResponse:
    """Show a registration with buttons to accept or cancel it; only a button changes it."""
    try:
        registration = links.managed_by(token)
    except links.LinkInvalid as error:
        return _bad_link(request, is_expired=isinstance(error, links.LinkExpired))
    context = _registration_context(registration, _("Your registration"), request)
    if request.method == "POST":
        try:
            _change(registration, request.POST.get("do", ""))
        except (rules.OfferLapsed, rules.CancellationClosed) as refusal:
            closed = context | {"reason": str(refusal), "refusal": _("Nothing has been changed")}
            return render(request, "registrations/closed.html", closed, status=409)
        return redirect(links.manage_path(registration))
    context |= {
        "why_not_accepted": rules.why_not_accepted(registration),
        "position": rules.position_of(registration),
        "answers": registration.answers.all(),
        "may_cancel": not rules.why_not_cancelled(registration),
        "may_reduce": not rules.why_party_stays(registration),
        "party_url": links.party_path(registration),
    }
    return render(request, "registrations/detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_party(request: HttpRequest, token: str) -> HttpResponse:
    """Note that fewer people of a party come; only the button changes it."""
    try:
        registration = links.managed_by(token)
    except links.LinkInvalid as error:
        return _bad_link(request, is_expired=isinstance(error, links.LinkExpired))
    form = PartyForm(request.POST or None, registration=registration)
    reason = rules.why_party_stays(registration)
    if request.method == "POST" and form.is_valid():
        try:
            services.reduce_party(registration, **form.cleaned_data)
        except rules.PartyStays as stays:
            reason = str(stays)
        else:
            return redirect(links.manage_path(registration))
    context = _registration_context(registration, _("Fewer of us are coming"), request)
    if reason:
        context["reason"] = reason
        status = 409 if form.is_bound else 200
        return render(request, "registrations/party_stays.html", context, status=status)
    context |= {"form": form, "manage_url": links.manage_path(registration)}
    status = 422 if form.is_bound else 200
    return render(request, "registrations/party.html", context, status=status)


def _change(registration: Registration, wish: str) -> None:
    if wish == "accept":
        services.accept(registration)
    else:
        services.cancel(registration)


def _registration_context(registration: Registration, title: str, request: HttpRequest) -> dict:
    training = rules.training_of(registration.occurrence, active_locale())
    context = {"registration": registration}
    return context | _context(training, registration.occurrence, title, request)


def _context(training, occurrence: Occurrence, title: str, request: HttpRequest) -> dict:
    breadcrumbs = [{"title": title, "url": request.path}]
    if training:
        breadcrumbs.insert(0, {"title": training.title, "url": training.url})
    return {
        "training": training,
        "occurrence": occurrence,
        "sessions": rules.sessions_of(occurrence, rules.training_of(occurrence)),
        "title": title,
        "breadcrumb_items": breadcrumbs,
    }


def _bad_link(request: HttpRequest, *, is_expired: bool) -> HttpResponse:
    title = _("This link has expired") if is_expired else _("This link is not valid")
    status = 410 if is_expired else 404
    context = {"title": title, "is_expired": is_expired}
    return render(request, "registrations/bad_link.html", context, status=status)
