"""What the list of associations makes of odd addresses."""

import pytest
from django.urls import reverse

from .factories import an_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "seite=-1",
        "seite=99999999999999999999",
        "seite=abc",
        "bereich=gibtesnicht",
        "stadtteil=x%27--",
        "zielgruppe=gibtesnicht",
        "q=%25%5C_%27",
        "q=" + "x" * 1500,
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_odd_queries_are_answered(client, query):
    an_organisation()
    answer = client.get(f"{reverse('organisation_list')}?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
