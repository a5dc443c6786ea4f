"""Home page, pages of audiences, standard pages, news, and what the search knows about words."""

# The home page shows the others, so it comes last.
from .audiences import AudienceIndexPage, AudiencePage, AudienceTopRow
from .news import NewsIndexPage, NewsPage
from .search_words import IndexedWord, SearchWords
from .standard import StandardPage

from .home_page import HomePage  # isort: skip

__all__ = [
    "AudienceIndexPage",
    "AudiencePage",
    "AudienceTopRow",
    "HomePage",
    "IndexedWord",
    "NewsIndexPage",
    "NewsPage",
    "SearchWords",
    "StandardPage",
]
