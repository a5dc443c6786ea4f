"""How far the agenda is: counted by the database, in a fixed number of questions."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page

from .measure_rows import BudgetItem, Milestone
from .measures import news_are_due
from .status import ENDED, READING_ORDER, Status


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

    @property
    def shares(self) -> list[dict]:
        """Return the groups of `by_status` with the place of each in a bar, in percent."""
        groups, before = self.by_status, 0
        for group in groups:
            width = 100 * group["count"] / self.total
            # Formatted here: templates would write the decimal comma of their language.
            group |= {
                "x": f"{before:.2f}%",
                "width": f"{width:.2f}%",
                "middle": f"{before + width / 2:.2f}%",
                "percent": round(width),
            }
            before += width
        return groups

    def add(self, status: str, count: int, progress_sum: int) -> None:
        """Count in a group of measures."""
        self.counts[status] = self.counts.get(status, 0) + count
        if status != Status.DROPPED:
            self.progress_sum += progress_sum


@dataclass
class Summary:
    """What an agenda has reached, and what it owes."""

    tally: Tally
    milestones: int
    milestones_reached: int
    milestones_overdue: int
    updates_due: int
    budget: Decimal | None
    measures_with_budget: int


def tally_by_field(measures) -> tuple[Tally, dict[str, Tally]]:
    """Count `measures` by status: altogether, and by the path of their field of action."""
    whole, fields = Tally(), {}
    groups = (
        measures.order_by()
        .annotate(field_path=Left("path", Length("path") - Page.steplen))
        .values_list("field_path", "status")
        .annotate(count=Count("pk"), progress_sum=Sum("progress"))
    )
    for path, status, count, progress_sum in groups:
        whole.add(status, count, progress_sum)
        fields.setdefault(path, Tally()).add(status, count, progress_sum)
    return whole, fields


def summary_of(measures, tally: Tally) -> Summary:
    """Sum up milestones, owed news and budget of `measures`, whose counts are `tally`.

    What was dropped has no milestones to reach and costs nothing any more.
    """
    today = timezone.localdate()
    pursued = measures.exclude(status=Status.DROPPED).order_by().values("pk")
    is_late = Q(done_on=None, due_on__lt=today) & ~Q(measure__status__in=ENDED)
    milestones = Milestone.objects.filter(measure__in=pursued).aggregate(
        total=Count("pk"),
        reached=Count("pk", filter=Q(done_on__isnull=False)),
        overdue=Count("pk", filter=is_late),
    )
    budget = BudgetItem.objects.filter(measure__in=pursued).aggregate(
        total=Sum("amount"), measures=Count("measure", distinct=True)
    )
    return Summary(
        tally=tally,
        milestones=milestones["total"],
        milestones_reached=milestones["reached"],
        milestones_overdue=milestones["overdue"],
        updates_due=measures.filter(news_are_due()).count(),
        budget=budget["total"],
        measures_with_budget=budget["measures"],
    )
