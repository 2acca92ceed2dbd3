import shutil
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from core.domain.refusal import Refused
from core.models import AuditEntry
from principles.domain.loading import activate_profile, load_strategy_documents
from principles.models import StrategyDocument, StrategyNode
from tests.factories.principles import STRATEGIES, node

pytestmark = pytest.mark.django_db


def standing() -> list[tuple[str, int, bool, bool]]:
    rows = StrategyDocument.objects.order_by("code", "version")
    return list(rows.values_list("code", "version", "in_force", "is_active"))


def test_loads_everything_once_and_makes_the_profiles_documents_active() -> None:
    first = load_strategy_documents(STRATEGIES, actor=None, profile="odder")
    again = load_strategy_documents(STRATEGIES, actor=None, profile="odder")
    assert (len(first.new), first.unchanged, again.new, again.unchanged) == (4, 0, (), 4)
    assert standing() == [
        ("odder_digitaliseringsstrategi", 1, True, True),
        ("odder_it_strategi_2006", 1, True, True),
        ("odense_styringsprincipper_2020", 1, True, False),
        ("odense_tvaergaaende_strategi_2009", 1, False, False),
    ]
    acts = AuditEntry.objects.order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["strategy.load"] * 4 + ["strategy.activate"]


def test_without_a_profile_the_active_one_stays_active() -> None:
    load_strategy_documents(STRATEGIES, actor=None)
    assert StrategyDocument.objects.active().count() == 0
    activate_profile("odense", actor=None)
    load_strategy_documents(STRATEGIES, actor=None)
    assert [one.code for one in StrategyDocument.objects.active()] == ["odense_styringsprincipper_2020"]


def test_new_wording_is_a_new_version_and_the_old_one_stands(tmp_path: Path) -> None:
    folder = shutil.copytree(STRATEGIES, tmp_path / "strategies")
    load_strategy_documents(folder, actor=None, profile="odense")
    before = node("ode20-p4").title
    path = folder / "odense_styringsprincipper_2020.toml"
    path.write_text(path.read_text().replace(before, "Digitale investeringer skal give gevinst"))
    loaded = load_strategy_documents(folder, actor=None)
    assert loaded.new == ("odense_styringsprincipper_2020",)
    titles = StrategyNode.objects.filter(code="ode20-p4").order_by("document__version").values_list("title", flat=True)
    assert list(titles) == [before, "Digitale investeringer skal give gevinst"]
    rows = [row for row in standing() if row[0] == "odense_styringsprincipper_2020"]
    assert [row[1:] for row in rows] == [(1, False, False), (2, True, True)]


def test_no_longer_active_in_the_data_is_no_longer_active_here(tmp_path: Path) -> None:
    folder = shutil.copytree(STRATEGIES, tmp_path / "strategies")
    load_strategy_documents(folder, actor=None, profile="odder")
    path = folder / "odder_it_strategi_2006.toml"
    path.write_text(path.read_text().replace("active = true", "active = false"))
    assert load_strategy_documents(folder, actor=None).new == ()
    assert [one.code for one in StrategyDocument.objects.active()] == ["odder_digitaliseringsstrategi"]


def test_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    folder = shutil.copytree(STRATEGIES, tmp_path / "strategies")
    (folder / "z.toml").write_text('code = "z"')
    with pytest.raises(Refused, match=r"^z\.toml: the field 'title' is missing\.$"):
        load_strategy_documents(folder, actor=None, profile="odder")
    assert (StrategyDocument.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_an_unknown_profile_changes_nothing() -> None:
    with pytest.raises(Refused):
        load_strategy_documents(STRATEGIES, actor=None, profile="ukendt")
    assert (StrategyDocument.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("statement", ["UPDATE {} SET title = 'andet'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["principles_strategydocument", "principles_strategynode"])
def test_the_database_refuses_to_edit_what_was_adopted(table: str, statement: str) -> None:
    load_strategy_documents(STRATEGIES, actor=None)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert node("odr-p11").title == "Vi skaber et anerkendende miljø, hvor det er tilladt at fejle"


def test_lost_dates_are_empty() -> None:
    load_strategy_documents(STRATEGIES, actor=None)
    document = StrategyDocument.objects.get(code="odder_it_strategi_2006")
    assert (document.adopted_on, document.valid_from, document.adopted_by, document.period) == (None, None, "", "")
    assert (document.review_interval_months, document.review_modality) == (24, "BØR")
    assert StrategyNode.objects.filter(document=document).exclude(valid_from=None).count() == 0
