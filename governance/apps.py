"""Governance's entry: what it shows on the other rooms' pages, and its acts in words."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Bodies, policy, assessment and decisions."""

    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Fill the slots. Imported here because models are not loaded before."""
        from core import act_names, panels, providers
        from governance.acts import ACTS
        from governance.models import PolicyProfile
        from governance.navigation import PLACES
        from governance.panels import PANELS
        from governance.selectors.access_requests import access_actions, access_links, access_waiting
        from governance.selectors.assistance import assistance_actions, assistance_news, assistance_waiting
        from governance.selectors.benefit_waiting import benefit_due, benefit_waiting
        from governance.selectors.bulk_moves import bulk_tools
        from governance.selectors.decision_links import decision_links, definition_place
        from governance.selectors.decisions import decisions_waiting
        from governance.selectors.deviations import deviation_actions, deviation_waiting
        from governance.selectors.group_waiting import group_due, group_waiting
        from governance.selectors.head import proposal_head
        from governance.selectors.note_holders import note_links
        from governance.selectors.pool_criteria import criterion_names, pool_criteria
        from governance.selectors.profile import parameters_of_reader
        from governance.selectors.project_waiting import project_due, project_news, project_waiting
        from governance.selectors.published_heads import published_heads
        from governance.selectors.theme_points import theme_actions, theme_due, theme_waiting
        from governance.selectors.waiting import due, news, waiting

        act_names.register(ACTS)
        for panel in PANELS:
            panels.register(panel)
        providers.register("proposal_head", lambda request, proposal: [proposal_head(request, proposal)])
        providers.register("bulk_tools", bulk_tools)
        providers.register("decision_links", decision_links)
        providers.register("definition_place", definition_place)
        providers.register("pool_criteria", pool_criteria)
        providers.register("criterion_names", criterion_names)
        profiles = PolicyProfile.objects.filter(is_active=True)
        providers.register("active_profile", lambda: [profiles.values("code")[:1]])
        providers.register("parameters_read", parameters_of_reader)
        waits = (waiting, group_waiting, project_waiting, benefit_waiting, decisions_waiting, deviation_waiting)
        slots: dict[str, tuple[Any, ...]] = {
            "waiting": (*waits, assistance_waiting, access_waiting, theme_waiting),
            "due": (due, group_due, project_due, benefit_due, theme_due),
            "news": (project_news, assistance_news, news),
            "note_links": (note_links, access_links),
        }
        for slot, fillers in slots.items():
            for filler in fillers:
                providers.register(slot, filler)
        providers.register("front_actions", assistance_actions)
        providers.register("front_actions", theme_actions)
        providers.register("front_actions", access_actions)
        providers.register("navigation", lambda: PLACES)
        providers.register("strategy_actions", deviation_actions)
        providers.register("published_heads", published_heads)
        tabs = [(_("Bodies"), "governance:body_list"), (_("How we govern"), "governance:how_we_govern")]
        providers.register("organisation_tabs", lambda: tabs)
