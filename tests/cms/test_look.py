"""The form templates, the drawings and the build of the front end."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Field, Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.utils.translation import override

from cms.demo.illustrations import SCENES, illustration, logo, portrait


class SuggestionForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Shown beside your suggestion.")
    district = forms.ChoiceField(label="District", choices=[("a", "Altstadt")], required=False)
    way = forms.ChoiceField(
        label="Way", choices=[("o", "On site"), ("r", "Remote")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("1", "Safety"), ("2", "Learning")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(label="File", required=False)
    agreed = forms.BooleanField(label="I agree")
    website = forms.CharField(label="Leave empty", required=False)

    helper = FormHelper()
    helper.layout = Layout(
        Row("name", "district"),
        Fieldset("Details", "way", "topics", "file"),
        "agreed",
        Field("website", wrapper_class="form__trap"),
        ButtonHolder(Submit("send", "Send")),
    )


def rendered(**data) -> BeautifulSoup:
    form = SuggestionForm(data) if data else SuggestionForm()
    with override("en"):
        return BeautifulSoup(render_crispy_form(form), "html.parser")


def test_every_input_has_a_visible_label_or_legend():
    page = rendered()
    for field in page.select("input:not([type=hidden]), select"):
        assert page.select_one(f'label[for="{field["id"]}"]').get_text(strip=True)
    legends = [legend.get_text(" ", strip=True) for legend in page.select("legend")]
    assert legends == ["Details", "Way (required)", "Topics (optional)"]


def test_hint_and_error_describe_the_input_they_belong_to():
    page = rendered(name="")
    field = page.select_one("#id_name")
    described_by = field["aria-describedby"].split()
    assert field["aria-invalid"] == "true"
    assert {page.find(id=name)["class"][0] for name in described_by} == {"kern-hint", "kern-error"}


def test_error_summary_links_to_each_failed_field():
    page = rendered(name="", district="a")
    summary = page.select_one("[data-error-summary]")
    assert summary["role"] == "alert"
    targets = [link["href"].removeprefix("#") for link in summary.select("a")]
    assert targets == ["id_name", "div_id_way", "id_agreed"]
    assert all(page.find(id=target) for target in targets)


def test_form_without_errors_shows_no_summary():
    assert rendered().select_one("[data-error-summary]") is None


def test_text_kept_after_an_error_is_escaped():
    page = rendered(name="<script>alert(1)</script>")
    assert page.select_one("#id_name")["value"] == "<script>alert(1)</script>"
    assert page.find("script") is None


def test_form_templates_carry_no_inline_style_or_script():
    page = rendered(name="")
    assert not page.select("[style], script, [onclick]")


@pytest.mark.parametrize("name", sorted(SCENES))
def test_scene_is_a_small_well_formed_drawing_that_its_seed_decides(name):
    drawing = illustration(name, seed=4)
    assert ElementTree.fromstring(drawing).get("viewBox") == "0 0 1200 675"
    assert len(drawing) <= 8 * 1024
    assert drawing == illustration(name, seed=4)
    assert drawing != illustration(name, seed=5)


def test_portrait_and_logo_are_drawings_without_text():
    for drawing in (portrait(1), logo()):
        tags = {
            element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()
        }
        assert tags <= {"svg", "path", "circle"}


def test_build_that_lacks_the_packages_says_so_in_one_sentence(tmp_path):
    script = tmp_path / "static" / "build.py"
    script.parent.mkdir()
    script.write_bytes((Path(settings.BASE_DIR) / "static" / "build.py").read_bytes())
    result = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.strip() == "The front-end packages are missing: run `npm ci` first."
