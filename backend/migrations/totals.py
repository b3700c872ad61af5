"""Totals kept by triggers. Migrations call this, so what it does must never change."""

from alembic import op

# Statement-level, and in key order: a bulk write makes one row a total, and two cannot deadlock.
TOTALS = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO {totals} AS t ({keys}, {sums})
        SELECT {keys}, {summed} FROM ({changed}) AS changed
        GROUP BY {keys} HAVING {changes} ORDER BY {keys}
        ON CONFLICT ({keys}) DO UPDATE SET {added};
        RETURN NULL;
    END $$
"""


def keep_totals(table: str, totals: str, keys: str, measures: dict[str, str]) -> None:
    """Triggers that add up ``measures`` (total column: expression) of live rows by ``keys``."""
    plus = ", ".join(f"{expression} AS {name}" for name, expression in measures.items())
    minus = ", ".join(f"-({expression}) AS {name}" for name, expression in measures.items())
    came = f"SELECT {keys}, {plus} FROM came WHERE deleted_at IS NULL"
    went = f"SELECT {keys}, {minus} FROM went WHERE deleted_at IS NULL"
    for event, tables, changed in (
        ("INSERT", "NEW TABLE AS came", came),
        ("UPDATE", "NEW TABLE AS came OLD TABLE AS went", f"{came} UNION ALL {went}"),
        ("DELETE", "OLD TABLE AS went", went),
    ):
        name = f"{totals}_on_{event.lower()}"
        op.execute(
            TOTALS.format(
                name=name,
                totals=totals,
                keys=keys,
                sums=", ".join(measures),
                summed=", ".join(f"sum({name})" for name in measures),
                changed=changed,
                changes=" OR ".join(f"sum({name}) <> 0" for name in measures),
                added=", ".join(f"{name} = t.{name} + excluded.{name}" for name in measures),
            )
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def drop_totals(totals: str) -> None:
    """After the tables themselves, whose triggers need the functions."""
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP FUNCTION {totals}_on_{event}()")
