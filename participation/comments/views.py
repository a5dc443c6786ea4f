"""Writing a comment."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.limits import limit_contributions
from participation.accounts.queries import person_of

from . import quotations, remarks, services, targets
from .forms import CommentForm
from .models import Comment
from .quotations import Quotation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def comment_form(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Comment on a page or an idea."""
    return _form(request, _open_target(key), parent=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def reply_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a comment."""
    comments = Comment.objects.visible().select_related("discussion")
    parent = get_object_or_404(comments, pk=pk)
    return _form(request, _open_target(parent.discussion.key), parent=parent)


@never_cache
@require_safe
def comment_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    title = _("Thank you for your comment")
    context = {
        "title": title,
        "is_confirmed": request.user.is_authenticated,
        "breadcrumb_items": [{"title": title, "url": request.path}],
    }
    return render(request, "comments/sent.html", context)


def _open_target(key: uuid.UUID) -> targets.Target:
    target = targets.find(key)
    if target is None or not target.allows_comments:
        raise Http404
    return target


def _quotation(request: HttpRequest, target: targets.Target) -> Quotation | None:
    """Return the paragraph as the writer saw it in the form, else as it reads now."""
    block_id = remarks.block_id(request.GET.get(remarks.PARAMETER))
    passages = target.passages() if block_id else {}
    if not passages:
        return None
    seen = quotations.carried(target.key, block_id, request.POST.get("quotation", ""))
    if seen or block_id not in passages:
        return seen
    return quotations.quotation(passages[block_id], target.language)


def _form(request: HttpRequest, target: targets.Target, parent: Comment | None) -> HttpResponse:
    person = person_of(request)
    quotation = None if parent else _quotation(request, target)
    form = CommentForm(
        request.POST or None,
        person=person,
        initial={"quotation": quotations.signed(target.key, quotation)} if quotation else {},
        may_answer_officially=parent is not None
        and request.user.has_perm("comments.answer_officially"),
    )
    if request.method == "POST" and form.is_valid():
        if office := form.cleaned_data.get("office"):
            services.answer_officially(
                parent,
                text=form.cleaned_data["text"],
                office=office,
                by=request.user,
                submission_key=form.cleaned_data["submission_key"],
            )
            return redirect(target.url)
        services.comment(
            target,
            text=form.cleaned_data["text"],
            contributor=form.contributor(),
            parent=parent,
            quotation=quotation,
        )
        return redirect("comment_sent")
    title = _("Answer") if parent else _("Write a comment")
    context = {
        "form": form,
        "target": target,
        "parent": parent,
        "quotation": quotation,
        "is_passage_gone": not (quotation or parent) and remarks.PARAMETER in request.GET,
        "title": title,
        "breadcrumb_items": [
            {"title": target.title, "url": target.url},
            {"title": title, "url": request.path},
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "comments/comment_form.html", context, status=status)
