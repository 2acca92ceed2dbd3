"""The effect evaluation: who makes it, when, what it must hold, and that it stands."""

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction

from businesscase.enums import Fulfilment
from businesscase.models import EffectEvaluation, NeedFulfilment
from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.effect_evaluation import Evaluated, Need, evaluate_effect
from governance.domain.project_moves import may_move
from governance.domain.project_phases import date_operation, go_back
from governance.selectors.follow_up import agreed_months
from governance.selectors.standing import standing_of
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.pool import make_application, make_decided, make_frame
from tests.factories.projects import (
    in_days,
    make_bare_project,
    make_due,
    make_evaluation,
    make_project,
    settle_benefits,
)

NEED = Need("Natholdet", Fulfilment.LARGELY, "Spurgt i juni")
WHOLE = Evaluated("Tiden er halveret", "Brevene skrives ét sted", (NEED,), "Begynd med oplæringen")


@pytest.fixture
def project(town) -> Project:
    """A project whose benefits have been settled after the agreed period."""
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    settle_benefits(project)
    return Project.objects.get(pk=project.pk)


def refusal(project: Project, evaluated: Evaluated, actor) -> str:
    with pytest.raises(Refused) as refused:
        evaluate_effect(project, evaluated, actor=actor)
    assert (EffectEvaluation.objects.count(), AuditEntry.objects.filter(act="project.evaluate").count()) == (0, 0)
    return str(refused.value)


def test_it_is_kept_with_each_group_and_stands(town, project):
    written = evaluate_effect(project, WHOLE, actor=town.owner)
    assert (written.evaluated_on, written.conclusion, written.learned) == (
        clock.today(), "Tiden er halveret", "Begynd med oplæringen",
    )  # fmt: skip
    need = written.needs.get()
    assert (need.group, need.degree, need.evidence) == ("Natholdet", Fulfilment.LARGELY, "Spurgt i juni")
    act = AuditEntry.objects.get(act="project.evaluate")
    assert (act.reason, act.data["needs"]) == ("Tiden er halveret", {"Natholdet": "largely"})
    for rows in (EffectEvaluation.objects.all(), NeedFulfilment.objects.all()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**{"conclusion" if rows.model is EffectEvaluation else "evidence": "Andet"})


@pytest.mark.parametrize(
    ("evaluated", "sentence"),
    [
        (Evaluated(" ", "x", (NEED,)), "Skriv, hvad projektet har givet."),
        (Evaluated("x", " ", (NEED,)), "Skriv, hvilke ændringer af arbejdsgange der er gennemført."),
        (Evaluated("x", "y"), "Svar for hver gruppe på, hvor langt behovene er opfyldt, og hvordan vi ved det."),
        (
            Evaluated("x", "y", (Need("Natholdet", Fulfilment.NOT, " "),)),
            "Svar for hver gruppe på, hvor langt behovene er opfyldt, og hvordan vi ved det.",
        ),
        (
            Evaluated("x", "y", (NEED, Need("Andre", Fulfilment.NOT, "z"))),
            "Svar for hver gruppe på, hvor langt behovene er opfyldt, og hvordan vi ved det.",
        ),
    ],
)
def test_what_it_lacks_is_said(town, project, evaluated, sentence):
    assert refusal(project, evaluated, town.owner) == sentence


def test_it_waits_for_the_agreed_period_and_for_the_measurements(town):
    project = make_project(town, ProjectPhase.REALISATION)
    assert refusal(project, WHOLE, town.owner).startswith("Effekten vurderes efter den aftalte periode")
    make_due(project)
    assert refusal(project, WHOLE, town.owner) == "Mål først, og gør op: “Mindre porto”, “Timer”."
    settle_benefits(project)
    evaluate_effect(project, WHOLE, actor=town.owner)


def test_there_is_one_and_what_it_rests_on_stands(town, project):
    evaluate_effect(project, WHOLE, actor=town.owner)
    with pytest.raises(Refused) as again:
        evaluate_effect(project, WHOLE, actor=town.owner)
    with pytest.raises(Refused) as moved:
        date_operation(project, actor=town.owner, operation_on=in_days(-300), reason="Rettelse")
    with pytest.raises(Refused) as back:
        go_back(project, actor=town.owner, reason="Fortrudt")
    assert {str(one.value) for one in (again, moved, back)} == {"Effekten er vurderet."}


@pytest.mark.parametrize(("cross_cutting", "who"), [(False, {"owner", "colleague", "head"}), (True, {"it"})])
def test_who_evaluates_follows_from_the_kind_of_project(town, project, cross_cutting, who):
    Project.objects.filter(pk=project.pk).update(manager=town.colleague, cross_cutting=cross_cutting)
    standings = {name: standing_of(person) for name, person in town.people.items()}
    project.refresh_from_db()
    answers = {name: may_move("evaluate", project, town.people[name], standings[name]) for name in standings}
    assert {name for name, answer in answers.items() if answer} == who
    assert {answer.who for answer in answers.values() if not answer} == {
        "IT-afdelingen" if cross_cutting else "Owner Test"
    }


def test_several_departments_make_a_project_cross_cutting(town):
    make_frame()
    case = make_application(town)
    make_decided(town, case)
    assert (make_project(town).cross_cutting, Project.objects.get(proposal=case).cross_cutting) == (False, True)


def test_an_imported_project_is_evaluated_without_a_period(town):
    project = make_bare_project(phase=ProjectPhase.REALISATION, owner=town.owner)
    make_evaluation(project)
    assert (project.evaluation.needs.count(), agreed_months(project)) == (0, 12)


def test_my_page_offers_the_evaluation_when_the_benefits_have_been_settled(town, client):
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    client.force_login(town.owner)

    def waiting():
        items = client.get("/").context["page"].waiting
        return next((item.why, item.button, item.url) for item in items if item.title == str(project))

    first = "Effekten kan vurderes, når 2 gevinster er gjort op. Den første er “Mindre porto”."
    assert waiting() == (first, "Se gevinsterne", f"/projekter/{project.pk}/gevinster/")
    settle_benefits(project)
    why = "Den aftalte periode i normal drift er gået. Vurdér, hvad projektet har givet."
    assert waiting() == (why, "Vurdér effekten", f"/projekter/{project.pk}/effektvurdering/")


def test_what_is_fully_met_although_a_benefit_fell_short_is_explained(town):
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    settle_benefits(project, realised=15_000)
    fully = replace(WHOLE, needs=(replace(NEED, degree=Fulfilment.FULLY),))
    said = "“Mindre porto” gav mindre end lovet. Skriv, hvorfor behovene alligevel er helt opfyldt."
    assert refusal(project, fully, town.owner) == said
    written = evaluate_effect(project, replace(fully, shortfall_reason=" Tiden var målet "), actor=town.owner)
    assert written.shortfall_reason == "Tiden var målet"


def test_without_a_shortfall_no_explanation_is_kept(town, project):
    written = evaluate_effect(project, replace(WHOLE, shortfall_reason="Ingen"), actor=town.owner)
    assert written.shortfall_reason == ""
