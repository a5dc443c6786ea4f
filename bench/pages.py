"""The pages that are measured, and the page that people have filled with comments."""

from agenda.calendar.models import CalendarPage
from agenda.strategy.models import AgendaPage, MeasurePage
from home.models import HomePage

from .conversation import fill_with_comments

COMMENTS = 500


def pages_to_measure() -> dict[str, str]:
    """Return the path of each page to measure under the name it has in the table."""
    discussed = german(MeasurePage)
    fill_with_comments(discussed, COMMENTS)
    return {
        "home page": german(HomePage).url,
        "agenda page": german(AgendaPage).url,
        "calendar": german(CalendarPage).url,
        f"{COMMENTS} comments": discussed.url,
    }


def german(page_type):
    return page_type.objects.live().filter(locale__language_code="de").order_by("path")[0]
