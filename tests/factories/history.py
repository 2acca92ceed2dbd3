"""The end of a transaction, and hands that reach into the tables, for tests of the history."""

from django.db import connection

from core.domain.verification import Break, verify


def seal() -> None:
    """Do what the end of the transaction does: close and chain the changes."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tamper(table: str, sql: str, *values: object) -> None:
    """Change a table as its owner could: with its triggers off."""
    # A table cannot be altered while foreign keys or seals wait for the end of the transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def broken() -> Break | None:
    """Return the first thing that does not hold once the changes so far are sealed."""
    seal()
    return verify()


def end_transaction() -> None:
    """Leave behind what a transaction leaves at its end: sealed changes, and no act or person in progress."""
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(name, '', true) FROM unnest('{pejling.act,pejling.actor}'::text[]) name")
