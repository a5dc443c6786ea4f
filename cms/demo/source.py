"""The texts of the demo town, read from the YAML files beside this module."""

from pathlib import Path

import yaml

CONTENT = Path(__file__).parent / "content"


def read(name: str) -> dict | list:
    """Return content/<name>.yaml, or a folder of that name put together.

    A folder holds _index.yaml and one file for each item; lists of names in the index
    stand for the files of these names and keep their order.
    """
    folder = CONTENT / name
    if not folder.is_dir():
        return _load(folder.with_suffix(".yaml"))
    return {key: _with_files(value, folder) for key, value in _load(folder / "_index.yaml").items()}


def _with_files(value: object, folder: Path) -> object:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return value
    return [_load(folder / f"{name}.yaml") for name in value]


def _load(path: Path) -> dict | list:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
