"""Repeated jobs of the content room."""

from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.utils import timezone

from .link_check.checking import check_due_links as check_links
from .link_check.collecting import collect_links as read_links
from .models import DailyViews
from .schedule import every

# Two whole years can be compared, and a little more.
MONTHS_OF_VIEWS = 25


@every(minutes=1)
def publish_scheduled_pages() -> None:
    """Publish and expire what editors scheduled."""
    call_command("publish_scheduled", verbosity=0)


@every(days=1)
def clear_expired_sessions() -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions", verbosity=0)


@every(days=1)
def forget_old_views() -> None:
    """Delete how often pages were read on days that nobody compares any more."""
    first_day = timezone.localdate() - relativedelta(months=MONTHS_OF_VIEWS)
    DailyViews.objects.filter(day__lt=first_day).delete()


@every(days=1)
def collect_links() -> None:
    """Note which links stand on which pages, and which of them lead nowhere inside the site."""
    read_links()


@every(minutes=10)
def check_due_links() -> None:
    """Ask for some addresses of other servers."""
    check_links()
