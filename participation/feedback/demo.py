"""What readers of the demo town say about its pages."""

from . import rules, services
from .models import PageFeedback


def build(data: list[dict], context) -> None:
    """Give the answers of feedback.yaml: first those without words, then those with a reason."""
    for item in data:
        page = context.page(item["page"]).specific
        target = rules.find(page.pk)
        for answer, number in item.get("answers", {}).items():
            for position in range(number):
                _give(target, answer, "", context.days(-3 * position - 1))
        for said in item.get("reasons", []):
            part = page.text_parts()[said.get("chapter", 0)][0]
            target = rules.find(page.pk, part)
            _give(target, said["answer"], said["reason"], context.days(-said["days_ago"]))


def _give(target: rules.Target, answer: str, reason: str, said_at) -> None:
    feedback = services.give_feedback(target, answer=answer, reason=reason)
    PageFeedback.objects.filter(pk=feedback.pk).update(day=said_at.date())
