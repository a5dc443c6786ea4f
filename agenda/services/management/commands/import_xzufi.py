"""`manage.py import_xzufi`: take over services from a file in XZuFi as drafts."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agenda.services.models import ServiceIndexPage
from agenda.services.xzufi.document import BadFile
from agenda.services.xzufi.importing import Plan, carry_out, plan
from agenda.services.xzufi.reading import read


class Command(BaseCommand):
    help = "Create drafts of services from a file in XZuFi 2.2 or 2.3, or drafts of their changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--index", type=int, help="id of the overview below which they come")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *, file: Path, index: int | None, dry_run: bool, **options: object) -> None:
        overview = self._overview(index)
        try:
            with file.open("rb") as opened:
                document = read(opened)
            self._say((plan if dry_run else carry_out)(document, overview))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except BadFile as error:
            raise CommandError("\n".join(error.problems)) from None

    def _say(self, planned: Plan) -> None:
        for service in planned.services:
            row = service.row
            name = row.title or "–"
            self.stdout.write(f"{row.number}. {name} [{row.identifier}]: {service.action.label}")
            for remark in (*service.problems, *service.notes):
                self.stdout.write(f"   {remark}")
        for page in planned.gone:
            self.stdout.write(f"Not in the file any more: {page.title} [{page.xzufi_id}]")
        counts = ", ".join(f"{count} {label}" for label, count in planned.counts())
        self.stdout.write(counts)

    def _overview(self, pk: int | None) -> ServiceIndexPage:
        pages = ServiceIndexPage.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
        )
        found = list(pages.filter(pk=pk) if pk is not None else pages)
        if len(found) != 1:
            names = ", ".join(f"{page.pk} ({page.title})" for page in pages) or "none"
            raise CommandError(f"Name one overview with --index: {names}.")
        return found[0]
