"""The database's own guard: what hangs on a frozen version cannot be added, changed or removed."""

import pgtrigger

_FUNCTION = """
            IF EXISTS (
                SELECT 1 FROM portfolio_proposalversion
                WHERE id IN ({versions}) AND frozen_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'pgtrigger: the version is frozen';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """


def frozen_with_version(column: str = "version_id") -> pgtrigger.Trigger:
    """Make the trigger for a table whose `column` points at a version."""
    return _guard(_either(column))


def frozen_through(table: str, column: str, version: str = "version_id") -> pgtrigger.Trigger:
    """Make the trigger for a table whose `column` points at a row of `table`, whose `version` points at a version."""
    # The names are the code's own, never anybody's input.
    return _guard(f"SELECT {version} FROM {table} WHERE id IN ({_either(column)})")  # noqa: S608


def _either(column: str) -> str:
    """Return the column before and after the change: a row may neither leave nor enter a frozen version."""
    return f"""
                    CASE WHEN TG_OP = 'INSERT' THEN NEW.{column} ELSE OLD.{column} END,
                    CASE WHEN TG_OP = 'DELETE' THEN OLD.{column} ELSE NEW.{column} END
                """


def _guard(versions: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="frozen_with_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_FUNCTION.format(versions=versions),
    )
