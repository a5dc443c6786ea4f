"""What the codes in a report mean."""

from django.utils.translation import gettext_lazy as _

OUTCOMES = {
    "created": _("new"),
    "updated": _("changed"),
    "unchanged": _("unchanged"),
    "removed": _("removed"),
    "kept": _("left alone"),
    "refused": _("refused"),
    "later": _("waiting for the next fetch"),
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
    "private": _("It is private or confidential there."),
    "unclosed": _("It is cut off."),
    "too_many": _("The calendar has more than 2,000 events; the others were not read."),
    "too_many_dates": _("The calendar has more than 50,000 dates; these were not taken."),
    "invalid": _("A value is not allowed here."),
    "older": _("We have a newer version."),
    "cancelled": _("It is cancelled."),
    "edited": _("It was edited here."),
    "deleted": _("It was deleted here."),
    "taken_back": _("It was taken back here and stays a draft."),
    "words_wait": _("Dates and place are up to date; its new words wait for an editor."),
    "doubtful": _("It is missing, but the calendar seems incomplete."),
    "singles": _("The rule was turned into single dates."),
    "more": _("Only the first 400 dates were taken."),
    "length": _("It has no end; we take one hour."),
    "tentative": _("It is not settled yet there, so it is not published at once."),
    "private_date": _("A single date is private there and was left out."),
    "words": _("A single date has other words there; here it has those of the event."),
    "place": _("A single date takes place elsewhere. Please check its place."),
    "range": _("A change of all later dates was taken for one date only."),
}


def outcome_text(code: str) -> str:
    """Return an outcome in words."""
    return str(OUTCOMES.get(code, code))


def reason_texts(row: dict) -> list[str]:
    """Return the reason and the notes of a row in words."""
    codes = [row["reason"], *row["notes"]]
    return [str(REASONS.get(code, code)) for code in dict.fromkeys(codes) if code]
