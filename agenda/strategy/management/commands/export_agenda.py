"""`manage.py export_agenda`: write a public agenda in the exchange format."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from agenda.strategy.exchange.export import exported
from agenda.strategy.public import public_agendas


class Command(BaseCommand):
    help = "Write a public agenda with all its measures as a file that other cities can read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="last part of the agenda's address")
        parser.add_argument("--output", type=Path, help="file to write; else standard output")

    def handle(self, *, slug: str | None, output: Path | None, **options: object) -> None:
        known = [(agenda, site) for site in Site.objects.all() for agenda in public_agendas(site)]
        agendas = [found for found in known if slug in (None, found[0].slug)]
        if len(agendas) != 1:
            names = ", ".join(agenda.slug for agenda, _site in known) or "none"
            raise CommandError(f"Name one of the public agendas: {names}.")
        [(agenda, site)] = agendas
        text = json.dumps(exported(agenda, site=site), ensure_ascii=False, indent=1)
        if output is None:
            self.stdout.write(text)
            return
        output.write_text(f"{text}\n", encoding="utf-8")
        self.stderr.write(f"Written: {output}")
