"""The two pages about an agenda's past: what changed since a day, and two days compared."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from agenda.filters import PAGE_PARAMETER
from cms.content.models import BasePage
from cms.content.queries import addresses_below

from ..models import AgendaPage
from ..overview.views import view_links
from . import log
from .changes import Facts, changes_between, summary
from .forms import ChangesForm, ComparisonForm, PastForm
from .sections import sections_since
from .states import History

DEFAULT_DAYS = 30
MEASURES_PER_PAGE = 50


def changes(agenda: AgendaPage, request: HttpRequest) -> TemplateResponse:
    """Answer with what changed in `agenda` since the day that the address names."""
    default = localdate() - timedelta(days=DEFAULT_DAYS)
    form = ChangesForm(request.GET, {"seit": default})
    context = _context(agenda, request, form, _("What changed since"))
    if form.is_valid():
        context |= _changes_since(agenda, form.cleaned_data["seit"])
    return _answer(request, "strategy/changes.html", context)


def comparison(agenda: AgendaPage, request: HttpRequest) -> TemplateResponse:
    """Answer with `agenda` on two days side by side."""
    today = localdate()
    form = ComparisonForm(request.GET, {"von": today - relativedelta(months=3), "bis": today})
    context = _context(agenda, request, form, _("Two days compared"))
    if form.is_valid():
        context |= _two_days(agenda, form, request.GET.get(PAGE_PARAMETER))
    return _answer(request, "strategy/comparison.html", context)


def _answer(request: HttpRequest, template: str, context: dict) -> TemplateResponse:
    status = 200 if context["form"].is_valid() else 400
    return TemplateResponse(request, template, context, status=status)


def _context(agenda: AgendaPage, request: HttpRequest, form: PastForm, title: str) -> dict:
    # The agenda's own context holds the whole overview, which is not shown here.
    context = BasePage.get_context(agenda, request)
    agenda_url = agenda.get_url(request)
    below_agenda = request.path.removeprefix(agenda_url)
    current = "changes" if below_agenda == agenda.reverse_subpage("changes") else ""
    return context | {
        "form": form,
        "title": title,
        "metadata_title": f"{title} – {agenda.title}",
        "breadcrumb_items": agenda.trail(request, below=title),
        "addresses": addresses_below(agenda, request, below_agenda),
        "agenda_url": agenda_url,
        "views": view_links(agenda, request, current=current),
    }


def _beginning_of(value: date) -> datetime:
    return make_aware(datetime.combine(value, time()))


def _changes_since(agenda: AgendaPage, since: date) -> dict:
    history, moment = History(agenda), _beginning_of(since)
    today = localdate()
    choices = [
        (_("7 days"), today - timedelta(days=7)),
        (_("30 days"), today - timedelta(days=30)),
        (_("3 months"), today - relativedelta(months=3)),
        (_("one year"), today - relativedelta(years=1)),
    ]
    return {
        "since": since,
        "sections": sections_since(history, since, moment),
        "gone": log.count_gone(agenda, moment),
        "begins_on": _begins_later(history, since),
        "choices": [
            {"label": label, "value": value.isoformat(), "is_current": value == since}
            for label, value in choices
        ],
    }


def _begins_later(history: History, asked_for: date) -> date | None:
    """Return the day of the first publication if that is after the day that was asked for."""
    begins_on = history.begins_at and localdate(history.begins_at)
    return begins_on if begins_on and begins_on > asked_for else None


def _two_days(agenda: AgendaPage, form: ComparisonForm, page_number: str | None) -> dict:
    first, second = form.cleaned_data["von"], form.cleaned_data["bis"]
    history = History(agenda)
    # A day is compared as it ended: with all that was published on it.
    before = history.before(_beginning_of(first + timedelta(days=1)))
    is_today = second >= localdate()
    after = history.now() if is_today else history.before(_beginning_of(second + timedelta(days=1)))
    changes = changes_between(history.measures, before, after)
    changed = [change for change in changes if change.is_changed]
    shown = changed if form.cleaned_data["geaendert"] else changes
    page_obj = Paginator(shown, MEASURES_PER_PAGE).get_page(page_number)
    query = f"von={first.isoformat()}&bis={second.isoformat()}"
    moment = _beginning_of(first + timedelta(days=1))
    return {
        "first": first,
        "second": second,
        "summary": summary(before, after),
        "changed_count": len(changed),
        "page_obj": page_obj,
        "rows": [
            {"change": change, "facts": Facts(change, before, after, history.goal_titles).rows()}
            for change in page_obj
        ],
        "query_string": query + ("&geaendert=on" if form.cleaned_data["geaendert"] else ""),
        "gone": log.count_gone(agenda, moment),
        "begins_on": _begins_later(history, first),
    }
