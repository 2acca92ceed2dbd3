"""Load the demo municipality, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.models import User
from governance.demo.loading import load_demo


class Command(BaseCommand):
    """`load_demo --profile odder --stage followup`: fills an empty database; a loaded one is left as it is."""

    help = "Loads the demo municipality into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the profile and how far the road is played."""
        parser.add_argument("--profile", choices=("odder", "odense"), default="odder")
        parser.add_argument("--stage", choices=("intake", "review", "meeting", "followup"), default="followup")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, or say that it is loaded; all or nothing."""
        if not settings.DEMO:
            message = "The demo is loaded in demo mode only."
            raise CommandError(message)
        if User.objects.exists():
            self.stdout.write("The database is loaded already.")
            return
        with transaction.atomic():
            load_demo(profile=options["profile"], stage=options["stage"])
        self.stdout.write("The demo municipality is loaded.")
