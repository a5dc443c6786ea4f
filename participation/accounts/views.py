"""A person's own area, and the page behind the link that confirms a contribution."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import contributions, queries, rules, sections
from .forms import ProfileForm
from .models import Contribution, User

SIGNED_IN_BY_LINK = "django.contrib.auth.backends.ModelBackend"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show a person what they contributed; change their name and language."""
    # The form writes into its instance: what is refused must not appear in the page's header.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with override(person.language):
            messages.success(request, _("Your details are saved."))
            return redirect("account")
    context = {
        "form": form,
        "contributions": queries.own_contributions(request.user, request.GET.get("seite")),
        "sections": sections.sections_for(request),
    }
    return _page(request, "account", _("My area"), 422 if form.is_bound else 200, **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_contribution(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is confirmed and a button; only the button confirms, and it signs in."""
    try:
        contribution = contributions.contribution_for(token)
    except contributions.LinkExpired:
        return _page(request, "bad_link", _("This link has expired"), 410, is_expired=True)
    except contributions.LinkInvalid:
        return _page(request, "bad_link", _("This link is not valid"), 404)
    if request.method == "POST":
        if contributions.confirm(contribution):
            _sign_in(request, contribution.author)
        return redirect("confirm_contribution", token)
    own = queries.OwnContribution(contributions.kind_of(contribution), contribution)
    if contribution.state == Contribution.State.UNCONFIRMED:
        return _page(request, "confirm", _("Confirm your contribution"), own=own)
    return _page(request, "confirmed", _("What happens next"), own=own)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_contribution(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask an author whether they want to take a contribution back; only the button does it."""
    try:
        model = contributions.kind_named(kind).model
    except KeyError as error:
        raise Http404 from error
    contribution = get_object_or_404(model, pk=pk, author=request.user)
    if request.method == "POST":
        try:
            contributions.withdraw(contribution)
            messages.success(request, _("Your contribution is withdrawn."))
        except contributions.TransitionRefused:
            messages.error(request, _("This contribution cannot be withdrawn any more."))
        return redirect("account")
    own = queries.OwnContribution(contributions.kind_named(kind), contribution)
    return _page(request, "withdraw", _("Withdraw your contribution"), own=own)


def _sign_in(request: HttpRequest, person: User | None) -> None:
    if not request.user.is_authenticated and rules.may_sign_in_by_link(person):
        login(request, person, backend=SIGNED_IN_BY_LINK)


def _page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context
) -> HttpResponse:
    context |= {"title": title, "breadcrumb_items": [{"title": title, "url": request.path}]}
    return render(request, f"accounts/{name}.html", context, status=status)
