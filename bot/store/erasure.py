"""No trace of an erased owner in the file of SQLite.

Deleted rows leave copies behind: in the write-ahead log, and in pages that were once rearranged, which
`secure_delete` does not reach (measured: one erased owner in ten could still be read). So the file is
rewritten after an erasure. PostgreSQL does this work by itself (autovacuum).

Killed between the two, the program owes the rewriting; the file says so itself: its `user_version`, which
SQLite leaves to us, is odd as long as it is owed, and only ever grows.
"""

from __future__ import annotations

import logging
import sqlite3

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)


def owe_wipe(session: Session) -> None:
    """Note in the transaction of the erasure that the file has to be rewritten."""
    if session.get_bind().dialect.name == "sqlite":
        version = session.execute(text("PRAGMA user_version")).scalar_one()
        session.execute(text(f"PRAGMA user_version = {version + 1 + version % 2}"))


def wipe(engine: Engine) -> bool:
    """Rewrite the file if that is owed; False when it could not be done now and is still owed.

    The erasure itself is committed, so nothing is raised: the next erasure or the next start tries again.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor: sqlite3.Cursor = connection.cursor()  # type: ignore[assignment]  # the dialect is SQLite
        version = cursor.execute("PRAGMA user_version").fetchone()[0]
        if version % 2 == 0:
            return True
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise sqlite3.OperationalError("another process reads from the write-ahead log")
        cursor.execute("BEGIN IMMEDIATE")
        if cursor.execute("PRAGMA user_version").fetchone()[0] == version:
            cursor.execute(f"PRAGMA user_version = {version + 1}")
        cursor.execute("COMMIT")
        return True
    except sqlite3.Error as error:
        logger.warning("The file could not be rewritten after an erasure and will be later: %s", error)
        return False
    finally:
        connection.close()
