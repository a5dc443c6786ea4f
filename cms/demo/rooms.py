"""The rooms in the order in which they build their parts of the demo town.

Pages below the home page come in the order of the main menu.
"""

from agenda.calendar import demo as calendar
from agenda.directories import demo as directories
from agenda.guides import demo as guides
from agenda.strategy import demo as strategy
from home import demo as home
from participation.associations import demo as associations
from participation.comments import demo as comments
from participation.ideas import demo as ideas
from participation.registrations import demo as registrations

from . import source
from .context import DemoContext


def build(context: DemoContext) -> None:
    """Build every room's part."""
    pages = source.read("pages")
    context.say("Home page")
    home.build_home(pages, context)
    context.say("Associations")
    organisations = source.read("organisations")
    associations.build(organisations, context)
    context.say("Agenda")
    strategy.build(source.read("agenda"), context)
    home.choose_hero_page(context.page("agenda"), context)
    context.say("Guides")
    guides.build(source.read("guides"), context)
    context.say("Calendar")
    calendar.build(source.read("events"), context)
    context.say("Pages and news")
    home.build_pages(pages, context, ["mitmachen", "vereine"])
    home.build_news(pages, context)
    directories.build(source.read("directories"), context)
    rest = [item["slug"] for item in pages["pages"] if item["slug"] not in home.IN_MENU]
    home.build_pages(pages, context, rest)
    context.say("Registrations")
    registrations.build({"people": source.read("people")}, context)
    associations.build_submissions(organisations, context)
    associations.build_charter(source.read("charter"), context)
    context.say("Ideas")
    ideas.build(source.read("ideas"), context)
    context.say("Conversations")
    comments.build(source.read("comments"), context)
