"""The agenda's part of the demo town."""

import uuid
from collections.abc import Iterable

from wagtail.models import Orderable, Page, Site

from cms.content.models import Participation

from .models import (
    AgendaPage,
    BudgetItem,
    Dependency,
    FieldOfActionPage,
    Goal,
    MeasurePage,
    MeasureUpdate,
    Milestone,
    ProgressSource,
    RelatedOffer,
)


def build(data: dict, context) -> None:
    """Build agenda, fields of action, goals and measures from agenda.yaml.

    Organisations must be there: measures name them as partners.
    """
    agenda = context.add_page(
        _home(),
        AgendaPage,
        data["agenda"],
        show_in_menus=True,
        participation=Participation.BOTH,
    )
    for item in data["fields"]:
        _build_field(agenda, item, context)


def _build_field(agenda: AgendaPage, item: dict, context) -> None:
    goals = _in_order(
        Goal(slug=goal["slug"], title=goal["title"], text=context.rich_text(goal["text"]))
        for goal in item["goals"]
    )

    def translate(page: FieldOfActionPage, words: dict) -> None:
        page.goals = _translated(page.goals.all(), words.get("goals", []), context)

    field = context.add_page(agenda, FieldOfActionPage, item, translate=translate, goals=goals)
    goals_by_slug = {goal.slug: goal for goal in field.goals.all()}
    for measure in item["measures"]:
        _build_measure(field, measure, goals_by_slug, context)


def _build_measure(field: FieldOfActionPage, item: dict, goals: dict, context) -> None:
    contact = context.contact(item["contact"])
    updates = sorted(item["updates"], key=lambda update: update["days_ago"])

    def translate(page: MeasurePage, words: dict) -> None:
        page.responsible_office = words.get("responsible_office", page.responsible_office)
        page.progress_note = words.get("progress_note", "")
        page.budget_text = words.get("budget_text", "")
        titles = [{"title": title} for title in words.get("milestones", [])]
        page.milestones = _translated(page.milestones.all(), titles, context)
        by_german = dict(zip(map(id, item["updates"]), words.get("updates", []), strict=False))
        translated = [by_german[id(update)] for update in updates if id(update) in by_german]
        page.updates = _translated(page.updates.all(), translated, context)

    context.add_page(
        field,
        MeasurePage,
        item,
        translate=translate,
        status=item["status"],
        progress_note=item.get("progress_note") or "",
        goal=goals.get(item.get("goal")),
        starts_on=_date(item.get("starts_in_days"), context),
        ends_on=_date(item.get("ends_in_days"), context),
        contact=contact,
        responsible_office=contact.office,
        budget_text=item.get("budget_text") or "",
        partner_names="\n".join(
            context.organisation(slug).name for slug in item.get("partners") or []
        ),
        milestones=_in_order(
            Milestone(
                title=milestone["title"],
                due_on=_date(milestone.get("due_in_days"), context),
                done_on=_date(milestone.get("done_in_days"), context),
            )
            for milestone in item["milestones"]
        ),
        updates=[
            MeasureUpdate(
                date=context.date(-update["days_ago"]),
                title=update["title"],
                text=context.rich_text(update["text"]),
            )
            for update in updates
        ],
    )


def connect(data: dict, context) -> None:
    """Tie measures to what was built after them: guides, trainings, places and each other.

    `data` is measures.yaml.
    """
    for slug, item in data.items():
        source = context.page(slug)
        for measure in source.get_translations(inclusive=True).specific():
            language = measure.locale.language_code
            words = (item.get("translations") or {}).get(language, {})
            _connect(measure, item, words, context)
            measure.save_revision(log_action=False).publish(log_action=False)


def _connect(measure: MeasurePage, item: dict, words: dict, context) -> None:
    if item.get("progress_reason"):
        measure.progress_source = ProgressSource.MANUAL
        measure.progress = item["progress"]
        measure.progress_reason = item["progress_reason"]
    if item.get("responsible"):
        measure.responsible = context.person(item["responsible"])
    measure.places = [context.place(slug) for slug in item.get("places") or []]
    measure.dependencies = _in_order(
        Dependency(depends_on=context.page(slug)) for slug in item.get("needs") or []
    )
    measure.related_offers = _in_order(
        RelatedOffer(page=context.page(slug)) for slug in item.get("offers") or []
    )
    measure.budget_items = _in_order(
        BudgetItem(
            translation_key=uuid.uuid5(measure.translation_key, f"budget-{number}"),
            locale=measure.locale,
            title=_word(words.get("titles"), number, figure["title"]),
            amount=figure["amount"],
            year=figure.get("year"),
            source=_word(words.get("sources"), number, figure["source"]),
        )
        for number, figure in enumerate(item.get("budget") or [])
    )


def _in_order(rows: Iterable[Orderable]) -> list[Orderable]:
    """Number the rows of a page, as the editor's form would."""
    numbered = list(rows)
    for number, row in enumerate(numbered):
        row.sort_order = number
    return numbered


def _word(words: list[str] | None, number: int, german: str) -> str:
    return words[number] if words else german


def _date(days: int | None, context):
    return None if days is None else context.date(days)


def _translated(rows, translations: list[dict], context) -> list:
    """Return the copied rows in the words of their translations; rows without one are left out."""
    kept = []
    for row, words in zip(rows, translations, strict=False):
        row.title = words["title"]
        if "text" in words:
            row.text = context.rich_text(words["text"])
        kept.append(row)
    return kept


def _home() -> Page:
    return Site.objects.get(is_default_site=True).root_page.specific
