"""Rooms of participation that stand side by side meet through services and models only."""

import grimp
import pytest

# What a room keeps to itself. A sibling that needs one of these needs a service instead.
PRIVATE = {"admin", "api", "forms", "notices", "urls", "views", "wagtail_hooks"}
# The form from which every room's form of contribution inherits.
SHARED = {"participation.accounts.forms"}


@pytest.fixture(scope="module")
def imports():
    return grimp.build_graph("participation", cache_dir=None)


def test_no_room_imports_what_a_sibling_keeps_to_itself(imports):
    trespasses = [
        f"{importer} imports {imported}"
        for importer in imports.modules
        for imported in imports.find_modules_directly_imported_by(importer)
        if room_of(importer) != room_of(imported)
        and PRIVATE & set(imported.split(".")[2:3])
        and imported not in SHARED
    ]

    assert trespasses == []


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])
