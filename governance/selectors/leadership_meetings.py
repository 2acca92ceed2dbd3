"""The leadership meetings of the director areas beside the bodies: they are heard, and decide no case (A15)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.policy.profile import BodyKind, Profile


@dataclass(frozen=True, slots=True)
class LeadershipMeetings:
    """What the meetings are called here, and the source that speaks of them; empty where none does."""

    name: str
    source: str


def leadership_meetings(profile: Profile | None) -> LeadershipMeetings:
    """Return the meetings as the policy names them, or as the portal does.

    They have no seats here: the director of the area chairs each one, and its theme points are the portal's part of
    it (`governance.domain.theme_points`).
    """
    bodies = profile.bodies if profile else ()
    named = next((body for body in bodies if body.kind is BodyKind.ADMINISTRATION), None)
    if named is None:
        return LeadershipMeetings(_("The leadership meetings of the director areas"), "")
    return LeadershipMeetings(named.name, named.source)
