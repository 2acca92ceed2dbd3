"""The help beside each field: what to write, an example, and why it is asked, with the rule's source.

Titles of adopted documents are official names and stand as they are adopted. `rule` is the ledger's id.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ODDER_STRATEGY = "Digitaliseringsstrategi, Odder Kommune"
ODDER_NOTE_2006 = "Strateginotat for IT-området, Odder Kommune, november 2006"
ODENSE_PRINCIPLES = "Digitale Styringsprincipper, Odense Kommune, 25. november 2020"
ODENSE_STRATEGY_2009 = "Tværgående digitaliseringsstrategi 2009-2012, Odense Kommune"
NIS2 = "NIS 2-loven, lov nr. 434 af 6. maj 2025, § 6"
GDPR = "Databeskyttelsesforordningen, artikel 35"
AI_ACT = "AI-forordningen (EU) 2024/1689"
PUBLIC_RECORDS = "Offentlighedsloven, § 15"

_ASPECTS = _("All four aspects are to be thought through: organisation, management, processes and technology.")
_SELF_SERVICE = _("Self-service must be of real value to the citizen and make the municipality more efficient.")


@dataclass(frozen=True, slots=True)
class Guidance:
    """`help` stands under the label; `example`, `why` and `source` fold out below the field."""

    help: Any
    example: Any = ""
    why: Any = ""
    source: str = ""
    rule: str = ""


GUIDANCE: dict[str, Guidance] = {
    # Need
    "title": Guidance(
        _("A short title that a colleague in another department understands."),
        _("“Digital post straight from the care system”"),
    ),
    "unit": Guidance(_("The unit that will own the solution and its benefits.")),
    "owner": Guidance(
        _("Write a name or an e-mail address. You can wait until you submit."),
        "",
        _("The project owner answers for the case and signs the choice of route together with IT."),
        ODDER_STRATEGY,
        "A18",
    ),
    "esdh_case_number": Guidance(
        _("The number of the case in your records system, if it has been created."),
        "872-2027-1187",
        _("The decision must be found again where the municipality keeps its records."),
        PUBLIC_RECORDS,
        "B5",
    ),
    "core_task": Guidance(
        _("Which of the municipality's tasks becomes better, and for whom is it solved?"),
        _("“Decisions and summonses to citizens who receive home care.”"),
        _("Digitalisation is a means. A case that cannot point to a core task is hard to give priority."),
        ODENSE_PRINCIPLES,
        "G-ODE5.1",
    ),
    "need": Guidance(
        _("What does not work today? Write what you see, and how often, rather than which system you wish for."),
        _("“One letter in twenty goes out on paper although the citizen can receive it digitally.”"),
        _("Success is measured by how well the needs of citizens, companies and employees are met."),
        ODENSE_PRINCIPLES,
        "D34",
    ),
    "idea": Guidance(
        _("How could it be done instead? A rough idea is enough."),
        _("“Let the citizen choose the time on the phone instead of calling us.”"),
    ),
    "gain": Guidance(
        _("Who would notice it, and how? Guess if you do not know."),
        _("“We would save some 20 calls a day, and citizens would get an answer at once.”"),
    ),
    # Aspects
    "aspect_organisation": Guidance(
        _("Who will do what when the solution is in use? Name new roles, and work that moves between units."),
        _("“Each unit has two super-users. The citizen service takes enquiries.”"),
        _ASPECTS,
        ODENSE_PRINCIPLES,
        "C2",
    ),
    "aspect_management": Guidance(
        _("Who leads the change, and how do they follow up?"),
        _("“The head of care is responsible, and the steering group meets every month.”"),
        _ASPECTS,
        ODENSE_PRINCIPLES,
        "C2",
    ),
    "aspect_processes": Guidance(
        _("Which work processes are affected, and what do they look like afterwards?"),
        _("“Eight processes become three: decision, summons and ordinary letter.”"),
        _ASPECTS,
        ODENSE_PRINCIPLES,
        "C2",
    ),
    "aspect_technology": Guidance(
        _("Which technology is used, which systems must it work with, and have you tried whether it is easy to use?"),
        _("“A module in the present care system that sends through the common distribution component.”"),
        _("Usability is always one of the things that count when something is bought."),
        ODDER_STRATEGY,
        "C2, D36",
    ),
    # Size
    "acquisition_type": Guidance(
        _("Further development is new functions or a new module in something you have."),
        "",
        _("IT assesses and approves every acquisition, however small, before it can begin."),
        ODDER_STRATEGY,
        "D5",
    ),
    "vendor_cost": Guidance(
        _(
            "All invoices from suppliers and consultants, excluding VAT, once and for all, until the solution is in "
            "use. Leave out yearly operation and your own hours."
        ),
        "410.000",
        _("Above the limit in force the task is a project. The limit itself is not above: exactly at it is below."),
        ODDER_STRATEGY,
        "D2",
    ),
    "staff_hours": Guidance(
        _("All hours that your own people spend until the solution is in use, across units. 0 is also an answer."),
        _("“300 for the project manager and 120 for testing and training: 420.”"),
        _("Above the limit in force the task is a project."),
        ODDER_STRATEGY,
        "D3",
    ),
    "needs_cooperation": Guidance(
        _("Can the task only be solved by several people together, typically from more than one unit?"),
        "",
        _("A task that takes cooperation is a project, whatever it costs."),
        ODDER_STRATEGY,
        "D1",
    ),
    "units_involved": Guidance(
        _("Tick every unit whose people take part or whose work changes. Your own unit is counted by itself."),
        "",
        _("Tasks across departments are always handled as projects by the strategy group."),
        ODDER_STRATEGY,
        "D7",
    ),
    "external_assistance": Guidance(
        _("Do you need a consultant or a supplier to carry it out?"),
        "",
        _("Help from outside is a sign of a project, but does not make one by itself."),
        ODDER_STRATEGY,
        "D1",
    ),
    "external_assistance_text": Guidance(
        _("Only if you answered yes. What are they to do?"),
        _("“The supplier sets up the sending and helps during the trial run.”"),
    ),
    "supplier": Guidance(
        _("The supplier's name. Write “not chosen” if you do not know yet."),
        "",
        _("Readers who have ties to a supplier must know it in time."),
        ODDER_STRATEGY,
        "A26",
    ),
    # People
    "citizen_facing": Guidance(
        _("Yes if citizens or companies use the solution themselves, or meet it directly."),
        "",
        _SELF_SERVICE,
        ODDER_NOTE_2006,
        "D40",
    ),
    "value_citizen": Guidance(
        _("Only if you answered yes. What becomes easier, quicker or better for them?"),
        _("“The citizen gets the letter the same day and can book a new time from it.”"),
        _SELF_SERVICE,
        ODDER_NOTE_2006,
        "D40",
    ),
    "value_efficiency": Guidance(
        _("Only if you answered yes. What do you save, in money or in time?"),
        _("“Postage, and about five minutes of work for each letter.”"),
        _SELF_SERVICE,
        ODDER_NOTE_2006,
        "D40",
    ),
    "support_plan": Guidance(
        _(
            "Only if you answered yes. Where do citizens get help when they cannot manage by themselves? "
            "What about those who are exempt?"
        ),
        _("“The citizen service helps by phone and at the counter. Exempt citizens still get letters on paper.”"),
        _("Citizens must be able to get the help they need, when they need it."),
        ODDER_STRATEGY,
        "D37",
    ),
    # Change and reuse
    "work_process_changes": Guidance(
        _("What do people stop doing, and what do they do instead?"),
        _("“The letter is written, approved and sent in one place. Saving on a drive and fetching again falls away.”"),
        _("New IT gives no benefit until the work processes change as well."),
        ODENSE_STRATEGY_2009,
        "D41",
    ),
    "training_plan": Guidance(
        _("Who is to learn what, how and when?"),
        _("“Two hours for 85 employees, held by the super-users of each unit.”"),
        _("Those who use a system must be trained in it."),
        ODDER_NOTE_2006,
        "D42",
    ),
    "reuse_internal": Guidance(
        _("Does the municipality already have something that covers the need, whole or in part? Whom have you asked?"),
        _("“The citizen service already sends through the same component. We use its set-up.”"),
        _("Before buying or building further, it is assessed whether the municipality already has a solution."),
        ODENSE_PRINCIPLES,
        "C12",
    ),
    "reuse_external": Guidance(
        _("Which other municipalities or authorities have done this? What did you learn from them?"),
        _("“Two neighbouring municipalities with the same system have given us their test plan.”"),
        _("We start from what others have made rather than inventing it again."),
        ODDER_STRATEGY,
        "C35",
    ),
    # Origin and obligation
    "origin": Guidance(
        _("Joint municipal means KL and KOMBIT; joint public means state, regions and municipalities together."),
        "",
        _("Own and joint projects go the same way and stand in the same portfolio."),
        ODDER_STRATEGY,
        "D53",
    ),
    "obligation_level": Guidance(
        _("Binding: you must. Guiding: you are recommended to, and choose yourselves."),
        "",
        _("Some national initiatives bind the municipality, others only point out a direction."),
        ODENSE_STRATEGY_2009,
        "D43",
    ),
    "obligation_legal_basis": Guidance(
        _("Only if there is an obligation. Name the act, the agreement or the announcement."),
        _("“The Act on Digital Post from public senders; the task was announced by KOMBIT.”"),
        _("Obligatory solutions have first priority in the pool, so the obligation must be possible to look up."),
        ODDER_STRATEGY,
        "D9, D43",
    ),
    # Data, security and AI
    "personal_data": Guidance(
        _("Sensitive: health, ethnicity, religion, trade union and the like. Treat CPR numbers with the same care."),
        "",
        _("Sensitive data may take an impact assessment before anything is put into use."),
        GDPR,
        "B28",
    ),
    "security_text": Guidance(
        _("How are data and operation protected? Mention access, data processing agreements and sub-suppliers."),
        _("“Only case workers with the right role can approve. The data processing agreement is extended.”"),
        _("Security must be thought in at purchase, and through the whole supply chain."),
        NIS2,
        "B28",
    ),
    "uses_ai": Guidance(
        _(
            "Yes if the solution writes, judges, recognises or predicts by itself, "
            "for instance suggests texts or sorts cases."
        ),
        "",
        _("The use of AI is regulated, and the municipality has duties as its user."),
        AI_ACT,
        "AI",
    ),
    "ai_risk_class": Guidance(
        _("Only if AI is used. Choose “not clarified yet” if you are in doubt, and IT will help."),
        "",
        _("Your duties follow from the risk class. Use in benefits, schools and employment is often high risk."),
        AI_ACT,
        "AI",
    ),
    "ai_text": Guidance(
        _("What does it do, and who checks the result?"),
        _("“It drafts a note after the meeting. The case worker reads, corrects and approves it.”"),
    ),
    # Pool
    "requested_amount": Guidance(
        _("Excluding VAT. Purchase and implementation only, not operation and not your own hours."),
        "410.000",
        _("The pool pays the purchase and implementation of systems."),
        ODDER_STRATEGY,
        "D15, D16",
    ),
    "requested_second_year": Guidance(
        _("Only where you need the money in instalments. The rest is given in the first year."),
        "150.000",
        _("Each instalment is taken from the pool's frame of its own year."),
        ODDER_STRATEGY,
        "B13",
    ),
    "requested_third_year": Guidance(
        _("Only where you need the money in instalments. The rest is given in the first year."),
    ),
    "pool_criterion": Guidance(
        _("Choose the criterion that fits best. It is what the case is judged by."),
        "",
        _("Every application is assessed against management's criteria for the pool."),
        ODDER_STRATEGY,
        "C4",
    ),
    "strictly_necessary_reason": Guidance(
        _("Only for an operational project without a positive business case. What happens if you leave it?"),
        _("“The supplier ends all support in March, and security updates with it.”"),
        _("A larger operational project is either strictly necessary or gives a positive business case."),
        ODDER_STRATEGY,
        "D13",
    ),
}

# The two sets of rows are explained once, above the first row.
ROWS: dict[str, Guidance] = {
    "involved_groups": Guidance(
        _("One row for each group: citizens, companies or employees."),
        _("“Eight citizens tried to answer a test letter; notes lie on the case.”"),
        _("All digitalisation involves the citizens, companies and employees whom the solution is meant for."),
        ODENSE_PRINCIPLES,
        "A25, C34, D35",
    ),
    "goals": Guidance(
        _("One row for each goal. Say where you stand today, where you want to be, and how you will measure it."),
        _("“Share of letters sent digitally: from 81 per cent today to 96 per cent.”"),
        _("The goals of an IT investment must be measurable."),
        ODDER_NOTE_2006,
        "D19",
    ),
    "co_financing": Guidance(
        _("Who else pays, and how much? Leave it out where the pool is to pay everything."),
        _("“The Danish Health Authority, 150,000 kr., promised in a letter.”"),
        _("The group and management see who pays for all of it, and whether anything is not covered."),
        ODDER_STRATEGY,
        "B13",
    ),
}
