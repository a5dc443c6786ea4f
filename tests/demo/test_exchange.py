"""The agenda of the demo town, taken over by a town that has none."""

import json

from agenda.strategy.exchange.export import exported
from agenda.strategy.exchange.importing import carry_out, plan
from agenda.strategy.exchange.reading import measures_of, read
from agenda.strategy.models import AgendaPage, Indicator, MeasurePage
from tests.strategy.test_exchange import canonical, publish_all


def test_an_emptied_town_gets_all_measures_of_auenbrueck(demo_town):
    agenda = AgendaPage.objects.filter(locale__language_code="de").get()
    before = exported(agenda, site=demo_town)
    public = MeasurePage.objects.live().filter(locale__language_code="de").count()
    assert len(list(measures_of(before))) == public > 20
    Indicator.objects.all().delete()
    for page in AgendaPage.objects.all():
        AgendaPage.objects.get(pk=page.pk).delete()

    planned = plan(read(json.dumps(before).encode()), demo_town.root_page)
    assert planned.notes == []
    [taken] = carry_out(planned)
    publish_all()

    after = exported(taken, site=demo_town)
    assert list(differences(canonical(before["agenda"]), canonical(after["agenda"]))) == []


def differences(before, after, place: str = "$"):
    """Name the places in which two files differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            yield from differences(before.get(name), after.get(name), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for n, pair in enumerate(zip(before, after, strict=True)):
            yield from differences(*pair, f"{place}[{n}]")
    elif before != after:
        yield f"{place}: {before!r} → {after!r}"
