"""The rooms in the order in which they build their parts of the demo town.

Pages below the home page come in the order of the main menu; organisations come before
what names them, conversations after what people talk about.
"""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from agenda.calendar import demo as calendar
from agenda.calendar.models import CalendarPage
from agenda.directories import demo as directories
from agenda.guides import demo as guides
from agenda.guides import journeys_demo as journeys
from agenda.services import demo as services
from agenda.strategy import demo as strategy
from agenda.strategy import demo_past as past
from agenda.strategy import vision_demo
from agenda.strategy.indicators import demo as indicators
from home import audiences_demo as audiences
from home import demo as home
from home.search import vocabulary
from participation.associations import demo as associations
from participation.comments import demo as comments
from participation.feedback import demo as feedback
from participation.ideas import demo as ideas
from participation.registrations import demo as registrations
from participation.subscriptions import demo as subscriptions

from . import readers, source
from .context import DemoContext


def build(context: DemoContext) -> None:
    """Build every room's part."""
    pages = source.read("pages")
    organisations = source.read("organisations")
    context.say("Associations")
    associations.build(organisations, context)
    context.say("Home page and agenda")
    home.build_home(pages, context)
    strategy.build(source.read("agenda"), context)
    indicators.build(source.read("indicators"), context)
    home.choose_hero_page(context.page("agenda"), context)
    context.say("Guides")
    guides.build(source.read("guides"), context)
    context.say("Online services")
    services.build(source.read("services"), context)
    context.say("Calendar")
    calendar_page = calendar.build(source.read("events"), context)
    let_editors_check_events(calendar_page)
    guides.connect(source.read("guides"), context)
    strategy.connect(source.read("measures"), context)
    past.build(context)
    associations.build_submissions(organisations, context)
    context.say("Pages and news")
    home.build_pages(pages, context, ["mitmachen", "vereine"])
    home.build_news(pages, context)
    associations.build_charter(source.read("charter"), context)
    directories.build(source.read("directories"), context)
    rest = [item["slug"] for item in pages["pages"] if item["slug"] not in home.IN_MENU]
    home.build_pages(pages, context, rest)
    journeys.build(source.read("journeys"), context)
    audiences.build(source.read("audiences"), context)
    context.say("Registrations")
    registrations.build(
        {"people": source.read("people"), "events": source.read("events")["events"]}, context
    )
    context.say("Ideas")
    ideas.build(source.read("ideas"), context)
    subscriptions.build(source.read("following"), context)
    context.say("Conversations")
    comments.build(source.read("comments"), context)
    for vision, remarks in vision_demo.build(source.read("vision"), context):
        comments.add_remarks(vision.translation_key, remarks, context)
    feedback.build(source.read("feedback"), context)
    readers.build(context)
    home.build_search(source.read("search"), context)


def finish() -> None:
    """Do what needs the whole town in the search index."""
    vocabulary.rebuild()


def let_editors_check_events(calendar_page: CalendarPage) -> None:
    """Give the calendar the workflow that events of associations go through."""
    task = GroupApprovalTask.objects.create(name="Redaktion gibt frei")
    task.groups.set([Group.objects.get(name="Editors")])
    workflow = Workflow.objects.create(name="Veranstaltungen prüfen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in calendar_page.get_translations(inclusive=True):
        WorkflowPage.objects.create(workflow=workflow, page=page)
