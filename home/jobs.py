"""Repeated jobs of the home room."""

from django.conf import settings

from cms.content.schedule import every

from .search import promotions, vocabulary


@every(hours=1)
def learn_words() -> None:
    """Let the search know which words the pages have by now."""
    vocabulary.rebuild()


@every(days=1)
def forget_searches() -> None:
    """Delete what people searched for long ago."""
    promotions.forget_old(settings.WAGTAILSEARCH_HITS_MAX_AGE)
