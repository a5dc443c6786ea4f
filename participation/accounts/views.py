"""A person's own area, and the page behind the link that confirms a contribution."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

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
    kind = contributions.kind_of(contribution)
    own = queries.OwnContribution(kind, contribution)
    if contribution.state == Contribution.State.UNCONFIRMED:
        return _page(request, "confirm", _("Confirm your contribution"), own=own)
    url = kind.url(contribution) if contribution.is_visible else ""
    return _page(request, "confirmed", _("What happens next"), own=own, url=url)


@never_cache
@login_required
@require_safe
def show_contribution(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Lead an author to where the public sees their contribution."""
    own = _own_contribution(request, kind, pk)
    url = own.kind.url(own.contribution) if own.contribution.is_visible else ""
    if not url:
        messages.info(request, _("The public cannot see this contribution now."))
        return redirect("account")
    return redirect(url)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_contribution(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask an author whether they want to take a contribution back; only the button does it."""
    own = _own_contribution(request, kind, pk)
    if request.method == "POST":
        try:
            contributions.withdraw(own.contribution)
            messages.success(request, _("Your contribution is withdrawn."))
        except contributions.TransitionRefused:
            messages.error(request, _("This contribution cannot be withdrawn any more."))
        return redirect("account")
    return _page(request, "withdraw", _("Withdraw your contribution"), own=own)


def _own_contribution(request: HttpRequest, kind_name: str, pk: int) -> queries.OwnContribution:
    try:
        kind = contributions.kind_named(kind_name)
    except KeyError as error:
        raise Http404 from error
    own = kind.model._default_manager.select_related(*kind.related)
    return queries.OwnContribution(kind, get_object_or_404(own, pk=pk, author=request.user))


def _sign_in(request: HttpRequest, person: User | None) -> None:
    if not request.user.is_authenticated and rules.may_sign_in_by_link(person):
        login(request, person, backend=SIGNED_IN_BY_LINK)


def _page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context
) -> HttpResponse:
    context |= {"title": title, "breadcrumb_items": [{"title": title, "url": request.path}]}
    return render(request, f"accounts/{name}.html", context, status=status)
