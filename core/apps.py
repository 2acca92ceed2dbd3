"""The app's entry: makes every task known to the web process."""

from celery import current_app
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import providers
from core.navigation import Place


class CoreConfig(AppConfig):
    """People, units, parameters, audit and pages."""

    name = "core"
    verbose_name = _("Foundation")

    def ready(self) -> None:
        """Load the tasks now: Celery's own discovery is lazy, and the web process enqueues by name."""
        current_app.autodiscover_tasks(force=True)
        providers.register("navigation", places)


def places() -> list[Place]:
    """Return the foundation's entries in the main navigation; "/organ" covers the bodies' pages too."""
    return [
        Place(80, _("The organisation"), "core:unit_list", "/organ"),
        Place(90, _("Acts"), "core:act_list", "/haendelser/", "core.view_all_acts"),
    ]
