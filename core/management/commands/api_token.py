"""The command `api_token`: an access token for a person, printed alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.domain.api_tokens import create_api_token
from core.domain.refusal import Refused
from core.enums import TokenScope
from core.models import User


class Command(BaseCommand):
    """Create a token from the machine itself, for scripts and tests."""

    help = "Creates an access token for a person and prints it, and nothing else. It cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person's address, the scope, and optionally name and life."""
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--scope", required=True, choices=TokenScope.values, help="what the token may do")
        parser.add_argument("--name", default="manage.py api_token", help="what the person's page calls it")
        parser.add_argument("--days", type=int, default=90, help="how many days it lives (1 to 366, default 90)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the token and print its key."""
        person = User.objects.filter(email=options["email"].strip().lower()).first()
        if person is None:
            raise CommandError(_("Nobody has the e-mail address %(email)s.") % {"email": options["email"]})
        name, scope = options["name"][:100], TokenScope(options["scope"])
        try:
            _token, key = create_api_token(person=person, name=name, scope=scope, days=options["days"], actor=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(key)
