"""The database's own guard: the applicant's side is frozen with the version, the architect's is not."""

import pgtrigger

_FUNCTION = """
    IF EXISTS (
        SELECT 1 FROM portfolio_proposalversion WHERE frozen_at IS NOT NULL AND id IN ({versions})
    ) AND 'applicant' IN ({roles}) {unless} THEN
        RAISE EXCEPTION 'pgtrigger: the version is frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def frozen_for_applicant(version: str, role: str, *, unless: str = "") -> pgtrigger.Trigger:
    """Make the trigger; `version` and `role` are columns, `unless` a condition in SQL that lets a change through."""
    return _guard(_either(version), _either(role), f"AND NOT ({unless})" if unless else "")


def frozen_for_applicant_through_assessment() -> pgtrigger.Trigger:
    """Make the trigger for a table whose rows hang on an assessment."""
    rows = f"FROM principles_assessment WHERE id IN ({_either('assessment_id')})"
    return _guard(f"SELECT version_id {rows}", f"SELECT role {rows}", "")


def _either(column: str) -> str:
    new = f"CASE WHEN TG_OP = 'DELETE' THEN OLD.{column} ELSE NEW.{column} END"
    old = f"CASE WHEN TG_OP = 'INSERT' THEN NEW.{column} ELSE OLD.{column} END"
    return f"{new}, {old}"


def _guard(versions: str, roles: str, unless: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="frozen_for_applicant",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_FUNCTION.format(versions=versions, roles=roles, unless=unless),
    )
