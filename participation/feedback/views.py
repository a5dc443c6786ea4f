"""Saying whether a page helped."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.limits import limit_contributions

from . import rules, services
from .forms import FeedbackForm
from .links import ANSWER_PARAMETER, PART_PARAMETER


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def give_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take an answer about a page, with or without a reason."""
    target = _target(page_id, request.GET.get(PART_PARAMETER, ""))
    form = FeedbackForm(
        request.POST or None, initial={"answer": request.GET.get(ANSWER_PARAMETER, "")}
    )
    if request.method == "POST" and form.is_valid():
        services.give_feedback(
            target,
            answer=form.cleaned_data["answer"],
            reason=form.cleaned_data["reason"],
            submission_key=form.cleaned_data["submission_key"],
        )
        return redirect("feedback_thanks", page_id=page_id)
    status = 422 if request.method == "POST" else 200
    return _render(request, "form", _("Was this helpful?"), target, status, form=form)


@never_cache
@require_safe
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    """Thank, and say what happens with the answer and where to get one."""
    target = _target(page_id)
    contact = getattr(target.page, "contact", None)
    return _render(request, "thanks", _("Thank you for your answer"), target, contact=contact)


def _target(page_id: int, part: str = "") -> rules.Target:
    target = rules.find(page_id, part)
    if target is None:
        raise Http404
    return target


def _render(
    request: HttpRequest, name: str, title: str, target: rules.Target, status: int = 200, **context
) -> HttpResponse:
    page_url = target.page.get_url(request)
    context |= {
        "title": title,
        "target": target,
        "page_url": page_url,
        "breadcrumb_items": [
            {"title": target.page.title, "url": page_url},
            {"title": title, "url": request.path},
        ],
    }
    return render(request, f"feedback/{name}.html", context, status=status)
