"""`costaud assess --pdf --ics` and `costaud report`: files for an adviser, without a chat."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timezone
from io import BytesIO
from pathlib import Path

import pytest
import vobject
from pypdf import PdfReader
from typer.testing import CliRunner

from bot import bootstrap
from bot.cli import app
from bot.store import UnitOfWork
from bot.store.schema import migrate
from tests.reports.cases import CASES

runner = CliRunner()
SHEET = "objective: [sell]\nhours: 3\npresence: [facebook]\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to save in, and a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'costaud.db'}")
    bootstrap.settings.cache_clear()
    bootstrap.session_factory.cache_clear()
    (tmp_path / "boulangerie.yml").write_text(SHEET, encoding="utf-8")
    yield tmp_path
    bootstrap.settings.cache_clear()
    bootstrap.session_factory.cache_clear()


def diagnosed(owner: str, *names: str, running: bool = False) -> None:
    """An owner with a finished diagnosis for each case; the last one still running, if so said."""
    migrate(bootstrap.settings().database_url)
    with UnitOfWork(bootstrap.session_factory()) as work:
        for place, name in enumerate(names):
            now = datetime(2026, 1 + 3 * place, 15, 12, tzinfo=timezone.utc)
            known = work.owners.get_or_create(owner, "cmdline", now)
            known.timezone = "America/Toronto"
            diagnosis = work.diagnoses.start(known, now)
            for question, value in CASES[name].items():
                diagnosis.record(question, value, "…", now)
            if not running or place < len(names) - 1:
                diagnosis.finish(now)
        work.commit()


def text_of(file: Path) -> str:
    pages = PdfReader(BytesIO(file.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_assess_saves_what_is_asked_and_says_where(here: Path) -> None:
    result = runner.invoke(app, ["assess", "boulangerie.yml", "--pdf", "--ics", "--zone", "Europe/Paris", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["verdict"] == "prepare_first"
    for file in (here / "boulangerie.pdf", here / "boulangerie.ics"):
        assert str(file) in result.stderr
        assert file.exists()
    assert "D’abord, se préparer" in text_of(here / "boulangerie.pdf")
    assert "TZID:Europe/Paris" in (here / "boulangerie.ics").read_text(encoding="utf-8")


def test_assess_saves_nothing_unasked(here: Path) -> None:
    assert runner.invoke(app, ["assess", "boulangerie.yml"]).exit_code == 0
    assert {file.name for file in here.iterdir()} == {"boulangerie.yml"}


def test_an_unknown_zone_is_refused_in_a_sentence(here: Path) -> None:
    result = runner.invoke(app, ["assess", "boulangerie.yml", "--ics", "--zone", "Mars"])
    assert result.exit_code == 2
    assert "'Mars' is not a time zone" in result.stderr
    assert result.stdout == "" and not (here / "boulangerie.ics").exists()


def test_a_file_that_cannot_be_written_is_named(here: Path) -> None:
    (here / "boulangerie.pdf").mkdir()
    result = runner.invoke(app, ["assess", "boulangerie.yml", "--pdf"])
    assert result.exit_code == 2
    assert "boulangerie.pdf cannot be written" in result.stderr


def test_report_tells_the_last_finished_diagnosis_beside_the_one_before(here: Path) -> None:
    diagnosed("claire", "garage_half_ready", "joiner_fashion", "grocer_no_time", running=True)
    result = runner.invoke(app, ["report", "claire"])
    assert result.exit_code == 0, result.output
    found = text_of(here / "claire.pdf")
    assert "Le 15 avril 2026" in found and "le 15 janvier 2026" in found
    assert "50 → 100" in found
    calendar = vobject.readOne((here / "claire.ics").read_text(encoding="utf-8"))
    assert calendar.vtimezone.tzid.value == "America/Toronto"


def test_report_tells_a_diagnosis_that_is_still_running_when_there_is_no_other(here: Path) -> None:
    diagnosed("claire", "toy_shop", running=True)
    assert runner.invoke(app, ["report", "claire"]).exit_code == 0
    assert "Un essai de 90 jours" in text_of(here / "claire.pdf").replace("\u00a0", " ")


def test_report_tells_what_became_of_the_plan(here: Path) -> None:
    diagnosed("claire", "toy_shop")
    with UnitOfWork(bootstrap.session_factory()) as work:
        now = datetime(2026, 2, 1, 12, tzinfo=timezone.utc)
        owner = work.owners.get_or_create("claire", "cmdline", now)
        kept = work.plans.make(owner, CASES["toy_shop"], date(2026, 2, 2), "EUR", now)
        kept.add("Appeler Marcel", date(2026, 3, 3), now)
        kept.retype_habit("Quand je ferme, alors je note une question.")
        kept.postpone("list_ten", date(2026, 4, 1), now)
        kept.drop("ask_wishes", None, now)
        work.commit()
    assert runner.invoke(app, ["report", "claire"]).exit_code == 0
    found = text_of(here / "claire.pdf")
    assert "du 2 février 2026 au 3 mai 2026" in found
    assert "Appeler Marcel" in found and "Quand je ferme, alors je note une question." in found
    assert "1er avr." in found
    assert "STATUS:CANCELLED" in (here / "claire.ics").read_text(encoding="utf-8")


def test_report_of_an_owner_it_does_not_know_is_refused_in_a_sentence(here: Path) -> None:
    result = runner.invoke(app, ["report", "personne"])
    assert result.exit_code == 2
    assert "personne" in result.stderr and "Traceback" not in result.stderr


def test_the_name_of_an_owner_never_leads_out_of_the_folder(here: Path) -> None:
    diagnosed("../été: 1", "toy_shop")
    assert runner.invoke(app, ["report", "../été: 1"]).exit_code == 0
    assert (here / "-été-1.pdf").exists()
