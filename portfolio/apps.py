"""The portfolio: proposals and, later, the projects they become."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    """Proposals, projects and systems."""

    name = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        """Name the acts and fill the providers. Imported here because models are not loaded before."""
        from core import act_names, providers
        from core.navigation import Place
        from portfolio.domain.completeness import gaps
        from portfolio.steps import begin_a_case, own_steps

        act_names.register(
            {
                "proposal.create": _("Began the draft"),
                "proposal.share": _("Let a colleague write along"),
                "proposal.unshare": _("Took the pen from a colleague"),
                "proposal.delete_draft": _("Deleted the draft"),
                "project.import": _("Imported the project"),
                "project_import.carry_out": _("Imported projects from a file"),
                "project_import.receive": _("Received a file with projects"),
                "project_import.discard": _("Threw away a file with projects"),
                "system.create": _("Entered the system"),
                "system.change": _("Changed the system"),
                "contract.create": _("Entered a contract on the system"),
                "contract.change": _("Changed a contract on the system"),
                "import_mapping.save": _("Saved a mapping of columns"),
            }
        )
        places = [
            Place(20, _("Cases"), "portfolio:proposal_list", "/sager/"),
            Place(45, _("Systems"), "portfolio:system_list", "/systemer/"),
        ]
        providers.register("navigation", lambda: places)
        providers.register("front_actions", begin_a_case)
        providers.register("wizard_steps", own_steps)
        providers.register("proposal_gaps", gaps)
