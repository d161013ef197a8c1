"""The `costaud` command."""

import asyncio
import json
import os
import re
import subprocess
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.bootstrap import settings
from bot.console import Refused, checked_settings, console, errors
from bot.reminder_commands import remind, reminders_app, simulate
from bot.words import load_words

if TYPE_CHECKING:
    from bot.reports.pdf import Report

app = typer.Typer(
    help="Costaud, le conseiller des petites entreprises.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(reminders_app, name="reminders")
app.command()(remind)
app.command()(simulate)


def _ready_model() -> Path:
    """The model of the present data, trained first if it is missing. Raises TrainingError."""
    from bot.training import model_path, train

    folder = settings().model_folder
    model = model_path(folder)
    if not model.exists():
        with errors.status(load_words().say("terminal.training")) as status:
            for line in train(folder):
                if "component" in line:
                    status.update(f"{load_words().say('terminal.training')} {line.rsplit('- ', 1)[-1]}")
    return model


@app.command()
def train() -> None:
    """Train the model of the present data, unless it is there already; print its path."""
    from bot.training import TrainingError

    checked_settings()
    try:
        console.print(str(_ready_model()), soft_wrap=True)
    except TrainingError as error:
        raise Refused(str(error)) from error


@app.command()
def migrate() -> None:
    """Bring the database to the present schema."""
    from bot.store import StoreError
    from bot.store.schema import migrate as upgrade

    checked_settings()
    try:
        upgrade(settings().database_url)
    except StoreError as error:
        raise Refused(str(error)) from error


@app.command()
def actions() -> None:
    """Run the action server alone, on the address of COSTAUD_ACTION_SERVER (for `rasa shell`)."""
    from urllib.parse import urlsplit

    migrate()
    address = urlsplit(settings().action_server)
    environment = {**os.environ, "SANIC_HOST": address.hostname or "127.0.0.1"}
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "rasa_sdk",
        "--actions",
        "actions",
        "--port",
        str(address.port or 5055),
    ]
    raise typer.Exit(subprocess.call(command, env=environment))


@app.command()
def chat(owner: Annotated[str, typer.Option(help="Who talks; each name has answers of its own.")] = "terminal") -> None:
    """Talk with Costaud in this terminal."""
    from bot.assistant import log_to_file, quiet_libraries
    from bot.training import TrainingError

    quiet_libraries()
    checked_settings()
    migrate()
    log_to_file(settings().data_folder / "chat.log")
    try:
        model = _ready_model()
    except TrainingError as error:
        raise Refused(str(error)) from error
    asyncio.run(_chat(model, owner))


async def _chat(model: Path, owner: str) -> None:
    from bot.action_server import ActionServer, action_log
    from bot.child import ChildError

    try:
        with ActionServer(settings(), action_log(settings())) as server:
            with errors.status(load_words().say("terminal.loading")):
                from bot.assistant import load_agent
                from bot.chat import Chat

                agent = load_agent(model, action_server=server.url)
            try:
                await Chat(agent, server, owner, console).run()
            finally:
                await agent.action_endpoint.close()
    except ChildError as error:
        raise Refused(str(error)) from error


@app.command()
def run() -> None:
    """Put Costaud on Telegram until Ctrl-C or SIGTERM: action server, Rasa and its Telegram channel."""
    from bot.training import TrainingError

    checked_settings()
    if settings().telegram_token is None:
        raise Refused(
            "TELEGRAM_TOKEN is not set: ask @BotFather on Telegram for a token, then TELEGRAM_TOKEN=… costaud run"
        )
    migrate()
    try:
        model = _ready_model()
    except TrainingError as error:
        raise Refused(str(error)) from error
    from bot.supervisor import TokenError, serve

    try:
        raise typer.Exit(serve(settings(), model))
    except TokenError as error:
        raise Refused(str(error)) from error


@app.command()
def questions() -> None:
    """List the questions as JSON lines: id, kind, options and their labels."""
    from bot.coach import load_questionnaire

    words = load_words()
    for question in load_questionnaire().questions:
        options = {option.id: words.label(question.id, option.id) for option in question.options}
        row = {
            "id": question.id,
            "number": question.number,
            "stage": question.stage,
            "kind": question.kind,
            "options": options,
        }
        typer.echo(json.dumps(row, ensure_ascii=False))


@app.command()
def understand() -> None:
    """Read JSON lines {"text", "question"} on standard input as the conversation would; JSON lines out."""
    from bot.assistant import load_agent, quiet_libraries
    from bot.assistant import understand as read
    from bot.training import TrainingError

    rows = [_understand_row(line, number) for number, line in enumerate(sys.stdin, start=1) if line.strip()]
    quiet_libraries()
    checked_settings()
    try:
        agent = load_agent(_ready_model())
    except TrainingError as error:
        raise Refused(str(error)) from error
    for text, question in rows:
        reading = asyncio.run(read(agent, text, question))
        result = {
            "text": text,
            "question": question,
            "intent": reading.intent,
            "confidence": round(reading.confidence, 4),
            "answers": dict(reading.answers),
            "details": dict(reading.details),
            "command": reading.command,
        }
        typer.echo(json.dumps(result, ensure_ascii=False))


def _understand_row(line: str, number: int) -> tuple[str, str | None]:
    """Text and question of one line, checked before the model is loaded."""
    from bot.coach import load_questionnaire

    try:
        row = json.loads(line)
    except ValueError as error:
        raise Refused(f"line {number} is not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise Refused(f'line {number} needs a "text" (and a "question", an id or null)')
    question = row.get("question")
    if question is not None and question not in load_questionnaire().ids:
        raise Refused(f"line {number}: {question!r} is not a question id (see `costaud questions`)")
    return row["text"], question


@app.command()
def assess(
    file: Annotated[Path, typer.Argument(help="Answers in YAML: question id → value.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Print the plan of the next three months instead.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Save the report, in the current folder.")] = False,
    ics: Annotated[
        bool, typer.Option("--ics", help="Save the plan as a calendar file, in the current folder.")
    ] = False,
    zone: Annotated[str | None, typer.Option(help="Time zone of the calendar file (Europe/Paris).")] = None,
) -> None:
    """Assess a sheet of answers: verdict, scores, knock-outs, contradictions, networks."""
    import yaml

    from bot.coach import assess as conclude
    from bot.coach.planning import make_plan
    from bot.interview.plan_text import PlanText
    from bot.interview.result import Result, as_data
    from bot.reading.sheet import SheetError, read_sheet

    try:
        answers = read_sheet(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise Refused(f"{file} is not valid YAML: {error}") from error
    except SheetError as error:
        raise Refused(f"{file}: {error}") from error
    assessment = conclude(answers)
    made = make_plan(answers, assessment, date.today())
    if pdf or ics:
        from bot.reports.pdf import Report

        kept = Report(date.today(), assessment, made)
        if pdf:
            _save_pdf(kept, file.stem)
        if ics:
            _save_ics(kept, f"sheet:{file.stem}", zone, file.stem)
    if as_json:
        typer.echo(json.dumps(as_data(assessment, load_words()), ensure_ascii=False, indent=2))
    elif plan:
        typer.echo("\n\n".join(PlanText(made, load_words()).texts()))
    else:
        typer.echo("\n\n".join(Result(assessment, load_words(), answers).texts(complete=True)))


@app.command()
def report(owner: Annotated[str, typer.Argument(help="The owner's conversation id (`chat --owner`).")]) -> None:
    """Save the report and the calendar file of an owner's last diagnosis, in the current folder."""
    from bot.bootstrap import session_factory
    from bot.interview.files import owner_file
    from bot.store import StoreError, UnitOfWork

    checked_settings()
    migrate()
    now = datetime.now(timezone.utc)
    stem = re.sub(r"[^\w-]+", "-", owner) or "costaud"
    try:
        with UnitOfWork(session_factory(), writes=False) as work:
            pdf, ics = (owner_file(work, owner, kind, now) for kind in ("report", "calendar"))
    except StoreError as error:
        raise Refused(str(error)) from error
    if pdf is None or ics is None:
        raise Refused(f"{owner!r} has no diagnosis here.")
    _save("pdf", Path(f"{stem}.pdf"), pdf.content)
    _save("ics", Path(f"{stem}.ics"), ics.content)


def _save_pdf(report: "Report", stem: str) -> None:
    from bot.reports.pdf import report_pdf

    _save("pdf", Path(f"{stem}.pdf"), report_pdf(report, load_words()))


def _save_ics(report: "Report", owner: str, zone: str | None, stem: str) -> None:
    from bot.reports.ics import plan_ics

    try:
        content = plan_ics(report.plan, owner, zone, datetime.now(timezone.utc), load_words(), report.marks)
    except ValueError as error:
        raise Refused(str(error)) from error
    _save("ics", Path(f"{stem}.ics"), content)


def _save(kind: str, path: Path, content: bytes) -> None:
    """Write a file and say where, beside what is printed."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error}") from error
    typer.echo(load_words().say(f"report.saved.{kind}", own_path=str(path.resolve())), err=True)


if __name__ == "__main__":
    app()
