"""How often each page was read on each day."""

from django.db import models
from wagtail.models import Page


class DailyViews(models.Model):
    """The views of one page on one day; nothing tells who read it."""

    # The counts would be listed as places that use the page.
    wagtail_reference_index_ignore = True

    # The constraint's index begins with the page and serves it as well.
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="daily_views", db_index=False
    )
    day = models.DateField()
    views = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="one_count_per_page_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.day}: {self.views}"
