"""Ideas in public: lists, the idea itself, bringing one in, supporting one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.content.models import BasePage
from cms.content.queries import active_locale, listed
from participation.accounts.limits import limit_contributions
from participation.accounts.queries import person_of

from . import implementation, links, rules, services
from .filters import IdeaFilters
from .forms import IdeaForm, SupportForm
from .models import Idea, IdeaCampaignPage, IdeaSilence
from .models.campaigns import IDEAS_PER_PAGE


@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    """Show the ideas of all campaigns and pages."""
    filters = IdeaFilters(request.GET)
    ideas = filters.apply(Idea.objects.visible()).as_cards().in_order(filters.sorted_by)
    campaigns = listed(IdeaCampaignPage.objects.filter(locale=active_locale()))
    context = {
        "title": _("Ideas"),
        "filters": filters,
        "page_obj": Paginator(ideas, IDEAS_PER_PAGE).get_page(filters.page_number),
        "campaigns": campaigns.prefetch_related("phases").order_by("path"),
        "breadcrumb_items": [{"title": _("Ideas"), "url": request.path}],
    }
    return render(request, "ideas/idea_list.html", context)


@require_safe
def idea_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show one idea with its way through the town hall and its discussion."""
    idea = _visible_idea(pk)
    if request.path != idea.get_absolute_url():
        return redirect(idea.get_absolute_url(), permanent=True)
    page = rules.page_of(idea)
    context = {
        "idea": idea,
        "idea_page": page,
        "title": idea.title,
        "can_support": not rules.why_no_support(idea, page),
        "has_supported": request.user.is_authenticated
        and idea.supports.visible().filter(author=request.user).exists(),
        "outcome_changes": idea.outcome_changes.all(),
        "implementations": implementation.measures_of(idea),
        "breadcrumb_items": _breadcrumbs(page, idea.title, request),
    }
    return render(request, "ideas/idea_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def idea_form(request: HttpRequest, page_key) -> HttpResponse:
    """Bring in an idea on a page."""
    page = _page(page_key)
    context = {
        "title": _("Bring in an idea"),
        "idea_page": page,
        "breadcrumb_items": _breadcrumbs(page, _("Bring in an idea"), request),
    }
    if reason := rules.why_no_idea(page):
        return _closed(request, reason, context)
    form = IdeaForm(request.POST or None, person=person_of(request), page=page)
    if request.method == "POST" and form.is_valid():
        try:
            services.submit_idea(page, contributor=form.contributor(), **form.idea())
        except rules.PhaseClosed as closed:
            return _closed(request, str(closed), context)
        return redirect("idea_sent")
    status = 422 if form.is_bound else 200
    return render(request, "ideas/idea_form.html", context | {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def support_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Support an idea: with one button when signed in, else with name and address."""
    idea = _visible_idea(pk)
    title = _("Support this idea")
    page = rules.page_of(idea)
    context = {
        "title": title,
        "idea": idea,
        "breadcrumb_items": _breadcrumbs(page, title, request),
    }
    person = person_of(request)
    form = SupportForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            services.support(idea, **form.contributor())
        except rules.PhaseClosed as closed:
            return _closed(request, str(closed), context)
        return redirect(idea.get_absolute_url() if person else "idea_sent")
    if reason := rules.why_no_support(idea, page):
        return _closed(request, reason, context)
    status = 422 if form.is_bound else 200
    return render(request, "ideas/support_form.html", context | {"form": form}, status=status)


@login_required
@require_POST
def withdraw_support(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's support."""
    idea = _visible_idea(pk)
    services.withdraw_support(idea, person=request.user)
    return redirect(idea.get_absolute_url())


# The signed link itself is the permission; mail programs send no cookie with their POST.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button that stops messages about an idea; a mail program's POST does so at once.

    RFC 8058 forbids an answer that redirects.
    """
    try:
        idea_id, person_id = links.named_by(token)
    except links.LinkInvalid:
        return _silence_page(request, "bad_link", _("This link is not valid"), status=404)
    if request.method == "POST":
        change = services.end_silence if "again" in request.POST else services.silence
        change(idea_id, person_id)
    idea = Idea.objects.visible().filter(pk=idea_id).first()
    if IdeaSilence.objects.filter(idea=idea_id, person=person_id).exists():
        return _silence_page(request, "silent", _("You get no more messages"), idea)
    return _silence_page(request, "asked", _("No more messages?"), idea)


@never_cache
@require_safe
def contribution_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    context = {
        "title": _("Thank you"),
        "is_confirmed": request.user.is_authenticated,
        "breadcrumb_items": [{"title": _("Thank you"), "url": request.path}],
    }
    return render(request, "ideas/sent.html", context)


def _silence_page(
    request: HttpRequest, state: str, title: str, idea: Idea | None = None, status: int = 200
) -> HttpResponse:
    above = [{"title": idea.title, "url": idea.get_absolute_url()}] if idea else []
    context = {
        "title": title,
        "state": state,
        "idea": idea,
        "breadcrumb_items": [*above, {"title": title, "url": request.path}],
    }
    return render(request, "ideas/silence.html", context, status=status)


def _visible_idea(pk: int) -> Idea:
    ideas = Idea.objects.visible().as_cards().select_related("statement_by")
    return get_object_or_404(ideas, pk=pk)


def _page(page_key) -> BasePage:
    pages = BasePage.objects.live().public().filter(translation_key=page_key)
    pages = pages.select_related("locale")
    page = pages.filter(locale=active_locale()).first() or pages.first()
    if page is None:
        raise Http404
    return page.specific


def _breadcrumbs(page: BasePage | None, title: str, request: HttpRequest) -> list[dict]:
    above = [{"title": page.title, "url": page.get_url(request)}] if page else []
    return [*above, {"title": title, "url": request.path}]


def _closed(request: HttpRequest, reason: str, context: dict) -> HttpResponse:
    return render(request, "ideas/closed.html", context | {"reason": reason}, status=409)
