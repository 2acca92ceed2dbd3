"""Governance's acts in words."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "body.create": _("Created the body"),
    "body.seat": _("Gave a seat"),
    "body.appoint": _("Changed the role of a seat"),
    "body.name_deputy": _("Named the deputy of a seat"),
    "body.end_seat": _("Ended a seat"),
    "profile.load": _("Loaded the policy profile"),
    "profile.activate": _("Made the policy profile the one in force"),
    "parameter.set": _("Changed a parameter"),
    "proposal.submit": _("Submitted the case"),
    "proposal.give": _("Gave the suggestion"),
    "proposal.triage": _("Triaged the case"),
    "proposal.answer": _("Answered the suggestion"),
    "proposal.carry_on": _("Carried the suggestion on"),
    "proposal.take_back": _("Took the case back to correct it"),
    "proposal.withdraw": _("Withdrew the case"),
    "proposal.approve_acquisition": _("Approved the acquisition for IT"),
    "proposal.refuse_acquisition": _("Did not approve the acquisition for IT"),
    "proposal.sign_route_for_it": _("Signed the route for IT"),
    "proposal.sign_route_for_owner": _("Signed the route as project owner"),
    "proposal.settle_route": _("Settled the route as chair"),
    "proposal.approve_locally": _("Approved the case for the department"),
    "proposal.reject_locally": _("Rejected the case for the department"),
}
