"""The page cache follows every change that readers could see."""

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from . import page_cache


def _purge(**kwargs) -> None:
    page_cache.purge_site()


def connect() -> None:
    """Drop cached pages when pages, terms, places, contacts or the site's identity change."""
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.models import Locale, PageViewRestriction, Site

    from .models import (
        Audience,
        ContactPerson,
        CustomDocument,
        CustomImage,
        District,
        GlossaryTerm,
        OpeningException,
        OpeningHours,
        Place,
        SiteIdentity,
        Topic,
    )
    from .queries import forget_locales

    # What pages are made of goes first, or a page could be stored again with what was.
    for model in (Audience, District, Topic):
        post_save.connect(_forget_terms, sender=model, dispatch_uid=f"terms-{model.__name__}")
        post_delete.connect(_forget_terms, sender=model, dispatch_uid=f"no-terms-{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(_forget_glossary, sender=GlossaryTerm, dispatch_uid=f"glossary-{id(signal)}")
        signal.connect(forget_locales, sender=Locale, dispatch_uid=f"locales-{id(signal)}")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_purge, dispatch_uid=f"page-cache-{id(signal)}")
    models = [
        Audience,
        ContactPerson,
        District,
        CustomDocument,
        CustomImage,
        GlossaryTerm,
        Locale,
        OpeningException,
        OpeningHours,
        PageViewRestriction,
    ]
    models += [Place, Redirect, Site, SiteIdentity, Topic]
    for model in models:
        post_save.connect(_purge, sender=model, dispatch_uid=f"page-cache-save-{model.__name__}")
        post_delete.connect(_purge, sender=model, dispatch_uid=f"page-cache-del-{model.__name__}")
    post_delete.connect(_purge_deleted_page, dispatch_uid="page-cache-deleted-page")


def _forget_terms(sender, **kwargs) -> None:
    from .queries import terms_key

    transaction.on_commit(lambda: cache.delete(terms_key(sender)))


def _forget_glossary(**kwargs) -> None:
    from .glossary.entries import kept

    transaction.on_commit(kept.forget)


def _purge_deleted_page(sender, **kwargs) -> None:
    from wagtail.models import Page

    if issubclass(sender, Page):
        page_cache.purge_site()
