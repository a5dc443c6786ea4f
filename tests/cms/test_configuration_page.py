"""docs/configuration.md names exactly the variables that the settings read."""

import re
from pathlib import Path

from django.conf import settings

READ_IN_SETTINGS = re.compile(
    r"""(?:\benv(?:\.\w+)?|\brequired|environ\.get)\(\s*"([A-Z][A-Z_]+)\""""
)
NAMED_IN_TABLE = re.compile(r"^\| `([A-Z][A-Z_]+)` \|", re.MULTILINE)


def test_every_variable_is_described_and_every_description_is_true():
    folder = Path(settings.BASE_DIR)
    sources = "".join(path.read_text() for path in (folder / "cms" / "settings").glob("*.py"))
    page = (folder / "docs" / "configuration.md").read_text()
    of_the_settings, of_the_tools = page.split("## For make, tests")

    read = set(READ_IN_SETTINGS.findall(sources))

    assert read - set(NAMED_IN_TABLE.findall(page)) == set()
    assert set(NAMED_IN_TABLE.findall(of_the_settings)) - read == set()
    assert "DOMAIN" in NAMED_IN_TABLE.findall(of_the_tools)
