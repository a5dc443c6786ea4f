"""Drafts from a file: pages with their rows, in all languages that this site has."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Orderable, Page

from agenda.cleaning import clean

from ..models import (
    BudgetItem,
    FieldOfActionPage,
    Goal,
    Indicator,
    IndicatorValue,
    MeasurePage,
    MeasureUpdate,
    Milestone,
    RelatedOffer,
)
from .bodies import stored_body
from .matching import TAXONOMIES, Keys, Matcher
from .words import LANGUAGES, MEASURE_WORDS

# The translations of one page by language; the first one speaks for all.
Group = dict[str, Page]

# So are they written where only plain letters are allowed.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
ROW_MODELS = (Goal, Milestone, MeasureUpdate, BudgetItem)


class Creator:
    """Creates drafts below pages of this site; nothing of it is live."""

    def __init__(self, document: dict, matcher: Matcher, user) -> None:
        self.matcher = matcher
        self.user = user
        self.origin = document["origin"]
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        keys = _all_keys(document["agenda"])
        self.page_keys = Keys(_taken(Page, keys))
        self.row_keys = {model: Keys(_taken(model, keys)) for model in ROW_MODELS}
        self.indicators: dict[str, Indicator] = {}

    def parents_of(self, parent: Page) -> Group:
        """Return `parent` and its translations, by language."""
        by_id = {locale.pk: code for code, locale in self.locales.items()}
        # A page in memory may not know what was added below it meanwhile.
        parent = Page.objects.get(pk=parent.pk).specific
        pages = [parent, *parent.get_translations().order_by("pk").specific()]
        return {
            by_id[page.locale_id]: page
            for page in pages
            if self.user is None or page.permissions_for_user(self.user).can_add_subpage()
        }

    def page(self, model: type[Page], item: dict, parents: Group, **fields) -> Group:
        """Add the drafts of one page in every language that its parent has."""
        key = self.page_keys.take(item["key"])
        group: Group = {}
        for code, words in words_by_language(item, parents).items():
            page = model(locale=self.locales[code], translation_key=key, live=False, **fields)
            page.title = words["title"].strip()
            page.slug = _free_slug(parents[code], words)
            for name in ("seo_title", "search_description", "summary"):
                setattr(page, name, words.get(name, ""))
            page.body = stored_body(words.get("body", []))
            for name in TAXONOMIES:
                setattr(page, name, self.matcher.terms(name, item.get(name, [])))
            group[code] = page
        return group

    def add(self, group: Group, parents: Group) -> None:
        """Put the drafts of one page into the tree."""
        for code, page in group.items():
            page.has_unpublished_changes = True
            parents[code].add_child(instance=page)

    def field(self, item: dict, parents: Group) -> tuple[Group, dict[str, Goal]]:
        """Create a field of action; return it, and its goals by their keys in the file."""
        group = self.page(FieldOfActionPage, item, parents)
        # A goal holds measures and indicators together, so it comes in any language there is.
        goals = self._rows(Goal, item.get("goals", []), group, strictly=False)
        for code, page in group.items():
            page.goals = [
                Goal(
                    **common,
                    slug=row.get("slug", "")[:80],
                    title=words["title"],
                    text=clean(words.get("text", "")),
                )
                for row, words, common in goals[code]
            ]
        self.add(group, parents)
        by_key: dict[str, Goal] = {}
        for code, page in group.items():
            created = {goal.translation_key: goal for goal in page.goals.all()}
            for row, _words, common in goals[code]:
                if row["key"] not in by_key:
                    by_key[row["key"]] = created[common["translation_key"]]
                    self.add_indicators(row.get("indicators", []), goal=by_key[row["key"]])
        return group, by_key

    def measure(self, item: dict, parents: Group, goal: Goal | None) -> Group:
        """Create a measure with its rows; what it depends on is joined later."""
        group = self.page(
            MeasurePage,
            item,
            parents,
            status=item["status"],
            progress_source=item.get("progress_source", "milestones"),
            progress=int(item.get("progress", 0)),
            starts_on=day(item.get("starts_on")),
            ends_on=day(item.get("ends_on")),
            goal=goal,
            contact=self.matcher.contact(item.get("contact")),
            origin_name=self.origin["name"],
            origin_url=item["url"],
        )
        self._fill(group, item, parents)
        self.add(group, parents)
        self.add_indicators(item.get("indicators", []), measure=next(iter(group.values())))
        return group

    def _fill(self, group: Group, item: dict, parents: Group) -> None:
        """Give the drafts of a measure their words and rows."""
        places = self.matcher.places(item.get("places", []))
        offers = self.matcher.offers(item.get("related_offers", []))
        relations = ("milestones", "updates", "budget_items")
        rows = {name: self._rows(_MODELS[name], item.get(name, []), group) for name in relations}
        texts = words_by_language(item, parents)
        reasons = (words.get("progress_reason") for words in item["texts"].values())
        reason = next(filter(None, reasons), "")
        for code, page in group.items():
            for name in MEASURE_WORDS:
                setattr(page, name, texts[code].get(name, ""))
            if item.get("progress_source") == "manual":
                page.progress_reason = page.progress_reason or reason
            page.partner_names = "\n".join(texts[code].get("partners", []))
            page.places = places
            page.related_offers = [
                RelatedOffer(page=offer, sort_order=n) for n, offer in enumerate(offers)
            ]
            for name in relations:
                made = [_BUILDERS[name](*row) for row in rows[name][code]]
                if name == "updates":
                    # Of two on one day, the one stored last is shown first.
                    made.reverse()
                setattr(page, name, made)

    def _rows(
        self, model, rows: list[dict], group: Group, *, strictly: bool = True
    ) -> dict[str, list[tuple]]:
        """Return for each language the rows that have words in it, with what all rows have."""
        found: dict[str, list[tuple]] = {code: [] for code in group}
        for number, row in enumerate(rows):
            key = self.row_keys[model].take(row["key"])
            place = {"sort_order": number} if issubclass(model, Orderable) else {}
            for code, words in words_by_language(row, group, strictly=strictly).items():
                common = {"translation_key": key, "locale": self.locales[code], **place}
                found[code].append((row, words, common))
        return found

    def add_indicators(self, items: list[dict], **owner) -> None:
        """Create indicators that nobody sees yet; one of two owners is created once."""
        for item in items:
            indicator = self.indicators.get(item["slug"])
            if indicator is None:
                indicator = self.indicators[item["slug"]] = _indicator(item)
            for name, value in owner.items():
                setattr(indicator, name, value)
            indicator.full_clean()
            indicator.save()
            if not indicator.values.exists():
                _add_values(indicator, item.get("values", []))


def words_by_language(item: dict, codes, *, strictly: bool = False) -> dict[str, dict]:
    """Return the words of `item` in those languages of `codes` that it has.

    If it has none of them, its first words stand in the first language, for editors to
    translate; rows do not with `strictly` as long as they have words in a language of the site.
    """
    texts = item["texts"]
    found = {code: texts[code] for code in codes if code in texts}
    if found or (strictly and any(code in texts for code in LANGUAGES)):
        return found
    return {next(iter(codes)): next(iter(texts.values()))}


def day(text: str | None) -> date | None:
    """Return a date that was checked before."""
    return date.fromisoformat(text) if text else None


def _free_slug(parent: Page, words: dict) -> str:
    wanted = slugify(words.get("slug") or words["title"], allow_unicode=True)[:200]
    return find_available_slug(parent, wanted or "seite")


def _milestone(row: dict, words: dict, common: dict) -> Milestone:
    dates = {name: day(row.get(name)) for name in ("due_on", "done_on")}
    return Milestone(**common, **dates, title=words["title"])


def _update(row: dict, words: dict, common: dict) -> MeasureUpdate:
    text = clean(words.get("text", ""))
    return MeasureUpdate(**common, date=day(row["date"]), title=words["title"], text=text)


def _budget_item(row: dict, words: dict, common: dict) -> BudgetItem:
    return BudgetItem(
        **common,
        title=words["title"],
        source=words.get("source", ""),
        amount=Decimal(row["amount"]),
        year=row.get("year") and int(row["year"]),
    )


_MODELS = {"milestones": Milestone, "updates": MeasureUpdate, "budget_items": BudgetItem}
_BUILDERS = {"milestones": _milestone, "updates": _update, "budget_items": _budget_item}


def _indicator(item: dict) -> Indicator:
    texts = dict(item["texts"])
    first = next((code for code in LANGUAGES if code in texts), next(iter(texts)))
    words = texts.pop(first)
    names = ("title", "unit", "description", "source")
    slug = slugify(item["slug"].lower().translate(UMLAUTS))[:70] or "kennzahl"
    taken = Indicator.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    return Indicator(
        slug=_unused(slug, set(taken)),
        **{name: words.get(name, "") for name in names},
        translations={
            code: {name: text.get(name, "") for name in names}
            for code, text in texts.items()
            if code in LANGUAGES
        },
        direction=item.get("direction", "up"),
        period=item.get("period", "year"),
        baseline_value=_decimal(item.get("baseline_value")),
        baseline_on=day(item.get("baseline_on")),
        target_value=_decimal(item.get("target_value")),
        target_on=day(item.get("target_on")),
        is_public=False,
    )


def _unused(slug: str, taken: set[str]) -> str:
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _add_values(indicator: Indicator, values: list[dict]) -> None:
    by_date = {value["date"]: value for value in values}
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=indicator,
            date=day(value["date"]),
            value=Decimal(value["value"]),
            note=value.get("note", ""),
        )
        for value in by_date.values()
    )


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _all_keys(agenda: dict) -> set[str]:
    """Return every key that the file gives to a page or to a row."""
    found, waiting = set(), [agenda]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if "key" in value:
                found.add(value["key"])
            waiting.extend(
                v for name, v in value.items() if name not in {"texts", "related_offers"}
            )
        elif isinstance(value, list):
            waiting.extend(value)
    return found


def _taken(model, keys: set[str]) -> list[UUID]:
    return list(
        model.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True)
    )
