"""What cases of the same kind have realised, beside a case's own estimate."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.finance.reference_class import FEWEST
from businesscase.models import Result
from businesscase.selectors.section import FIGURES, Section, Table, whole, words
from core.templatetags.danish import percent
from portfolio.enums import AcquisitionType


def reference_section(result: Result) -> Section | None:
    """Return the experience with the kind; None on a result from before it was kept, and for a case of no kind."""
    found = result.reference
    if not found or found["kind"] not in AcquisitionType.values:
        return None
    title, kind = _("Experience from closed cases"), _kind(found["kind"])
    if found["middle"] is None:
        return Section(name=FIGURES, title=title, finding=_("Too few to say anything"), texts=(_too_few(found, kind),))
    share = percent(Decimal(found["middle"]))
    return Section(
        name=FIGURES,
        title=title,
        finding=_("Half of them have realised less than %(share)s of the promised gains") % {"share": share},
        texts=(
            _(
                "%(count)s closed cases of the same kind (%(kind)s) have measured their gains. Beside the estimate "
                "stands what this case is worth if its gains come as theirs did; the costs are the same."
            )
            % {"count": found["count"], "kind": kind},
        ),
        tables=(_shares(found), _values(result, found)),
    )


def _kind(code: str) -> str:
    """Return the kind as it stands inside a sentence."""
    if code == AcquisitionType.NEITHER:
        return _("neither an acquisition nor further development")
    return str(AcquisitionType(code).label).lower()


def _too_few(found: dict[str, Any], kind: str) -> str:
    if not found["count"]:
        text = _("No closed case of the same kind (%(kind)s) has measured its gains yet, so nothing has been adjusted.")
        return text % {"kind": kind}
    text = ngettext(
        "%(count)s closed case of the same kind (%(kind)s) has measured its gains. At least %(fewest)s are needed to "
        "say anything, so nothing has been adjusted.",
        "%(count)s closed cases of the same kind (%(kind)s) have measured their gains. At least %(fewest)s are needed "
        "to say anything, so nothing has been adjusted.",
        found["count"],
    )
    return text % {"count": found["count"], "kind": kind, "fewest": FEWEST}


def _shares(found: dict[str, Any]) -> Table:
    rows = (
        (_("A fourth realised less than"), found["lower"]),
        (_("Half realised less than (the median)"), found["middle"]),
        (_("A fourth realised more than"), found["upper"]),
    )
    cells = tuple((words(text), words(percent(Decimal(share)))) for text, share in rows)
    return Table(_("What they have realised of what they promised"), (_("Cases"), _("Share")), cells)


def _values(result: Result, found: dict[str, Any]) -> Table:
    rows = (
        (words(_("As the applicant expects")), whole(result.npv)),
        (words(_("If the gains come as in the closed cases")), whole(Decimal(found["adjusted_npv"]))),
    )
    return Table(_("What it does to this case"), (_("Gains"), _("Net present value")), rows)
