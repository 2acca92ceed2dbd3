"""The request of somebody who is logged in, which every page but the log-in's asks for."""

from django.http import HttpRequest

from core.models import User


class PersonRequest(HttpRequest):
    """A request whose `user` is a person: `LoginRequiredMiddleware` lets no other through. For annotations only."""

    user: User
