"""What the codes in a report mean."""

from django.utils.translation import gettext_lazy as _

OUTCOMES = {
    "created": _("new"),
    "updated": _("changed"),
    "unchanged": _("unchanged"),
    "removed": _("removed"),
    "kept": _("left alone"),
    "refused": _("refused"),
    "past": _("over or too far ahead"),
    "broken_lines": _("lines that could not be read"),
}
REASONS = {
    "uid": _("It has no identifier (UID)."),
    "title": _("It has no title."),
    "date": _("Its date could not be read."),
    "duration": _("Its duration could not be read or is too long."),
    "zone": _("Its time zone is not known."),
    "rule": _("Its rule could not be read or repeats too often."),
    "slow": _("Its rule takes too long to work out."),
    "never": _("Its rule never yields a date."),
    "unclosed": _("It is cut off."),
    "too_many": _("The calendar has more than 2,000 events; the others were not read."),
    "invalid": _("A value is not allowed here."),
    "older": _("We have a newer version."),
    "cancelled": _("It is cancelled."),
    "edited": _("It was edited here."),
    "deleted": _("It was deleted here."),
    "taken_back": _("It was taken back here and stays a draft."),
    "doubtful": _("It is missing, but the calendar seems incomplete."),
    "singles": _("The rule was turned into single dates."),
    "more": _("Only the first 400 dates were taken."),
    "length": _("It has no end; we take one hour."),
    "range": _("A change of all later dates was taken for one date only."),
}


def outcome_text(code: str) -> str:
    """Return an outcome in words."""
    return str(OUTCOMES.get(code, code))


def reason_texts(row: dict) -> list[str]:
    """Return the reason and the notes of a row in words."""
    codes = [row["reason"], *row["notes"]]
    return [str(REASONS.get(code, code)) for code in dict.fromkeys(codes) if code]
