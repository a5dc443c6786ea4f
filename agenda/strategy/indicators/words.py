"""Numbers, dates and the course of an indicator in words."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from ..models.indicators import Indicator, Period


def number_text(value: Decimal, most_places: int | None = None) -> str:
    """Return `value` as the active language writes it, without zeros at its end."""
    if most_places is not None:
        value = round(value, most_places)
    places = max(0, -(value.normalize() + 0).as_tuple().exponent)
    return number_format(value + 0, places, force_grouping=True)


def value_text(value: Decimal, indicator: Indicator) -> str:
    """Return `value` with its unit."""
    return f"{number_text(value)}\u00a0{indicator.words['unit']}"


def date_text(day: date, period: str) -> str:
    """Return the year, quarter, month or day for which a value stands."""
    if period == Period.YEAR:
        return str(day.year)
    if period == Period.QUARTER:
        return _quarter(day)
    return date_format(day, "F Y" if period == Period.MONTH else "j. F Y")


def short_date_text(day: date, period: str) -> str:
    """Return the same for the narrow axis of a chart."""
    if period == Period.MONTH:
        return date_format(day, "m/Y")
    return date_format(day, "d.m.Y") if period == Period.DAY else date_text(day, period)


def _quarter(day: date) -> str:
    return gettext("Q%(quarter)d %(year)d") % {
        "quarter": (day.month + 2) // 3,
        "year": day.year,
    }


def summary(indicator: Indicator) -> str:
    """Say how the values went and where they shall go."""
    sentences = [_course(indicator)]
    if indicator.baseline_value is not None:
        sentences.append(
            gettext("Baseline: %(value)s (%(date)s).")
            % {
                "value": value_text(indicator.baseline_value, indicator),
                "date": date_text(indicator.baseline_on, indicator.period),
            }
        )
    if indicator.target_value is not None:
        target = {
            "value": value_text(indicator.target_value, indicator),
            "date": date_text(indicator.target_on, indicator.period),
        }
        if indicator.target_is_reached:
            sentences.append(gettext("The target of %(value)s by %(date)s is reached.") % target)
        else:
            sentences.append(gettext("Target: %(value)s by %(date)s.") % target)
    return " ".join(sentences)


def _course(indicator: Indicator) -> str:
    values = indicator.shown_values
    if not values:
        return gettext("There are no values yet.")
    last = {
        "last": value_text(values[-1].value, indicator),
        "last_date": date_text(values[-1].date, indicator.period),
    }
    if len(values) == 1:
        return gettext("%(last)s (%(last_date)s).") % last
    first = {
        "first": value_text(values[0].value, indicator),
        "first_date": date_text(values[0].date, indicator.period),
    }
    sentence = gettext("From %(first)s (%(first_date)s) to %(last)s (%(last_date)s).")
    return sentence % {**first, **last}
