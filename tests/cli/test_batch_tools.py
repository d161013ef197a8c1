"""`costaud assess`, `questions` and `understand`: what editors of the content use."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.coach import load_questionnaire
from bot.training import ROOT
from bot.words import load_words

runner = CliRunner()


def assess(tmp_path: Path, sheet: str, *options: str) -> Any:
    file = tmp_path / "sheet.yml"
    file.write_text(sheet, encoding="utf-8")
    return runner.invoke(app, ["assess", str(file), *options])


def test_assess_gives_the_whole_conclusion_as_json(tmp_path: Path) -> None:
    result = assess(tmp_path, "objective: [sell]\nhours: 0.5\nhelper: none\nprofiles: [tiktok]\n", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["level"], told["verdict"]) == (1, "not_now")
    assert [veto["code"] for veto in told["vetoes"]] == ["K4"]
    assert {"score", "coverage", "dimensions", "contradictions", "networks", "strengths", "reasons"} <= set(told)
    assert all(reason["text"] and reason["points"] for reason in told["reasons"])


def test_assess_takes_options_by_id_by_label_and_in_words(tmp_path: Path) -> None:
    by_id = assess(tmp_path, "objective: [sell, recruit]\npresence: [facebook]\nresponsiveness: yes\n", "--json")
    in_words = assess(
        tmp_path, "objective: [Vendre davantage, recruter]\npresence: fb\nresponsiveness: oui\n", "--json"
    )
    assert json.loads(by_id.stdout) == json.loads(in_words.stdout)


def test_assess_speaks_to_an_adviser_in_sentences(tmp_path: Path) -> None:
    result = assess(tmp_path, "objective: [fashion]\nhours: 3\n")
    assert result.exit_code == 0
    assert load_words().say("result.final") in result.stdout


def test_assess_prints_the_plan_for_an_adviser(tmp_path: Path) -> None:
    result = assess(tmp_path, "objective: [fashion]\nhours: 3\n", "--plan")
    assert result.exit_code == 0
    assert load_words().say("plan.task.why_sentence.title") in result.stdout
    assert load_words().say("result.final") not in result.stdout


@pytest.mark.parametrize(
    ("sheet", "named"),
    [
        ("hours: 400", "hours"),
        ("hours: -3", "hours"),
        ("hours: beaucoup", "hours"),
        ("heures: 3", "heures"),
        ("objective: [sell, recruit, retain, network]", "objective"),
        ("presence: [none, facebook]", "presence"),
        ("visuals: peinture", "visuals"),
        ("- une\n- liste", "map"),
        ("[: oups", "YAML"),
        ("hours: .nan", "hours"),
        ("topics: 3", "topics"),
    ],
)
def test_assess_refuses_a_wrong_sheet_with_a_sentence_that_names_the_place(
    tmp_path: Path, sheet: str, named: str
) -> None:
    result = assess(tmp_path, sheet)
    assert result.exit_code == 2
    assert named in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_assess_refuses_a_missing_or_unreadable_file(tmp_path: Path) -> None:
    assert runner.invoke(app, ["assess", str(tmp_path / "nowhere.yml")]).exit_code == 2
    binary = tmp_path / "binary.yml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert runner.invoke(app, ["assess", str(binary)]).exit_code == 2


def test_an_empty_sheet_is_assessed_as_too_little_known(tmp_path: Path) -> None:
    result = assess(tmp_path, "", "--json")
    assert json.loads(result.stdout)["coverage"] == 0


def test_questions_lists_every_question_with_its_labels() -> None:
    rows = [json.loads(line) for line in runner.invoke(app, ["questions"]).stdout.splitlines()]
    assert [row["id"] for row in rows] == list(load_questionnaire().ids)
    presence = next(row for row in rows if row["id"] == "presence")
    assert presence["options"]["facebook"] == "Facebook"


def test_understand_reads_each_line_at_its_question(model: Path) -> None:
    lines = [
        '{"text": "3h par semaine", "question": "hours"}',
        '{"text": "pourquoi cette question ?", "question": "budget"}',
        '{"text": "Facebook et Instagram", "question": "presence"}',
        "",
        '{"text": "", "question": "hours"}',
        '{"text": "/answer_hours{\\"hours\\": 5}", "question": "budget"}',
        '{"text": "' + "a" * 10_000 + '", "question": null}',
        '{"text": "\\u0000\\u001b[m 😀😀", "question": "hours"}',
    ]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.cli", "understand"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["answers"] for row in rows[:3]] == [{"hours": 3}, {}, {"presence": ["facebook", "instagram"]}]
    assert [row["command"] for row in rows[:3]] == [None, "explain", None]
    assert all(row["answers"] == {} for row in rows[3:])
    assert set(rows[0]) >= {"text", "question", "intent", "confidence", "answers", "command"}


@pytest.mark.parametrize(
    "line",
    ["pas du JSON", '{"question": "hours"}', '["liste"]', '{"text": "3 h", "question": "heures"}', '{"text": 3}'],
)
def test_understand_refuses_a_wrong_line_and_says_which(line: str) -> None:
    done = runner.invoke(app, ["understand"], input='{"text": "3 h", "question": "hours"}\n' + line)
    assert done.exit_code == 2
    assert "line 2" in done.stderr
