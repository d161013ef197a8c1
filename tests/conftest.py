"""What several groups of tests share: the trained model of the present data, and real databases.

SQLite files, and the PostgreSQL of COSTAUD_TEST_POSTGRES.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url

from bot import training
from bot.store import SessionFactory, make_engine, make_session_factory
from bot.store.schema import migrate


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present data, trained once if it is missing."""
    folder = training.ROOT / "models"
    path = training.model_path(folder)
    if not path.exists():
        for _line in training.train(folder):
            pass
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "costaud.db"


@pytest.fixture
def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    server = os.environ.get("COSTAUD_TEST_POSTGRES", "")
    if not server:
        pytest.skip("COSTAUD_TEST_POSTGRES names no PostgreSQL database")
    return server


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A schema of its own in the database, dropped afterwards."""
    schema = f"costaud_{uuid.uuid4().hex}"
    server = create_engine(postgres_server, future=True)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(postgres_server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(name)
    return found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A migrated database of each kind."""
    migrate(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def factory(engine: Engine) -> SessionFactory:
    return make_session_factory(engine)


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program in another process, killed with the test at the latest."""
    running: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=training.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
