"""The demo town's idea campaigns and ideas, brought in through the same services as real ones."""

from datetime import datetime, time

from django.utils import timezone

from cms.content.models import Participation
from participation.accounts import contributions
from participation.accounts.models import Contribution, User
from participation.comments.demo import add_thread

from . import services
from .implementation import link_measure
from .models import Idea, IdeaCampaignPage, Outcome, OutcomeChange, Phase, Support

OUTCOMES = set(Outcome.values) - {Outcome.OPEN}


def build(data: dict, context) -> None:
    """Build campaigns with their ideas, and ideas on other pages; `data` is ideas.yaml."""
    parent = context.page("mitmachen")
    for item in data["campaigns"]:
        campaign = context.add_page(
            parent,
            IdeaCampaignPage,
            item,
            categories_text="\n".join(item.get("categories") or []),
            participation=Participation.BOTH,
        )
        _add_phases(campaign, item, context)
        for idea in item["ideas"]:
            _add_idea(campaign, idea, context)
    for idea in data["free_ideas"]:
        _add_idea(context.page(idea["page"]), idea, context)


def _add_phases(campaign: IdeaCampaignPage, item: dict, context) -> None:
    for page in campaign.get_translations(inclusive=True):
        page = page.specific
        words = (item.get("translations") or {}).get(page.locale.language_code, {})
        texts = words.get("phases") or [phase["text"] for phase in item["phases"]]
        for position, phase in enumerate(item["phases"]):
            page.phases.add(
                Phase(
                    kind=phase["kind"],
                    starts_at=_midnight(context.date(phase["starts_in_days"])),
                    ends_at=_midnight(context.date(phase["ends_in_days"] + 1)),
                    text=texts[position],
                    sort_order=position,
                    locale=page.locale,
                )
            )
        page.save_revision(log_action=False).publish(log_action=False)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _add_idea(page, item: dict, context) -> None:
    author = context.person(item["author"])
    idea = Idea(
        page_key=page.translation_key,
        title=item["title"],
        text=item["text"],
        category=item.get("category") or "",
        audience=context.audiences([item["audience"]])[0] if item.get("audience") else None,
        district=context.districts([item["district"]])[0] if item.get("district") else None,
    )
    # The campaign's phase of today need not be that in which the idea came in.
    contributions.contribute(idea, person=author, name=author.display_name)
    brought_in_at = context.days(-item["days_ago"])
    moments = {"created_at": brought_in_at, "confirmed_at": brought_in_at}
    if item["state"] != "submitted":
        contributions.publish(idea)
        moments["published_at"] = brought_in_at
        _add_supports(idea, author, item)
        _add_statement(idea, item, context)
        if item.get("measure"):
            link_measure(idea, context.page(item["measure"]), by=None)
        add_thread(idea.key, item.get("comments") or [], context)
    Idea.objects.filter(pk=idea.pk).update(language=author.language, **moments)


def _add_supports(idea: Idea, author: User, item: dict) -> None:
    now = timezone.now()
    people = User.objects.filter(is_staff=False, groups=None).exclude(pk=author.pk)
    supporters = list(people.order_by("pk")[: item["supports"]])
    # A phase of support that is over takes no more; these are as the service would have left them.
    Support.objects.bulk_create(
        Support(
            idea=idea,
            author=person,
            author_name=person.display_name,
            language=person.language,
            state=Contribution.State.PUBLISHED,
            confirmed_at=now,
            published_at=now,
        )
        for person in supporters
    )
    if supporters:
        services.recount(Support(idea=idea))


def _add_statement(idea: Idea, item: dict, context) -> None:
    statement = item.get("statement") or {}
    outcome = item["state"] if item["state"] in OUTCOMES else Outcome.OPEN
    if outcome == Outcome.OPEN and not statement:
        return
    office = context.contact(statement["office"]) if statement else None
    services.decide(
        idea, outcome=outcome, statement=statement.get("text", ""), office=office, by=None
    )
    answered_at = context.days(-statement.get("days_ago", 0))
    OutcomeChange.objects.filter(idea=idea).update(changed_at=answered_at)
    if statement:
        Idea.objects.filter(pk=idea.pk).update(answered_at=answered_at)
