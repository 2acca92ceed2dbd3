"""The sentences of a "no": the fact line, what would have changed it, and what comes next.

The one place where `governance.policy.shortfall` meets gettext; page, API and letter all say these sentences.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.templatetags.danish import kroner, number
from governance.enums import CauseKind, NextDate, Verdict
from governance.policy.shortfall import Outcome, Place, Shortfall, WhatIf, what_would_change
from governance.reason_texts import render_reason

if TYPE_CHECKING:
    from governance.models import DecisionCause

_OUTCOMES = {
    Verdict.APPROVED: Outcome.IN_PART,
    Verdict.CHANGED: Outcome.IN_PART,
    Verdict.REJECTED: Outcome.ENDED,
    Verdict.INELIGIBLE: Outcome.ENDED,
    Verdict.NOT_FUNDED: Outcome.WAITS,
    Verdict.DEFERRED: Outcome.WAITS,
    Verdict.SENT_BACK: Outcome.REVISED,
}


def fact_sentences(facts: Shortfall) -> tuple[str, ...]:
    """Return the facts of the day, one sentence each; the rules that stood in the way come first."""
    said = [render_reason(reason) for reason in facts.blocked]
    if facts.granted:
        said.append(
            _("%(granted)s of the %(applied)s applied for was allocated.")
            % {"granted": kroner(facts.granted), "applied": kroner(facts.applied)}
        )
    if facts.place is not None:
        said += _place_sentences(facts.place, facts.year)
    if facts.weakest and facts.weakest_mean is not None:
        said.append(
            _("The lowest score was on “%(criterion)s”: %(mean)s of 5.")
            % {"criterion": facts.weakest, "mean": number(facts.weakest_mean)}
        )
    return tuple(said)


def change_sentences(facts: Shortfall, verdict: str, *, by_principle: bool, name: str) -> tuple[str, ...]:
    """Return what would have changed the decision; `name` is the criterion's or the principle's."""
    what = what_would_change(facts, _OUTCOMES[Verdict(verdict)], by_principle=by_principle)
    return tuple(_what_if(one, facts, name) for one in what)


def next_sentence(kind: str, day: date | None) -> str:
    """Return the next date in words."""
    if kind == NextDate.RESERVE and day is not None:
        return _("The place on the reserve list holds until %(date)s.") % {"date": date_format(day)}
    if kind == NextDate.MEETING and day is not None:
        return _("The strategy group's next meeting after the decision: %(date)s.") % {"date": date_format(day)}
    return _("No meeting has been called yet.")


def cause_line(kind: str, name: str) -> str:
    """Return what the decision is tied to, or nothing."""
    if kind == CauseKind.CRITERION:
        return _("Pool criterion: %(name)s") % {"name": name}
    return _("Principle: %(name)s") % {"name": name} if kind == CauseKind.PRINCIPLE else ""


def cause_sentences(cause: "DecisionCause", verdict: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the facts and what would have changed them, of a cause that is kept with its decision."""
    facts = Shortfall.from_record(cause.facts)
    by_principle = cause.kind == CauseKind.PRINCIPLE
    return fact_sentences(facts), change_sentences(facts, verdict, by_principle=by_principle, name=cause.name)


def _place_sentences(place: Place, year: int | None) -> list[str]:
    alone = place.of == 1
    said = [] if alone else [_("No. %(number)s of %(of)s.") % {"number": place.number, "of": place.of}]
    if alone and place.reach:
        said.append(_("The pool for %(year)s holds the case.") % {"year": year})
    elif alone:
        said.append(_("The pool for %(year)s does not hold the case.") % {"year": year})
    elif place.reach == 0:
        said.append(_("The pool for %(year)s does not hold the first.") % {"year": year})
    elif place.reach < place.of:
        said.append(_("The pool for %(year)s ends after no. %(reach)s.") % {"year": year, "reach": place.reach})
    else:
        said.append(_("The pool for %(year)s holds them all.") % {"year": year})
    if place.missing:
        if place.kept:
            kept = _("%(amount)s is kept for what mandatory solutions are expected to need.")
            said.append(kept % {"amount": kroner(place.kept)})
        said.append(_("%(amount)s is missing.") % {"amount": kroner(place.missing)})
    return said


def _what_if(what: WhatIf, facts: Shortfall, name: str) -> str:
    place = facts.place
    said: dict[str, object] = {"name": name}
    if place is not None:
        said |= {"missing": kroner(place.missing), "fits": kroner(place.room), "reach": place.reach}
    sentences = {
        WhatIf.RULES_MET: _("That what the rules ask for is in place."),
        WhatIf.MORE_MONEY: _("%(missing)s more in the pool, or a case that asks for at most %(fits)s.")
        if place is not None and place.room
        else _("%(missing)s more in the pool."),
        WhatIf.BETTER_PLACE: _("A place as no. %(reach)s or better."),
        WhatIf.PRINCIPLE_FOLLOWED: _("A case that follows “%(name)s”, or whose deviation has been approved."),
        WhatIf.STRONGER: _("A stronger case on “%(name)s”.") if name else _("A stronger case."),
        WhatIf.REVISED: _("Correct the case as the reasons say, and send it in again."),
        WhatIf.AWAITED: _("The case can be taken up again when what it waits for is there."),
    }
    return sentences[what] % said
