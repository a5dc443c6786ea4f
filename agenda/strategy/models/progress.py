"""How far the agenda is: counted once for all fields of action."""

from dataclasses import dataclass, field

from django.db.models import Count, Sum
from django.db.models.functions import Left
from wagtail.models import Page

from .measures import MeasurePage
from .status import READING_ORDER, Status


@dataclass
class Tally:
    """Measures by status, and their mean progress."""

    counts: dict[str, int] = field(default_factory=dict)
    progress_sum: int = 0

    @property
    def total(self) -> int:
        """Return how many measures there are."""
        return sum(self.counts.values())

    @property
    def progress(self) -> int:
        """Return the mean progress of all measures that were not dropped."""
        pursued = self.total - self.counts.get(Status.DROPPED, 0)
        return round(self.progress_sum / pursued) if pursued else 0

    @property
    def by_status(self) -> list[dict]:
        """Return {status, label, count} of every status that occurs, in reading order."""
        return [
            {"status": status.value, "label": status.label, "count": self.counts[status]}
            for status in READING_ORDER
            if self.counts.get(status)
        ]

    def add(self, status: str, count: int, progress_sum: int) -> None:
        """Count in a group of measures."""
        self.counts[status] = self.counts.get(status, 0) + count
        if status != Status.DROPPED:
            self.progress_sum += progress_sum


def tally_by_field(agenda: Page) -> tuple[Tally, dict[str, Tally]]:
    """Count the public measures of `agenda`: altogether, and by the path of their field."""
    whole, fields = Tally(), {}
    groups = (
        MeasurePage.objects.descendant_of(agenda)
        .live()
        .public()
        .order_by()
        .annotate(field_path=Left("path", len(agenda.path) + Page.steplen))
        .values_list("field_path", "status")
        .annotate(count=Count("pk"), progress_sum=Sum("progress"))
    )
    for path, status, count, progress_sum in groups:
        whole.add(status, count, progress_sum)
        fields.setdefault(path, Tally()).add(status, count, progress_sum)
    return whole, fields
