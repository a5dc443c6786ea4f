"""What every room of the demo town builds on: terms, places, contacts, people, the town's name."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import Site

from cms.content.models import (
    Audience,
    ContactPerson,
    District,
    GlossaryTerm,
    OpeningException,
    OpeningHours,
    Place,
    SiteIdentity,
    Topic,
)
from participation.accounts.models import User

from . import logins, source
from .context import DemoContext
from .illustrations import logo

NAME = "Digitale Agenda Auenbrück"
TOWN = "Auenbrück"
TAGLINE = "Die Stadt und ihre Menschen machen Zukunft – gemeinsam und für alle"
LOGO_SIZE = 240
FIRST_PORTS = {"http": 80, "https": 443}

# Who is staff, under which slug the texts name them, and in which groups they work.
STAFF = {
    "jonas-ebeling": (logins.ADMINISTRATOR, ()),
    "petra-lindqvist": (logins.EDITOR, ("Editors",)),
    "svenja-albrecht": (logins.MODERATOR, ("Moderator",)),
    "fatma-aydin": (logins.ENGAGEMENT_OFFICER, ("Engagement officer",)),
    "thomas-brandl": (logins.OFFICE, ("Office",)),
}


def build(context: DemoContext) -> None:
    """Build everything that pages and contributions refer to."""
    _build_terms(context)
    _build_places(context)
    _build_contacts(context)
    _build_glossary()
    _name_the_town(context)
    _build_staff(context)
    _build_people(context)


def _build_terms(context: DemoContext) -> None:
    terms = source.read("taxonomies")
    for model, name in ((Audience, "audiences"), (District, "districts"), (Topic, "topics")):
        for position, term in enumerate(terms[name]):
            row = model.objects.create(
                slug=term["slug"],
                name=term["name"],
                name_translations=term["translations"],
                sort_order=position,
            )
            context.register(term["slug"], row)


def _build_places(context: DemoContext) -> None:
    for item in source.read("places"):
        hours, exceptions = item.pop("hours"), item.pop("exceptions")
        fields = {**item, "district": context.find(District, item["district"])}
        place = Place.objects.create(**fields)
        context.register(item["slug"], place)
        OpeningHours.objects.bulk_create(
            OpeningHours(place=place, weekday=day, opens_at=opens_at, closes_at=closes_at)
            for days, opens_at, closes_at in hours
            for day in days
        )
        for row in exceptions:
            first_day = context.date(row.pop("in_days"), row.pop("weekday", None))
            last_day = first_day + timedelta(days=row.pop("days") - 1)
            OpeningException.objects.create(
                place=place, first_day=first_day, last_day=last_day, **row
            )


def _build_contacts(context: DemoContext) -> None:
    for item in source.read("contacts"):
        context.register(item["slug"], ContactPerson.objects.create(**item))


def _build_glossary() -> None:
    for item in source.read("glossary"):
        GlossaryTerm.objects.create(**item)


def _name_the_town(context: DemoContext) -> None:
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.get(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or FIRST_PORTS.get(address.scheme, 80)
    site.site_name = NAME
    site.save()
    identity = SiteIdentity.for_site(site)
    identity.name = NAME
    identity.town = TOWN
    identity.tagline = TAGLINE
    identity.logo = context.image(
        logo(), "Stadtzeichen Auenbrück", "auenbrueck-logo.svg", LOGO_SIZE, LOGO_SIZE
    )
    identity.feedback_email = "barrierefreiheit@auenbrueck.example"
    identity.save()


def _build_staff(context: DemoContext) -> None:
    for slug, (login, groups) in STAFF.items():
        create = User.objects.create_superuser if not groups else User.objects.create_user
        person = create(
            login.email,
            login.password,
            display_name=login.name,
            email_confirmed_at=context.days(-400),
        )
        person.groups.set(Group.objects.get(name=name) for name in groups)
        context.register(slug, person)


def _build_people(context: DemoContext) -> None:
    for item in source.read("people"):
        person = User.objects.create_user(
            item["email"],
            display_name=item["display_name"],
            language=item["language"],
            email_confirmed_at=context.days(-120),
        )
        context.register(item["slug"], person)
