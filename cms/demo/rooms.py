"""The rooms in the order in which they build their parts of the demo town.

The order is that of the main menu, as far as one part does not need another.
"""

from home import demo as home

from . import source
from .context import DemoContext


def build(context: DemoContext) -> None:
    """Build every room's part."""
    pages = source.read("pages")
    context.say("Home page")
    home.build_home(pages, context)
