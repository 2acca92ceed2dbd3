"""Closed sets of governance."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Route(TextChoices):
    """Who handles a proposal (C5-C9); the names are those of the pure policy room."""

    UNIT = "unit", _("The department itself")
    IT_AND_UNIT = "it_and_unit", _("The IT department and the department")
    STRATEGY_GROUP = "strategy_group", _("The strategy group")
    MANAGEMENT = "management", _("Management")
    UNDECIDED = "undecided", _("To be chosen by IT and the project owner")


class BodyKind(TextChoices):
    """The role slots that bodies fill; their names are the municipality's own (AM14)."""

    COUNCIL = "council", _("City council")
    MANAGEMENT = "management", _("Management")
    STRATEGY_GROUP = "strategy_group", _("Strategy group")
    IT_DEPARTMENT = "it_department", _("IT department")
    IT_NETWORK = "it_network", _("IT network")
    DEPARTMENT_HEADS = "department_heads", _("Heads of departments")
    AUDIT = "audit", _("Audit")
    ADMINISTRATION = "administration", _("Administrators of the portal")


class BodyRole(TextChoices):
    """What a person is in a body."""

    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")


class Signatory(TextChoices):
    """Who signs the choice of route (C6)."""

    IT = "it", _("The IT department")
    OWNER = "owner", _("The project owner")
    CHAIR = "chair", _("The chair of the strategy group")


class AssessmentOutcome(TextChoices):
    """The IT department's answer (D5, D6)."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not approved")


class HearingSide(TextChoices):
    """Who writes while IT assesses: IT asks, the applicant answers."""

    QUESTION = "question", _("Question from IT")
    ANSWER = "answer", _("Answer from the applicant")


class ReuseOutcome(TextChoices):
    """What the reuse check came to (C12)."""

    NOTHING = "nothing", _("No, we have nothing that covers the need")
    EXTEND = "extend", _("Yes, if what we have is extended")
    COVERED = "covered", _("Yes, what we have covers the need")


class ArchitectureConclusion(TextChoices):
    """What an architecture assessment concludes (B22)."""

    FITS = "fits", _("Fits the architecture")
    ON_CONDITIONS = "on_conditions", _("Fits on conditions")
    DOES_NOT_FIT = "does_not_fit", _("Does not fit the architecture")


class Verdict(TextChoices):
    """A decision's outcome (A2). The head of a department approves or rejects; management has them all.

    The last two are for an application: worth doing but without money now, and what the pool's rules keep out.
    """

    APPROVED = "approved", _("Approved")
    CHANGED = "changed", _("Approved with changes")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")
    SENT_BACK = "sent_back", _("Sent back")
    NOT_FUNDED = "not_funded", _("Worth doing, not funded")
    INELIGIBLE = "ineligible", _("Outside the pool's rules")


class CauseKind(TextChoices):
    """What a decision that does not give everything is tied to; nothing only where there is nothing to choose from."""

    CRITERION = "criterion", _("Pool criterion")
    PRINCIPLE = "principle", pgettext_lazy("cause", "Principle")
    NOTHING = "nothing", pgettext_lazy("cause", "Nothing named")


class NextDate(TextChoices):
    """What the next date of a decided case is."""

    MEETING = "meeting", _("The strategy group's next meeting")
    RESERVE = "reserve", _("The place on the reserve list ends")
    NONE = "none", _("No meeting has been called yet")


class EntryKind(TextChoices):
    """What an entry in the pool's ledger does (B13)."""

    FRAME = "frame", _("Frame")
    TRANSFER = "transfer", _("Transfer between years")
    RESERVATION = "reservation", _("Reservation")
    COMMITMENT = "commitment", _("Commitment")
    RETURN = "return", _("Return")
    EXPENDITURE = "expenditure", _("Expenditure")


class GrantOutcome(TextChoices):
    """How a conditional grant ended: its condition was met in time, or it lapsed (B13)."""

    MET = "met", _("The condition has been met")
    LAPSED = "lapsed", _("The grant has lapsed")


class ConflictGround(IntegerChoices):
    """The grounds of a conflict of interest: Forvaltningsloven § 3, stk. 1, nr. 1-5."""

    OWN_INTEREST = 1, _("No. 1: a personal or economic interest in the outcome")
    FAMILY = 2, _("No. 2: a spouse, a relative or somebody else close has such an interest")
    TIES = 3, _("No. 3: takes part in the management of, or is close to, somebody with an interest in the outcome")
    EARLIER_PART = 4, _("No. 4: has dealt with the same case in another authority")
    OTHER = 5, _("No. 5: other circumstances that can raise doubt about impartiality")


class Position(TextChoices):
    """What a member of the strategy group means should happen with a case."""

    APPROVE = "approve", pgettext_lazy("position", "Approve")
    APPROVE_IN_PART = "approve_in_part", pgettext_lazy("position", "Approve in part")
    DEFER = "defer", pgettext_lazy("position", "Defer")
    REJECT = "reject", pgettext_lazy("position", "Reject")
    ABSTAIN = "abstain", pgettext_lazy("position", "Abstain")


class ScoreLevel(IntegerChoices):
    """How well a case meets a criterion, each step in words."""

    NOT = 0, _("0 – not at all")
    HARDLY = 1, _("1 – hardly")
    PARTLY = 2, _("2 – partly")
    FAIRLY = 3, _("3 – fairly")
    WELL = 4, _("4 – well")
    FULLY = 5, _("5 – fully")


class RecommendationOutcome(TextChoices):
    """What the strategy group recommends (B11)."""

    APPROVE = "approve", pgettext_lazy("recommendation", "Approve")
    APPROVE_IN_PART = "approve_in_part", pgettext_lazy("recommendation", "Approve in part")
    REJECT = "reject", pgettext_lazy("recommendation", "Reject")


class AgendaKind(TextChoices):
    """Why a case stands on an agenda (AM9)."""

    FOR_REVIEW = "for_review", _("For review")
    FOR_DECISION = "for_decision", _("For decision")
    FOR_INFORMATION = "for_information", _("For information")


class MeetingPhase(TextChoices):
    """Where a meeting stands."""

    CALLED = "called", pgettext_lazy("meeting", "Called")
    OPEN = "open", pgettext_lazy("meeting", "In session")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")


class ReportKind(TextChoices):
    """What a report tells of."""

    PORTFOLIO_STATUS = "portfolio_status", _("Portfolio status")


class ReportScope(TextChoices):
    """Which cases a report covers (AM19, C29)."""

    ALL = "all", _("Every project and case")
    JOINT = "joint", _("Joint public and joint municipal initiatives only")


class ReportCadence(TextChoices):
    """How often a report is made by itself."""

    NONE = "none", _("Only on demand")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")


class RunState(TextChoices):
    """Where the making of a report stands."""

    QUEUED = "queued", pgettext_lazy("report", "In the queue")
    RUNNING = "running", pgettext_lazy("report", "Being made")
    DONE = "done", pgettext_lazy("report", "Published")
    FAILED = "failed", pgettext_lazy("report", "Could not be made")


class RunStep(TextChoices):
    """What the worker does just now, in the reader's words."""

    WAITING = "waiting", _("Waits for a free worker")
    READING = "reading", _("Reads the portfolio")
    SETTING = "setting", _("Sets the pages")
    STORING = "storing", _("Stores the report")
    FINISHED = "finished", _("Finished")


class PriceSeries(TextChoices):
    """What a yearly rise is a rise of; the names stand in the parameters' keys."""

    PRICE = "price", _("Prices")
    WAGE = "wage", _("Wages")


class AllocationMethod(TextChoices):
    """How a pool is spent among those who ask; the names are those of the pure room."""

    RANK = "rank", _("By rank")
    SKIPPING = "skipping", _("By rank, skipping what does not fit")
    BEST = "best", _("Best value")


class ValueBasis(TextChoices):
    """What a case is worth when the pool is spent."""

    NPV = "npv", _("Risk-adjusted net present value")
    SCORE = "score", _("The strategy group's score")


class RowLock(TextChoices):
    """What people have settled about a case beforehand."""

    IN = "in", pgettext_lazy("case in a scenario", "Locked in")
    OUT = "out", pgettext_lazy("case in a scenario", "Locked out")


class LockGround(TextChoices):
    """Why a case is locked; a lock without one is none."""

    LAW = "law", pgettext_lazy("ground of a lock", "Law or binding agreement")
    CONTRACT = "contract", pgettext_lazy("ground of a lock", "Contract")
    MANAGEMENT = "management", pgettext_lazy("ground of a lock", "Management's decision")
    CAPACITY = "capacity", pgettext_lazy("ground of a lock", "Lack of people or time")
    OTHER = "other", pgettext_lazy("ground of a lock", "Another reason")


class LinkKind(TextChoices):
    """How one case hangs together with another."""

    REQUIRES = "requires", pgettext_lazy("cases", "requires")
    EXCLUDES = "excludes", pgettext_lazy("cases", "cannot be chosen together with")


class CalculationStep(TextChoices):
    """What the worker does just now, in the reader's words."""

    WAITING = "waiting", _("Waits for a free worker")
    DRAWING = "drawing", _("Draws the estimates")
    TRACING = "tracing", _("Calculates the sizes of the pool")
    FINISHED = "finished", _("Finished")


class AccessMark(TextChoices):
    """What a paper gets when somebody asks for access to a case: it is given, or the ground for which it is not."""

    GIVEN = "given", pgettext_lazy("access mark", "Given")
    INTERNAL = "internal", _("Exempt: internal working document (§ 23)")
    EXTRACT = "extract", _("Exempt: internal, its facts are given by themselves (§§ 23, 28 and 29)")
    PRIVATE = "private", _("Exempt: private matters of a person (§ 30, no. 1)")
    BUSINESS_SECRET = "business_secret", _("Exempt: business secret (§ 30, no. 2)")
    OTHER = "other", _("Exempt: public interests (§§ 31-33)")


class AccessOutcome(TextChoices):
    """How a request for access to a case has been answered."""

    GIVEN = "given", _("Access is given to what is marked as given")
    REFUSED = "refused", _("Access is refused")


class AssistanceState(TextChoices):
    """Where a request for IT's help stands (C15)."""

    OPEN = "open", pgettext_lazy("assistance", "Waits for IT")
    ACCEPTED = "accepted", pgettext_lazy("assistance", "Agreed")
    DECLINED = "declined", pgettext_lazy("assistance", "Declined")
    FINISHED = "finished", pgettext_lazy("assistance", "Finished")
    WITHDRAWN = "withdrawn", pgettext_lazy("assistance", "Withdrawn")


class ThemeState(TextChoices):
    """Where a theme point of an administration's leadership meeting stands (A15)."""

    PLANNED = "planned", pgettext_lazy("theme point", "Planned")
    FOLLOW_UP = "follow_up", pgettext_lazy("theme point", "Discussed, with follow-up")
    DONE = "done", pgettext_lazy("theme point", "Discussed")
    CANCELLED = "cancelled", pgettext_lazy("theme point", "Cancelled")
