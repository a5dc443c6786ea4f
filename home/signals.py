"""What was kept is dropped when its source changes: search words, addresses of audiences."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.content import page_cache
from cms.content.models import Audience

from . import audience_pages
from .models import AudiencePage, SearchWords
from .search import dictionary


def connect() -> None:
    """Drop what was kept when search words, promoted pages or pages of audiences change."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_forget_audience_pages, dispatch_uid=f"audience-pages-{id(signal)}")
    for signal in (post_save, post_delete):
        for model in (Audience, AudiencePage, PageViewRestriction):
            uid = f"audience-pages-{model.__name__}-{id(signal)}"
            signal.connect(_forget_audience_pages, sender=model, dispatch_uid=uid)
        signal.connect(
            dictionary.forget, sender=SearchWords, dispatch_uid=f"search-words-{id(signal)}"
        )
        for model in (SearchWords, SearchPromotion):
            uid = f"search-pages-{model.__name__}-{id(signal)}"
            signal.connect(_purge, sender=model, dispatch_uid=uid)


def _forget_audience_pages(**kwargs) -> None:
    transaction.on_commit(audience_pages.kept.forget)


def _purge(**kwargs) -> None:
    page_cache.purge_site()
