"""`manage.py load_demo`: build the demo town in an empty database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.demo import town


class Command(BaseCommand):
    help = "Build the demo town of Auenbrück; does nothing if it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="first remove all pages, people, contributions and files of this site",
        )
        parser.add_argument(
            "--force", action="store_true", help="allow --reset where DEMO is not set"
        )

    def handle(self, *, reset: bool, force: bool, **options: object) -> None:
        if reset:
            if not (settings.DEMO or force):
                raise CommandError(
                    "--reset removes everything on this site. If you mean it, "
                    "set DEMO=true or add --force."
                )
            self.stdout.write("· Removing what is there")
            town.remove()
        if town.is_loaded():
            self.stdout.write("· The demo town is already there.")
            return
        if town.has_content():
            raise CommandError("This site has pages of its own; the demo town needs an empty one.")
        town.load(lambda text: self.stdout.write(f"· {text}"))
