"""Load a policy profile and its strategies."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.domain.refusal import Refused
from governance.domain.profiles import load_policy_profile
from governance.policy.errors import ProfileError
from governance.reason_texts import render_message
from principles.domain.loading import load_strategy_documents


class Command(BaseCommand):
    """`load_profile odder`: loads `policies/odder.toml` and the strategies, and makes them the ones in force."""

    help = "Loads a policy profile from policies/ and makes it the one in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the profile's code."""
        parser.add_argument("code", help="the profile's file name without .toml, such as odder")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load both or nothing."""
        folder = settings.BASE_DIR / "policies"
        path = folder / f"{options['code']}.toml"
        if not path.is_file() or path.parent != folder:
            known = ", ".join(sorted(one.stem for one in folder.glob("*.toml")))
            message = f"There is no profile {options['code']}. There are: {known}."
            raise CommandError(message)
        try:
            with transaction.atomic():
                row = load_policy_profile(path, actor=None)
                load_strategy_documents(folder / "strategies", actor=None, profile=row.code)
        except ProfileError as error:
            message = f"{error.path}: {render_message(error.message)}"
            raise CommandError(message) from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The profile {row.code}, version {row.version}, is in force.")
