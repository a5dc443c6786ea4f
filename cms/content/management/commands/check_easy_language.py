"""Says where texts in Leichte Sprache break the rules."""

from django.core.management.base import BaseCommand, CommandError

from cms.content.easy_language.pages import CheckedPage, check_pages, easy_pages

PAGES_AT_ONCE = 50


class Command(BaseCommand):
    help = "Check all pages in Leichte Sprache; ends with status 1 if there are mistakes."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--errors-only", action="store_true", help="Leave the warnings out.")

    def handle(self, *args, errors_only: bool = False, **options) -> None:
        pages = list(easy_pages())
        errors = 0
        for first in range(0, len(pages), PAGES_AT_ONCE):
            for checked in check_pages(pages[first : first + PAGES_AT_ONCE]):
                errors += checked.error_count
                self._tell(checked, errors_only)
        if errors:
            raise CommandError(f"{errors} mistakes in {len(pages)} pages.")
        self.stdout.write(f"No mistakes in {len(pages)} pages.")

    def _tell(self, checked: CheckedPage, errors_only: bool) -> None:
        for part in checked.parts:
            for finding in part.findings:
                if finding.is_error or not errors_only:
                    self.stdout.write(
                        f"{checked.page.title} · {part.label} · {finding.rule.label}: "
                        f"“{finding.excerpt}” – {finding.suggestion}"
                    )
