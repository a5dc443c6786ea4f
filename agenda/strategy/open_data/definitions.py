"""What the open data consist of, in words for people and for the catalogue."""

from django.utils.translation import gettext_lazy as _

from . import tables
from .tables import Column, Table

KEY = Column("measure_key", "translation_key", _("key of the measure, the same in all languages"))
ROW_KEY = Column("measure_key", "measure__translation_key", KEY.meaning)
ROW_TITLE = Column("measure_title", "measure__title", _("title of the measure"))

MEASURES = Table(
    "measures",
    (
        KEY,
        Column("language", "locale__language_code", _("language of the texts in this row")),
        Column("title", "title", _("title")),
        Column("summary", "summary", _("summary")),
        Column("agenda", "agenda_title", _("agenda")),
        Column("field_of_action", "field_title", _("field of action")),
        Column("goal", "goal_title", _("goal")),
        Column("status", "status", _("one of idea, planned, running, paused, done, dropped")),
        Column("progress", "progress", _("progress in percent")),
        Column("progress_note", "progress_note", _("where it stands in one sentence")),
        Column("starts_on", "starts_on", _("begins on")),
        Column("ends_on", "ends_on", _("ends on")),
        Column("reported_on", "reported_on", _("last news on")),
        Column("responsible_office", "responsible_office", _("responsible office")),
        Column("partners", "partner_names", _("partners, one on each line")),
        Column("budget", "budget_text", _("budget in words")),
        Column("audiences", "audiences_slugs", _("audiences, by their short names")),
        Column("districts", "districts_slugs", _("districts, by their short names")),
        Column("topics", "topics_slugs", _("topics, by their short names")),
        Column("origin", "origin_name", _("city from which it was taken over")),
        Column("last_published_at", "last_published_at", _("last published at")),
    ),
    tables.measures,
)
MILESTONES = Table(
    "milestones",
    (
        ROW_KEY,
        ROW_TITLE,
        Column(
            "language", "measure__locale__language_code", _("language of the texts in this row")
        ),
        Column("title", "title", _("title")),
        Column("due_on", "due_on", _("due on")),
        Column("done_on", "done_on", _("reached on")),
        Column("is_reached", "is_done", _("reached or not")),
    ),
    tables.milestones,
)
INDICATORS = Table(
    "indicators",
    (
        Column("indicator", "indicator__slug", _("short name of the indicator")),
        Column("title", "title_words", _("title")),
        Column("unit", "unit_words", _("unit")),
        Column("source", "source_words", _("source")),
        Column("measure_key", "indicator__measure__translation_key", _("key of its measure")),
        Column("goal_key", "indicator__goal__translation_key", _("key of its goal")),
        Column("direction", "indicator__direction", _("up if more is better, else down")),
        Column("period", "indicator__period", _("one of year, quarter, month, day")),
        Column("date", "date", _("last day of the period")),
        Column("value", "value", _("value")),
        Column("note", "note", _("note")),
        Column("baseline_value", "indicator__baseline_value", _("baseline")),
        Column("baseline_on", "indicator__baseline_on", _("baseline of")),
        Column("target_value", "indicator__target_value", _("target")),
        Column("target_on", "indicator__target_on", _("target to be reached by")),
    ),
    tables.indicators,
)
BUDGET = Table(
    "budget",
    (
        ROW_KEY,
        ROW_TITLE,
        Column(
            "language", "measure__locale__language_code", _("language of the texts in this row")
        ),
        Column("title", "title", _("for what")),
        Column("amount", "amount", _("amount in euros")),
        Column("year", "year", _("year; empty for the whole period")),
        Column("source", "source", _("source")),
    ),
    tables.budget,
)

TABLES = {table.name: table for table in (MEASURES, MILESTONES, INDICATORS, BUDGET)}

TITLES = {
    "measures": _("Measures of the digital agenda"),
    "milestones": _("Milestones of the measures"),
    "indicators": _("Indicators of the digital agenda"),
    "budget": _("Budget of the measures"),
}
DESCRIPTIONS = {
    "measures": _("All public measures with status, progress, period, office and classification."),
    "milestones": _("The steps of all public measures with the dates when they are due and done."),
    "indicators": _("All values of the released indicators with baseline and target."),
    "budget": _("The budget figures of all public measures with year and source."),
}

CATALOGUE_TITLE = _("Open data of the digital agenda")
CATALOGUE_DESCRIPTION = _("What the city plans and does, for everybody to use.")
