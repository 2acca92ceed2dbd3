"""What closed cases of a kind have realised: which count, and what of them."""

from datetime import date
from decimal import Decimal

from businesscase.domain.cases import case_of, result_of, save_case
from businesscase.domain.reference import realised_of
from businesscase.enums import BenefitType
from businesscase.models import Benefit, Measurement
from core import clock
from portfolio.domain.versions import current_version
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.businesscase import WORDS, figures, whole_benefits, whole_costs
from tests.factories.projects import make_project

KIND = "neither"


def closed(town, phase=ProjectPhase.CLOSED, **fields) -> Project:
    """Make a project that has ended, whose case promised gains."""
    project = make_project(town)
    Project.objects.filter(pk=project.pk).update(phase=phase, **fields)
    return project


def promise(project, *promised, measured=(), start_year=2027) -> Benefit:
    """Give a project a benefit with what was measured of it: pairs of day and amount, None where no money is stated."""
    line = case_of(current_version(project.proposal)).benefit_lines.first()
    benefit = Benefit.objects.create(
        project=project,
        position=project.benefits.count(),
        line=line,
        type=BenefitType.ECONOMIC,
        label="Mindre porto",
        start_year=start_year,
        promised=figures(*promised),
    )
    for day, realised in measured:
        Measurement.objects.create(
            benefit=benefit,
            measured_on=day,
            value=1,
            realised=realised,
            created_at=clock.now(),
            created_by=project.owner,
        )
    return benefit


def shares() -> list[str]:
    return [f"{share.normalize():f}" for share in realised_of(KIND).shares]


def test_a_share_is_what_the_newest_measurements_gave_of_what_was_promised_for_their_years(town):
    project = closed(town)
    promise(project, 50, 100, measured=[(date(2027, 6, 1), 50), (date(2028, 6, 1), 60)])
    promise(project, 0, 100, measured=[(date(2030, 6, 1), 20)])
    promise(project, 500, 500)
    promise(project, 500, 500, measured=[(date(2028, 6, 1), None)])
    assert shares() == ["0.4"]


def test_a_measurement_before_the_promised_years_says_nothing(town):
    promise(closed(town), 100, measured=[(date(2026, 6, 1), 60)])
    assert shares() == []


def test_only_closed_cases_of_the_kind_that_everybody_may_know_of_count(town):
    measured = [(date(2027, 6, 1), 60)]
    promise(closed(town, ProjectPhase.REALISATION), 100, measured=measured)
    promise(closed(town, restricted=True), 100, measured=measured)
    assert (shares(), realised_of("further_development").shares) == ([], ())
    promise(closed(town), 100, measured=measured)
    assert (shares(), realised_of("further_development").shares) == (["0.6"], ())
    assert realised_of("").shares == ()


def test_a_saved_case_keeps_what_its_kind_had_realised(town, empty, django_assert_num_queries):
    promise(closed(town), 100, measured=[(date(2027, 6, 1), 60)])
    with django_assert_num_queries(1):
        assert realised_of(KIND).shares == (Decimal("0.6"),)
    save_case(
        empty, actor=town.author, edition=0, fields=WORDS, costs=whole_costs(), benefits=whole_benefits(town.author)
    )
    assert result_of(case_of(current_version(empty))).reference == {
        "kind": KIND, "count": 1, "middle": None, "lower": None, "upper": None, "adjusted_npv": None,
    }  # fmt: skip
