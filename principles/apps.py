"""Strategies, principles and how proposals answer them."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import act_names, panels, providers
from core.navigation import Place


class PrinciplesConfig(AppConfig):
    """Strategies, principles and how proposals answer them."""

    name = "principles"
    verbose_name = _("Principles")

    def ready(self) -> None:
        """Take the places that other pages hold open."""
        from portfolio.steps import FULL_FORM, Step
        from principles.domain.copying import copy_to_draft
        from principles.domain.gaps import STEP, principle_gaps
        from principles.selectors.proposal_principles import principles_panel
        from principles.selectors.step_answers import step_answers
        from principles.selectors.waiting import waiting_for_architect

        act_names.register(ACTS)
        providers.register(
            "navigation", lambda: [Place(40, _("Principles"), "principles:strategy_list", "/principper/")]
        )
        step = Step(
            STEP,
            75,
            _("Principles"),
            FULL_FORM,
            lambda proposal: reverse("principles:assessment_update", args=[proposal.pk]),
            _("Say how the project stands to each principle: follow it, or explain why not. A short reason is enough."),
        )
        providers.register("wizard_steps", lambda: [step])
        providers.register("proposal_gaps", principle_gaps)
        providers.register("step_answers", step_answers)
        providers.register("version_copied", copy_to_draft)
        providers.register("waiting", waiting_for_architect)
        panels.register(
            panels.Panel(
                "proposal_section",
                40,
                _("Principles"),
                "principles/_proposal_panel.html",
                principles_panel,
                "principper",
            )
        )


ACTS = {
    "strategy.load": _("Loaded the strategy"),
    "strategy.activate": _("Made the policy profile's strategies active"),
    "proposal.assess_principles": _("Assessed the principles"),
}
