"""Home page, standard pages and news."""

# The home page shows the others, so it comes last.
from .news import NewsIndexPage, NewsPage
from .standard import StandardPage

from .home_page import HomePage  # isort: skip

__all__ = ["HomePage", "NewsIndexPage", "NewsPage", "StandardPage"]
