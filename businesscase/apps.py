"""The standardised business case and its exact figures."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class BusinessCaseConfig(AppConfig):
    """The standardised business case and its exact figures."""

    name = "businesscase"
    verbose_name = _("Business case")

    def ready(self) -> None:
        """Take the places that other pages hold open. Imported here because models are not loaded before."""
        from businesscase.domain import chapters
        from businesscase.domain.copying import copy_to_draft
        from businesscase.domain.gaps import STEP, case_gaps
        from businesscase.selectors.proposal_panel import case_panel
        from businesscase.selectors.step_answers import step_answers
        from businesscase.selectors.version_facts import version_facts
        from businesscase.selectors.version_figures import version_figures
        from core import act_names, panels, providers
        from portfolio.steps import FULL_FORM, Step

        step = Step(
            STEP,
            90,
            _("Business case"),
            FULL_FORM,
            lambda proposal: reverse("businesscase:case_update", args=[proposal.pk]),
            _("What it costs, what it gives, and when the money is back. The portal does the arithmetic."),
        )
        act_names.register({"sheet_mapping.save": _("Saved a mapping of lines")})
        words = Step(
            chapters.STEP,
            92,
            _("The case in words"),
            FULL_FORM,
            lambda proposal: reverse("businesscase:chapters_update", args=[proposal.pk]),
            _("What the figures do not say: what is covered, how it is done, by when, and who stands behind it."),
            of_small=False,
        )
        providers.register("wizard_steps", lambda: [step, words])
        providers.register("proposal_gaps", case_gaps)
        providers.register("proposal_gaps", chapters.chapter_gaps)
        providers.register("step_answers", step_answers)
        providers.register("version_copied", copy_to_draft)
        providers.register("version_facts", version_facts)
        providers.register("version_figures", version_figures)
        panels.register(
            panels.Panel(
                "proposal_section",
                20,
                _("Business case"),
                "businesscase/_proposal_panel.html",
                case_panel,
                "business-case",
            )
        )
