"""The page cache follows every change of an entry."""

from django.db.models.signals import m2m_changed, post_delete, post_save

from cms.content import page_cache

from .models import DirectoryEntry, DirectoryPage


def connect() -> None:
    """Drop the stored pages that show an entry when it changes."""
    post_save.connect(_purge, sender=DirectoryEntry, dispatch_uid="directory-entry-saved")
    post_delete.connect(_purge, sender=DirectoryEntry, dispatch_uid="directory-entry-deleted")
    m2m_changed.connect(
        _purge, sender=DirectoryEntry.audiences.through, dispatch_uid="directory-entry-audiences"
    )


def _purge(instance, **kwargs) -> None:
    # An entry may have been moved from one directory to another: all lists are dropped.
    addresses = []
    for page in DirectoryPage.objects.live().select_related("locale"):
        if url := page.url:
            addresses += [url, f"{url}{page.entry_path(instance)}"]
    page_cache.purge_urls(addresses)
