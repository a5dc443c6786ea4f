"""`manage.py load_demo` touches nothing that is not its own."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.demo import source
from home.models import StandardPage

pytestmark = pytest.mark.django_db


def test_site_with_pages_of_its_own_is_left_alone(root):
    root.add_child(instance=StandardPage(title="Unser Impressum", slug="impressum"))
    with pytest.raises(CommandError, match="pages of its own"):
        call_command("load_demo", verbosity=0)
    assert Page.objects.filter(depth__gt=2).count() == 1


def test_reset_is_refused_outside_the_demo(root, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("load_demo", reset=True, verbosity=0)
    assert Page.objects.filter(pk=root.pk).exists()


def test_folder_is_put_together_in_the_order_of_its_index(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "CONTENT", tmp_path)
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "_index.yaml").write_text(
        "index: {slug: guides}\nguides:\n  - zweitens\n  - erstens\n"
    )
    (folder / "erstens.yaml").write_text("slug: erstens\n")
    (folder / "zweitens.yaml").write_text("slug: zweitens\n")
    assert source.read("guides") == {
        "index": {"slug": "guides"},
        "guides": [{"slug": "zweitens"}, {"slug": "erstens"}],
    }
