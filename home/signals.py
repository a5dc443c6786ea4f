"""The search follows at once what editors teach it."""

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import SearchPromotion

from cms.content import page_cache

from .models import SearchWords
from .search import dictionary


def connect() -> None:
    """Drop what was kept when search words or promoted pages change."""
    for signal in (post_save, post_delete):
        signal.connect(
            dictionary.forget, sender=SearchWords, dispatch_uid=f"search-words-{id(signal)}"
        )
        for model in (SearchWords, SearchPromotion):
            uid = f"search-pages-{model.__name__}-{id(signal)}"
            signal.connect(_purge, sender=model, dispatch_uid=uid)


def _purge(**kwargs) -> None:
    page_cache.purge_site()
