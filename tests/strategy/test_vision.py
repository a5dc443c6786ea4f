"""The guiding vision: drafted in public, adopted in the end; and the charter beside it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.strategy.models import AgendaPage, VisionPage
from cms.content import versions
from cms.content.models import Participation
from home.models import HomePage, StandardPage
from participation.associations.models import CharterPage
from participation.comments.models import Comment
from tests.associations.factories import a_charter
from tests.comments.factories import form_data

from .factories import an_agenda, published

pytestmark = pytest.mark.django_db

PARAGRAPH = str(uuid.UUID(int=1))
Stage = VisionPage.Stage


def today():
    return timezone.localdate()


def a_vision(root, **fields) -> VisionPage:
    """Return a published vision of one paragraph that takes comments."""
    values = {
        "title": "Leitbild",
        "slug": "leitbild",
        "participation": Participation.COMMENTS,
        "introduction": "<p>Schreiben Sie mit.</p>",
        "body": [{"type": "text", "id": PARAGRAPH, "value": "<p>Offen für alle.</p>"}],
        **fields,
    }
    return published(root, VisionPage(**values))


def form_of(page, block_id: object = PARAGRAPH) -> str:
    return f"{reverse('comment_form', kwargs={'key': page.translation_key})}?absatz={block_id}"


def test_a_vision_may_stand_below_the_pages_where_people_look_for_it():
    for parent in (AgendaPage, HomePage, StandardPage):
        assert VisionPage in parent.allowed_subpage_models()
    assert not VisionPage.allowed_subpage_models()


def test_a_draft_says_how_long_it_is_open_and_takes_remarks(client, root):
    page = a_vision(an_agenda(root), remarks_until=today())
    html = client.get(page.url).text
    assert "Schreiben Sie mit." in html
    assert f'href="{form_of(page)}"' in html
    assert client.post(form_of(page), form_data()).status_code == 302
    assert str(Comment.objects.get().block_id) == PARAGRAPH


@pytest.mark.parametrize(
    "fields",
    [
        {"remarks_until": timezone.localdate() - timedelta(days=1)},
        {"stage": Stage.REVISION},
        {"stage": Stage.ADOPTED, "adopted_on": timezone.localdate()},
    ],
)
def test_afterwards_remarks_are_shown_and_none_is_taken(client, root, fields):
    page = a_vision(root)
    client.post(form_of(page), form_data(text="Von früher"))
    Comment.objects.update(state="published", published_at=timezone.now())
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    html = client.get(page.url).text
    assert "Von früher" in html
    assert "remark__count" in html
    assert form_of(page) not in html
    assert client.post(form_of(page), form_data()).status_code == 302
    assert Comment.objects.latest("pk").block_id is None


def test_what_was_adopted_says_when_and_by_whom(client, root):
    page = a_vision(root, stage=Stage.ADOPTED, adopted_on=today(), adopted_by="Stadtrat <b>")
    html = client.get(page.url).text
    assert "Stadtrat &lt;b&gt;" in html


def test_nothing_is_adopted_without_a_date(root):
    page = a_vision(root)
    page.stage = Stage.ADOPTED
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert "adopted_on" in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        VisionPage.objects.filter(pk=page.pk).update(stage=Stage.ADOPTED)


def test_the_vision_leads_to_its_versions(client, root):
    page = a_vision(root)
    assert page.versions_url not in client.get(page.url).text
    versions.name_version(page, label="Erster Entwurf", published_on=today())
    client.cookies["sessionid"] = "past-the-page-cache"
    html = client.get(page.url).text
    assert page.versions_url in html
    assert "Erster Entwurf" in html
    assert "Offen für alle." in client.get(page.versions_url).text


def test_editors_choose_the_stage_and_not_the_remarks(client, editor, root):
    page = a_vision(root)
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert 'name="stage"' in html
    assert 'name="allows_remarks"' not in html


def a_charter_with_remarks() -> CharterPage:
    charter = a_charter(participation=Participation.COMMENTS, allows_remarks=True)
    return CharterPage.objects.get(pk=charter.pk)


def test_each_commitment_of_the_charter_takes_remarks(client, db):
    charter = a_charter_with_remarks()
    commitment = charter.commitments.first()
    html = client.get(charter.url).text
    assert f'id="absatz-{commitment.translation_key}"' in html
    address = form_of(charter, commitment.translation_key)
    assert f'href="{address}"' in html
    assert "Wir antworten." in client.get(address).text
    client.post(address, form_data())
    remark = Comment.objects.get()
    assert remark.block_id == commitment.translation_key
    assert remark.quoted_text == f"{commitment.title} Wir antworten."


def test_versions_of_the_charter_hold_its_commitments(client, db):
    charter = a_charter_with_remarks()
    versions.name_version(charter, label="Fassung 1", published_on=today())
    commitment = charter.commitments.first()
    commitment.text = "Wir antworten sofort."
    charter.commitments = [commitment, *list(charter.commitments.all())[1:]]
    charter.save_revision().publish()
    html = client.get(charter.versions_url).text
    assert "<ins>antworten sofort.</ins>" in html


@pytest.mark.parametrize("make", [a_vision, lambda root: a_charter_with_remarks()])
def test_queries_stay_few_with_remarks_and_versions(client, root, citizen, make):
    page = make(root)
    passage = page.passages()[0]
    for number in range(3):
        versions.name_version(page, label=f"Entwurf {number}", published_on=today())
        client.post(form_of(page, passage.id), form_data(email=f"n{number}@mail.example"))
    Comment.objects.update(state="published", published_at=timezone.now())
    client.force_login(citizen)
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        html = client.get(page.url).text
    assert "remark__count" in html
    assert len(captured) <= 25
