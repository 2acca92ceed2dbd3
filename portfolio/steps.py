"""The steps of the guided form, one page each.

Every app adds its own through the provider "wizard_steps": a function without arguments that returns steps.
The portfolio's own are served by `views.drafts`; another app's step is a page of its own that draws the same
list of steps with `selectors.wizard`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.providers import collect
from core.ui import Action
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from portfolio.permissions import may_begin

if TYPE_CHECKING:
    from core.models import User

# The Danish word of each own step in its address.
PATHS = {
    "suggestion": "forslag",
    "need": "behov",
    "aspects": "aspekter",
    "size": "omfang",
    "people": "mennesker",
    "goals": "maal",
    "change": "forandring",
    "strategy": "ophav",
    "security": "sikkerhed",
    "pool": "pulje",
}
FULL_FORM = frozenset({ProposalKind.APPLICATION, ProposalKind.NOTIFICATION})


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form: `kinds` are the proposals that have it, `help` says in a sentence what it is for.

    `slug` is what a `completeness.Gap` names as the place where it is mended. `of_small` is False for a step that a
    small case goes without (AM25).
    """

    slug: str
    order: int
    title: Any
    kinds: frozenset[ProposalKind]
    url: Callable[[Proposal], str]
    help: Any = ""
    of_small: bool = True


def steps_of(proposal: Proposal) -> tuple[Step, ...]:
    """Return the steps that this kind of proposal has, in order."""
    steps: list[Step] = collect("wizard_steps")
    return tuple(sorted((step for step in steps if proposal.kind in step.kinds), key=lambda step: step.order))


def own_steps() -> tuple[Step, ...]:
    """Return the portfolio's own steps; other apps place theirs between by `order`."""
    return OWN_STEPS


def begin_a_case(person: "User") -> tuple[Action, ...]:
    """Return the front page's way into the form, for whoever may begin a case (A22)."""
    if not may_begin(person):
        return ()
    return (Action(str(_("New case")), reverse("portfolio:proposal_create"), primary=True),)


def _own(slug: str, order: int, title: Any, help_text: Any, kinds: frozenset[ProposalKind] = FULL_FORM) -> Step:
    def url(proposal: Proposal) -> str:
        return reverse("portfolio:draft_step", args=[proposal.pk, PATHS[slug]])

    return Step(slug, order, title, kinds, url, help_text)


def _documents_url(proposal: Proposal) -> str:
    return reverse("portfolio:draft_documents", args=[proposal.pk])


OWN_STEPS = (
    _own(
        "suggestion",
        10,
        _("Your suggestion"),
        _("Five questions, two minutes. You need no figures and no plan: say what could be better, and how."),
        frozenset({ProposalKind.SUGGESTION}),
    ),
    _own("need", 10, _("Need"), _("Say what the case is about, who it belongs to, and what need it is to meet.")),
    _own(
        "aspects",
        20,
        _("Four aspects"),
        _("A new system alone changes little. Describe what it takes on all four sides of the work."),
    ),
    _own(
        "size",
        30,
        _("Size"),
        _("The figures decide who handles the case. Give your best estimate; you can correct it."),
    ),
    _own("people", 40, _("Those affected"), _("Say who is affected, and how they have a say.")),
    _own(
        "goals", 50, _("Goals"), _("Goals that can be measured make it possible to see afterwards whether it worked.")
    ),
    _own("change", 60, _("Change and reuse"), _("Say what people are to do differently, and what you can build on.")),
    _own(
        "strategy",
        70,
        _("Origin and obligation"),
        _("Say where the case comes from, and whether you are obliged to it."),
    ),
    _own("security", 80, _("Data, security and AI"), _("Say what data are handled, and how they are protected.")),
    _own(
        "pool",
        100,
        _("Money from the pool"),
        _("The pool pays purchase and implementation. As a clear main rule it does not pay staff hours."),
        frozenset({ProposalKind.APPLICATION}),
    ),
    Step(
        "documents",
        110,
        _("Documents"),
        frozenset(ProposalKind),
        _documents_url,
        _("Attach what the readers need in order to understand the case. You can also leave it out."),
    ),
)
