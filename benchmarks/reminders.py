"""Milliseconds to claim what is due, with few and with many reminders in the table, and how the database finds it.

On SQLite in a temporary folder, and on PostgreSQL in a schema of its own where COSTAUD_TEST_POSTGRES names one.
Reminders are due 500 at a time whatever the size of the table; the claims are those of the worker, 25 at once.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url

from bot.store import UnitOfWork, make_engine, make_session_factory
from bot.store.schema import migrate

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

NOW = datetime(2026, 11, 30, 8, tzinfo=timezone.utc)
_DUE = 500
_BATCH = 25
_OWNERS = 1000
_FINDS = "next_at <="

_NUMBERS = {
    "postgresql": "SELECT generate_series(0, :last) AS n",
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < :last) SELECT n FROM c",
}


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="costaud-reminders-") as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'reminders.db'}"}
        server = os.environ.get("COSTAUD_TEST_POSTGRES")
        if not server:
            errors.print("COSTAUD_TEST_POSTGRES names no PostgreSQL: SQLite alone is measured.")
            yield urls
            return
        schema = f"benchmark_{uuid.uuid4().hex}"
        admin = create_engine(server, future=True)
        with admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
        try:
            yield {**urls, "PostgreSQL": url.render_as_string(hide_password=False)}
        finally:
            with admin.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            admin.dispose()


def _fill(engine: Engine, rows: int) -> None:
    """`rows` reminders of which 500 are due, those of the others one a second later on."""
    numbers = _NUMBERS[engine.dialect.name]
    shift = "interval '1 second'" if engine.dialect.name == "postgresql" else None
    due = (
        f"CAST(:soon AS timestamptz) + n * {shift}"
        if shift
        else "strftime('%Y-%m-%d %H:%M:%S', :soon, n || ' seconds') || '.000000'"
    )
    past = (
        f"CAST(:now AS timestamptz) - n * {shift}"
        if shift
        else "strftime('%Y-%m-%d %H:%M:%S', :now, -n || ' seconds') || '.000000'"
    )
    when = f"CASE WHEN n < {_DUE} THEN {past} ELSE {due} END"
    given = {"last": rows - 1, "now": _stamp(NOW), "soon": _stamp(NOW + timedelta(days=1))}
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM owners"))
        connection.execute(
            text(
                "INSERT INTO owners (id, sender_id, channel, language, created_at, seen_at) "
                f"SELECT n, 'owner ' || n, 'telegram', 'fr', :now, :now FROM ({numbers}) AS numbers"
            ),
            {"last": _OWNERS - 1, "now": _stamp(NOW)},
        )
        connection.execute(
            text(
                "INSERT INTO reminders (id, owner_id, kind, rule, start, at, out_of_hours, state, created_at,"
                " due_at, passed_at, next_at) "
                f"SELECT n, n % {_OWNERS}, 'check_in', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-01', '09:00:00.000000',"
                f" false, 'active', :now, {when}, {when}, {when} FROM ({numbers}) AS numbers"
            ),
            given,
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}.000000"


def _claims(engine: Engine) -> tuple[list[float], list[float]]:
    """Milliseconds of each claim until nothing is due, and of the statement in it that finds what is due."""
    store = make_session_factory(engine)
    claims: list[float] = []
    found: list[float] = []
    began: list[float] = []

    def before(*_: Any) -> None:
        began.append(perf_counter())

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if _FINDS in statement:
            found.append((perf_counter() - began[-1]) * 1000)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    while True:
        start = perf_counter()
        with UnitOfWork(store) as work:
            taken = work.reminders.claim(NOW, _BATCH, timedelta(hours=1), lambda *_: None)
            work.commit()
        if not taken:
            break
        claims.append((perf_counter() - start) * 1000)
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)
    return claims, found[:-1]


def _explained(engine: Engine) -> str:
    """The plan of the very statement that a claim looks for due reminders with."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if _FINDS in statement:
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    with UnitOfWork(make_session_factory(engine)) as work:
        work.reminders.claim(NOW, _BATCH, timedelta(hours=1), lambda *_: None)
    event.remove(engine, "before_cursor_execute", note)
    ((statement, parameters),) = seen
    how = "EXPLAIN (COSTS OFF)" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{how} {statement}", parameters).all()
    return "\n".join(str(row[-1]) for row in rows)


def main(
    sizes: Annotated[list[int] | None, typer.Option("--size", help="Rows in the table; may be repeated.")] = None,
) -> None:
    """Print what a claim costs, by the size of the table, and the plans."""
    table = Table("database", "rows", "claims of 25", "finding: median ms", "fastest", "claiming: median ms", "fastest")
    plans = []
    with _databases() as urls:
        for name, url in urls.items():
            migrate(url)
            engine = make_engine(url)
            for rows in sizes or [1_000, 1_000_000]:
                with errors.status(f"{name}: {rows:,} rows…"):
                    _fill(engine, rows)
                    plans.append(f"{name}, {rows:,} rows:\n{_explained(engine)}")
                    claims, found = _claims(engine)
                figures = (median(found), min(found), median(claims), min(claims))
                table.add_row(name, f"{rows:,}", str(len(claims)), *(f"{value:.2f}" for value in figures))
            engine.dispose()
    console.print(table)
    for plan in plans:
        console.print(plan, markup=False, soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
