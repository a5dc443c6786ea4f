"""The moderation queue in the admin."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_POST, require_safe

from participation.accounts.models import Contribution

from . import queue, services
from .models import Decision

PERMISSION = "moderation.moderate"
PER_PAGE = 20
STATES = {
    Contribution.State.SUBMITTED.value: gettext_lazy("Waiting"),
    "reported": gettext_lazy("Reported"),
    Contribution.State.PUBLISHED.value: gettext_lazy("Published"),
    Contribution.State.REJECTED.value: gettext_lazy("Not published"),
    Contribution.State.HIDDEN.value: gettext_lazy("Hidden"),
}
REASONS = {
    "insult": gettext_lazy(
        "It insults or threatens somebody, which the netiquette does not allow."
    ),
    "private": gettext_lazy("It tells private things of somebody who has not agreed to that."),
    "off_topic": gettext_lazy("It is advertising or has nothing to do with the topic."),
    "untrue": gettext_lazy("It states something as a fact that is not true."),
}
MAX_REASON_LENGTH = 2000


@permission_required(PERMISSION, raise_exception=True)
@require_safe
def queue_view(request: HttpRequest) -> HttpResponse:
    """List what waits, with context and the buttons to decide."""
    state = request.GET.get("state", "")
    state = state if state in STATES else Contribution.State.SUBMITTED.value
    kind = request.GET.get("kind", "")
    found = queue.items(state=state, kind_name=kind)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "state": state,
        "states": STATES.items(),
        "kind": kind,
        "kinds": queue.moderated_kinds(),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "reasons": REASONS.items(),
    }
    return render(request, "moderation/admin/queue.html", context)


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take the decision on one contribution."""
    contribution = _contribution(kind, pk)
    action = request.POST.get("action", "")
    if action == "dismiss":
        services.dismiss_reports(contribution, by=request.user)
        messages.success(request, _("It stays public; its reports are settled."))
        return _back_to_queue(request)
    if action not in Decision.Action.values:
        raise Http404
    try:
        services.decide(
            contribution,
            action=action,
            by=request.user,
            seen_state=request.POST.get("seen_state", ""),
            reason=_reason(request, contribution.language),
        )
    except services.AlreadyDecided:
        messages.warning(request, _("Somebody has already decided on this."))
    except services.ReasonMissing:
        messages.error(request, _("Please give a reason: it is sent to the author."))
    else:
        messages.success(request, _("Decided; the author is told."))
    return _back_to_queue(request)


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """Publish all chosen contributions."""
    number = 0
    for chosen in request.POST.getlist("chosen")[:PER_PAGE]:
        kind, _separator, pk = chosen.partition(":")
        if not pk.isdecimal() or len(pk) > 18:
            raise Http404
        try:
            services.decide(
                _contribution(kind, int(pk)),
                action=Decision.Action.PUBLISH,
                by=request.user,
                seen_state=Contribution.State.SUBMITTED,
            )
        except services.AlreadyDecided:
            continue
        number += 1
    text = ngettext("%d contribution is published.", "%d contributions are published.", number)
    messages.success(request, text % number)
    return _back_to_queue(request)


def _reason(request: HttpRequest, language: str) -> str:
    """Return the chosen reason in the author's language, followed by the moderator's words."""
    with override(language):
        chosen = str(REASONS.get(request.POST.get("reason", ""), ""))
    own_words = request.POST.get("reason_text", "").replace("\x00", "").strip()
    return "\n\n".join(filter(None, [chosen, own_words]))[:MAX_REASON_LENGTH]


def _back_to_queue(request: HttpRequest) -> HttpResponse:
    """Return to the same filters; the forms carry them in their address."""
    query = request.GET.urlencode()
    return redirect(reverse("moderation_queue") + (f"?{query}" if query else ""))


def _contribution(kind_name: str, pk: int) -> Contribution:
    kinds = {kind.name: kind for kind in queue.moderated_kinds()}
    if kind_name not in kinds:
        raise Http404
    return get_object_or_404(kinds[kind_name].model, pk=pk)


admin_urls = [
    path("moderation/", queue_view, name="moderation_queue"),
    path("moderation/publish/", publish_many, name="moderation_publish_many"),
    path("moderation/<slug:kind>/<int:pk>/", decide, name="moderation_decide"),
]
