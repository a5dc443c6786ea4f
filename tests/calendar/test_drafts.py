"""Events that others submit are drafts until somebody publishes them."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from agenda.calendar import services
from agenda.calendar.models import EventPage, Occurrence
from cms.content.models import Audience
from participation.accounts.models import User

from .factories import a_calendar, a_place, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return User.objects.create_user("mehmet@verein.example")


def a_draft(owner, **changes) -> EventPage:
    return services.create_draft_event(
        a_calendar(),
        **{
            "owner": owner,
            "title": "Gehfußball",
            "summary": "Ohne Rennen",
            "text": "Erster Absatz\nweiter\n\n<script>alert(1)</script>",
            "starts_at": in_days(10),
            "ends_at": in_days(10, 20),
        }
        | changes,
    )


def test_a_draft_is_not_public_and_has_a_revision(owner):
    seniors = Audience.objects.create(slug="senioren", name="Ältere")
    key = uuid.uuid4()
    event = a_draft(
        owner,
        recurrence="FREQ=WEEKLY;COUNT=3",
        place=a_place(),
        audiences=[seniors],
        organiser_key=key,
        organiser_name="SV Lohe",
        languages=["de", "tr"],
    )
    assert not event.live
    assert not event.current_workflow_state
    assert not Occurrence.objects.exists()
    draft = event.get_latest_revision_as_object()
    assert list(draft.audiences.all()) == [seniors]
    assert (draft.organiser_key, draft.organiser_name) == (key, "SV Lohe")
    assert draft.language_names


def test_markup_in_the_text_is_shown_not_run(owner):
    html = str(a_draft(owner).body)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "Erster Absatz weiter" in html


def test_publishing_a_draft_writes_its_dates(owner):
    a_draft(owner, recurrence="FREQ=WEEKLY;COUNT=3").latest_revision.publish()
    assert Occurrence.objects.count() == 3


def test_an_edit_after_publication_leaves_the_live_event_unchanged(owner):
    event = a_draft(owner)
    event.latest_revision.publish()
    services.update_draft_event(
        EventPage.objects.get(pk=event.pk), owner=owner, title="Neu", text="Anders"
    )
    live = EventPage.objects.get(pk=event.pk)
    assert live.title == "Gehfußball"
    assert live.has_unpublished_changes
    assert live.get_latest_revision_as_object().title == "Neu"
    assert Occurrence.objects.count() == 1


def test_equal_titles_get_different_addresses(owner):
    calendar = a_calendar()
    facts = {
        "owner": owner,
        "title": "Probe",
        "summary": "",
        "text": "",
        "starts_at": in_days(3),
        "ends_at": in_days(3, 19),
    }
    slugs = {services.create_draft_event(calendar, **facts).slug for _number in range(3)}
    assert slugs == {"probe", "probe-2", "probe-3"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 300}, "title"),
        ({"summary": "x" * 300}, "summary"),
        ({"ends_at": in_days(9)}, "ends_at"),
        ({"recurrence": "FREQ=SECONDLY"}, "recurrence"),
        ({"title": "Null\x00byte"}, "title"),
    ],
)
def test_bad_input_is_refused_by_field_and_nothing_is_stored(owner, changes, field):
    with pytest.raises(ValidationError) as refused:
        a_draft(owner, **changes)
    assert field in refused.value.message_dict
    assert not EventPage.objects.exists()


def test_unknown_facts_are_a_mistake_of_the_caller(owner):
    with pytest.raises(TypeError):
        a_draft(owner, live=True)
