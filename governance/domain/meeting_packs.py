"""The pack of a meeting: frozen as it goes out, with its hash; a later one takes over and the earlier stays (A6)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused, require
from core.pdf import render_pdf
from governance.domain.agenda import may_arrange
from governance.domain.frozen_file import digest_of, stored_with
from governance.domain.meeting_session import lock_meeting
from governance.enums import MeetingPhase
from governance.models import Meeting, MeetingPack
from governance.reports.meeting_papers import pack_html
from governance.selectors.pack_content import pack_content
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from core.models import User


def freeze_pack(meeting: Meeting, *, actor: "User") -> MeetingPack:
    """Freeze the agenda with its cover pages as the next version. Refused once the meeting has been opened."""
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        require(may_arrange(standing_of(actor), meeting.body.kind), act="meeting.freeze_pack", subject=meeting)
        if meeting.phase != MeetingPhase.CALLED:
            raise Refused(_("The meeting has begun and stands as it was."))
        content = pack_content(meeting)
        if not any(content[name] for name in ("cases", "informed", "since")):
            raise Refused(_("The agenda is empty, so there is nothing to send out."))
        version = meeting.packs.count() + 1
        digest = digest_of(content)
        file = render_pdf(pack_html(content, version=version, digest=digest, municipality=settings.INSTALLATION_NAME))
        pack = MeetingPack(
            meeting=meeting, version=version, snapshot=content, snapshot_sha256=digest, size=len(file),
            frozen_at=clock.now(), frozen_by=actor,
        )  # fmt: skip
        with stored_with(pack, file) as sha256:
            pack.sha256 = sha256
            pack.save()
            data = {"version": version, "sha256": sha256, "snapshot_sha256": digest, "cases": len(content["cases"])}
            record("meeting.freeze_pack", actor=actor, subject=meeting, data=data)
    return pack
