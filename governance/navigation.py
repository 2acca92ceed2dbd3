"""Governance's entries in the main navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.navigation import Place

PLACES = (
    Place(15, _("Overview"), "governance:overview", "/overblik/", "portfolio.view_submitted_proposals"),
    Place(22, _("Projects"), "governance:project_list", "/projekter/"),
    Place(23, _("Benefits"), "governance:benefit_list", "/gevinster/"),
    Place(
        25,
        pgettext_lazy("room", "Review"),
        "governance:review_queue",
        "/behandling/",
        "governance.take_part_in_reviews",
    ),
    Place(35, _("The pool"), "governance:pool_detail", "/puljen/", "governance.view_pool"),
    Place(30, _("Meetings"), "governance:meeting_list", "/moeder/", "portfolio.view_submitted_proposals"),
    Place(85, _("Prices and rates"), "governance:price_development", "/priser/", "core.manage_organisation"),
    Place(84, _("The values of the policy"), "governance:policy_value_list", "/regelsaet/", "core.manage_organisation"),
    Place(70, _("Reports"), "governance:report_list", "/rapporter/", "governance.open_reports"),
)
