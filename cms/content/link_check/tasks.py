"""What editors ask the worker to do at once."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from ..models.links import LinkCheck
from .checking import LINKS_PER_RUN, check_links
from .collecting import collect_links_of, forget_unused

# Whoever presses the button again and again does not make us ask again and again.
TOO_EARLY = timedelta(minutes=1)


@task()
def check_again(link_ids: list[int]) -> None:
    """Read the pages of these links anew, and ask for the addresses on them."""
    pages = Page.objects.live().filter(link_uses__link__in=link_ids).distinct()
    collect_links_of(list(pages.specific()))
    forget_unused()
    if settings.LINK_CHECK:
        early = timezone.now() - TOO_EARLY
        links = LinkCheck.objects.on_web().filter(pk__in=link_ids).exclude(checked_at__gt=early)
        check_links(links.order_by("pk")[:LINKS_PER_RUN])
