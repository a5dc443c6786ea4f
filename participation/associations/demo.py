"""The demo town's associations, the events they hand in, and the charter they sign."""

import re
import uuid

from django.utils.html import strip_tags
from wagtail.models import Site

from agenda.calendar.demo import event_fields
from agenda.calendar.models import CalendarPage
from cms.content import versions
from cms.content.models import Participation
from participation.accounts.models import User

from . import services
from .models import CharterPage, CharterSignature, Commitment, Membership, Organisation

FIELDS = {
    "bildung": "Bildung und digitale Kompetenz",
    "verwaltung": "Verwaltung und Service",
    "innenstadt": "Lebendige Innenstadt",
    "teilhabe": "Teilhabe und Zusammenhalt",
    "infrastruktur": "Netze und Infrastruktur",
    "umwelt": "Umwelt, Energie und Mobilität",
}
SUBMITTED_FIELDS = (
    "place",
    "is_online",
    "contact",
    "languages",
    "price_text",
    "requirements",
    "skipped_dates",
)
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def build(data: dict, context) -> None:
    """Build the organisations with their members; `data` is organisations.yaml."""
    for item in data["organisations"]:
        organisation = Organisation.objects.create(
            slug=item["slug"],
            name=item["name"],
            summary=item["summary"].strip(),
            purpose=item["purpose"].strip(),
            field=FIELDS[item["field"]],
            languages=item["languages"],
            website=item["website"],
            logo=context.illustration(item["illustration"], seed=item["founded"] % 4),
            founded=item["founded"],
            is_verified=item["is_verified"],
        )
        organisation.audiences.set(context.audiences(item["audiences"]))
        organisation.districts.set(context.districts(item["districts"]))
        context.register(item["slug"], organisation)
        for member in item["members"]:
            services.add_member(organisation, _person(member, context), member["role"])


def _person(member: dict, context) -> User:
    person = User.objects.filter(email__iexact=member["email"]).first()
    return person or User.objects.create_user(
        member["email"],
        display_name=member["display_name"],
        email_confirmed_at=context.days(-200),
    )


def build_submissions(data: dict, context) -> None:
    """Hand in the events that wait for the editors; one has been returned."""
    calendar_page = CalendarPage.objects.get(locale__language_code="de")
    editor = context.person("petra-lindqvist")
    for item in data["submissions"]:
        organisation = context.organisation(item["organiser"])
        membership = Membership.objects.filter(organisation=organisation).order_by("pk")[0]
        facts = event_fields(item, context)
        event = services.submit_event(
            calendar_page,
            membership,
            submission_key=_key_of(item["slug"]),
            title=item["title"],
            summary=item["summary"].strip(),
            text=_plain(item["body"]),
            starts_at=facts["starts_at"],
            ends_at=facts["ends_at"],
            recurrence=facts["recurrence"],
            audiences=context.audiences(item["audiences"]),
            topics=context.topics(item["topics"]),
            listing_image=context.illustration(item["illustration"]),
            **{name: facts[name] for name in SUBMITTED_FIELDS},
        )
        if item["state"] == "returned":
            task_state = event.current_workflow_task_state
            task_state.reject(user=editor, comment=item["reason"].strip())


def _key_of(slug: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{slug}.auenbrueck.example")


def _plain(body: list[dict]) -> str:
    texts = (block["text"] for block in body if "text" in block)
    paragraphs = (part for text in texts for part in PARAGRAPH.findall(text))
    return "\n\n".join(" ".join(strip_tags(part).split()) for part in paragraphs)


def _write_draft(charter: CharterPage, data: dict, context) -> None:
    """Publish the charter as it was before it was adopted, and keep that version."""
    draft = data["draft"]
    items = data["commitments"][: -draft["leave_out_last"]]
    for position, item in enumerate(items):
        words = draft["texts"].get(item["title"], item["text"])
        charter.commitments.add(_commitment(charter, item, words, position))
    _keep(charter, draft, context)


def _adopt(charter: CharterPage, data: dict, context) -> None:
    by_title = {commitment.title: commitment for commitment in charter.commitments.all()}
    for position, item in enumerate(data["commitments"]):
        if commitment := by_title.get(item["title"]):
            commitment.text = item["text"].strip()
        else:
            charter.commitments.add(_commitment(charter, item, item["text"], position))
    charter.commitments.add(*by_title.values())
    _keep(charter, data["adopted"], context)


def _commitment(charter: CharterPage, item: dict, text: str, position: int) -> Commitment:
    return Commitment(
        party=item["party"],
        title=item["title"],
        text=text.strip(),
        sort_order=position,
        locale=charter.locale,
    )


def _keep(charter: CharterPage, version: dict, context) -> None:
    charter.save_revision(log_action=False).publish(log_action=False)
    versions.name_version(
        charter,
        label=version["label"],
        published_on=context.date(-version["days_ago"]),
        note=version["note"],
    )


def build_charter(data: dict, context) -> CharterPage:
    """Build the charter with commitments and signatures; `data` is charter.yaml."""
    home = Site.objects.get(is_default_site=True).root_page
    charter = context.add_page(
        home, CharterPage, data, participation=Participation.COMMENTS, allows_remarks=True
    )
    _write_draft(charter, data, context)
    _adopt(charter, data, context)
    for item in data["signatures"]:
        organisation = context.organisation(item["organisation"])
        admin = organisation.memberships.get(role=Membership.Role.ADMIN)
        signature = services.sign_charter(charter, admin, words=item["words"].strip())
        CharterSignature.objects.filter(pk=signature.pk).update(
            signed_on=context.date(-item["days_ago"])
        )
    return charter
