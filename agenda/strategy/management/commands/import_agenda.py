"""`manage.py import_agenda`: take over an agenda or measures of another city as drafts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Page, Site

from agenda.strategy.exchange.importing import carry_out, plan
from agenda.strategy.exchange.reading import MAX_BYTES, BadFile, read
from agenda.strategy.models import FieldOfActionPage

# Nobody waits for an answer of a web server here.
MAX_SECONDS = 600


class Command(BaseCommand):
    help = "Create drafts from a file in the exchange format."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--parent",
            type=int,
            help="id of a home page, for the whole agenda, or of a field of action, for measures; "
            "without it the home page of the default site",
        )
        parser.add_argument(
            "--measure", action="append", metavar="KEY", help="key of a measure; may be repeated"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be created")

    def handle(self, *, file: Path, parent, measure, dry_run: bool, **options: object) -> None:
        page = self._parent(parent)
        try:
            with file.open("rb") as opened:
                document = read(opened.read(MAX_BYTES + 1), seconds=MAX_SECONDS)
            planned = plan(document, page, None if measure is None else set(measure))
            for item in planned.measures:
                note = "new" if item.is_chosen else "here already" if item.here else "not chosen"
                self.stdout.write(f"{item.key}  {item.title}  ({note})")
            for note in planned.notes:
                self.stdout.write(note)
            if planned.creates_nothing:
                raise CommandError("Nothing to create: name measures with --measure.")
            if not dry_run:
                carry_out(planned)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except BadFile as error:
            raise CommandError("\n".join(error.problems)) from None
        self.stdout.write(f"{'To create' if dry_run else 'Drafts'}: {len(planned.chosen)} measures")

    def _parent(self, pk: int | None) -> Page:
        if pk is None:
            return Site.objects.get(is_default_site=True).root_page.specific
        page = Page.objects.filter(pk=pk).first()
        specific = page and page.specific
        if specific is None or not (
            isinstance(specific, FieldOfActionPage) or specific.sites_rooted_here.exists()
        ):
            raise CommandError("--parent is no home page and no field of action.")
        return specific
