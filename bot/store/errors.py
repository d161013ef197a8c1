"""The one exception of the store, and what the errors of the drivers mean."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import exc

Code = Literal["locked", "full", "read_only", "corrupt", "unreachable", "schema", "unsupported", "failed"]

_SENTENCES: dict[Code, str] = {
    "locked": "The database is held by another process for too long.",
    "full": "The disk of the database is full.",
    "read_only": "The database cannot be written: the file, its folder or the server is read-only.",
    "corrupt": "The database file is damaged or is not a database.",
    "unreachable": "The database cannot be reached.",
    "schema": "The tables of the database are not those of this version: run the migrations.",
    "unsupported": "This kind of database is not supported: use SQLite or PostgreSQL.",
    "failed": "The database refused the operation.",
}

# SQLite has no error classes of its own for these: only its messages tell them apart.
_SQLITE_SIGNS: tuple[tuple[str, Code], ...] = (
    ("is locked", "locked"),
    ("is full", "full"),
    ("readonly", "read_only"),
    ("not a database", "corrupt"),
    ("malformed", "corrupt"),
    ("unable to open", "unreachable"),
    ("disk i/o error", "unreachable"),
    ("no such table", "schema"),
    ("no such column", "schema"),
    ("has no column", "schema"),
    ("already exists", "schema"),
)

# PostgreSQL: SQLSTATE prefixes, the longest first.
_POSTGRES_STATES: tuple[tuple[str, Code], ...] = (
    ("53100", "full"),
    ("55P03", "locked"),
    ("40P01", "locked"),
    ("25006", "read_only"),
    ("42P01", "schema"),
    ("42703", "schema"),
    ("42P07", "schema"),
    ("53", "unreachable"),
    ("57P", "unreachable"),
    ("08", "unreachable"),
    ("XX", "corrupt"),
)


class StoreError(Exception):
    """The database did not do what was asked; nothing of the unit of work was kept.

    `str()` is one English sentence for logs and the console; `code` is stable. The error of the driver is not
    chained: those of PostgreSQL quote the row, which holds the owner's words.
    """

    def __init__(self, code: Code, sentence: str | None = None) -> None:
        super().__init__(sentence or _SENTENCES[code])
        self.code: Code = code


def translate(error: exc.DBAPIError | exc.TimeoutError) -> StoreError:
    """The StoreError that says what `error`, raised by SQLAlchemy, means."""
    if isinstance(error, exc.TimeoutError):
        return StoreError("unreachable", "Every connection to the database is in use.")
    if state := getattr(error.orig, "pgcode", None):
        codes = (code for prefix, code in _POSTGRES_STATES if state.startswith(prefix))
        code = next(codes, None)
        return StoreError(code) if code else _refused(error.orig, error.orig.diag.constraint_name)
    message = str(error.orig)
    # psycopg2 gives no SQLSTATE when no server answered, or when it went away.
    if type(error.orig).__module__.startswith("psycopg2"):
        if isinstance(error, (exc.OperationalError, exc.InterfaceError)):
            return StoreError("unreachable", f"{_SENTENCES['unreachable']} {message.splitlines()[0].strip()}")
        return _refused(error.orig)
    for sign, code in _SQLITE_SIGNS:
        if sign in message.lower():
            return StoreError(code)
    return _refused(error.orig, message)


def _refused(error: BaseException, detail: str | None = None) -> StoreError:
    """An error no one foresaw: its class and what can be told without quoting a row."""
    told = f"{type(error).__name__}: {detail}" if detail else type(error).__name__
    return StoreError("failed", f"{_SENTENCES['failed']} ({told})")
