"""Who follows what in the demo town."""

from . import services


def build(data: dict[str, list[str]], context) -> None:
    """Let people follow measures; `data` maps measures to people, both by slug."""
    for measure, followers in data.items():
        page = context.page(measure)
        for slug in followers:
            person = context.person(slug)
            services.follow(page, person=person, name=person.display_name)
