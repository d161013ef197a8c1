"""`make evaluate`: how well messages are understood, in one table, every figure beside its threshold."""

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import yaml
from rich.console import Console
from rich.progress import track

from bot.assistant import load_agent, quiet_libraries
from bot.bootstrap import settings
from bot.evaluation import folds, understanding, utterances, values
from bot.evaluation.figures import Figure, table
from bot.evaluation.pictures import draw_confusions, draw_several
from bot.nlu.heads import ANSWER, INTENTS
from bot.training import ROOT, model_path

if TYPE_CHECKING:
    from rasa.core.agent import Agent

LABELLED = ROOT / "tests" / "understanding"
RESULTS = ROOT / "results"
_WORST_DRAWN = 4

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def _cross_validation(number: int) -> list[Figure]:
    """F1 of intents and options over all training messages; draws the confusions."""
    seen = folds.examples(ROOT / "data" / "nlu")
    each = folds.cross_validate(seen, number, folds.fit_arguments(ROOT / "config.yml"))
    steps = track(each, f"training {number} folds", total=number, console=errors)
    pairs = folds.joined(list(steps))
    intents = folds.f1(pairs[INTENTS])
    options = {head: told for head in pairs if head != INTENTS and (told := folds.f1(pairs[head]))}
    means = dict(sorted(((head, statistics.fmean(told.values())) for head, told in options.items()), key=_second))
    _draw(pairs, [head for head in means if head.startswith(ANSWER)][:_WORST_DRAWN])
    worst, worst_options = next(iter(intents)), next(iter(means))
    console.print(
        f"Cross-validation: the worst intent is {worst}, the worst options are those of {worst_options}.",
        soft_wrap=True,
    )
    asked = sum(len(pairs[head]) for head in means)
    return [
        Figure("intents, macro F1", statistics.fmean(intents.values()), len(seen)),
        Figure("intents, worst F1", intents[worst], len(seen)),
        Figure("options, macro F1", statistics.fmean(means.values()), asked),
        Figure("options, worst macro F1", means[worst_options], len(pairs[worst_options])),
    ]


def _second(item: tuple[str, float]) -> float:
    return item[1]


def _draw(pairs: folds.Pairs, worst: Sequence[str]) -> None:
    RESULTS.mkdir(exist_ok=True)
    intents, options = RESULTS / "intents.png", RESULTS / "options.png"
    draw_confusions(pairs[INTENTS], "Intents, cross-validated", intents)
    draw_several({head: pairs[head] for head in worst}, "Options of the worst questions, cross-validated", options)
    console.print(f"Confusions are drawn in {intents} and {options}.", soft_wrap=True)


async def _labelled(agent: "Agent", details: bool) -> list[Figure]:
    """Right and false readings of every labelled file, its second half apart, and what a reading costs."""
    figures, milliseconds = [], []
    for path in sorted(LABELLED.glob("*.jsonl")):
        report = await understanding.evaluate(path, agent, errors)
        milliseconds += report.milliseconds
        cases = len(report.milliseconds)
        figures.append(Figure(f"{path.stem}, right", report.rate(report.right), cases))
        figures.append(Figure(f"{path.stem}, false", report.rate(report.false), cases))
        half = understanding.HALVES[1]
        total = report.total[half]
        figures.append(Figure(f"{path.stem}, {half}, right", report.right[half] / total, total))
        figures.append(Figure(f"{path.stem}, {half}, false", report.false[half] / total, total))
        if details:
            for row, reading in report.misses:
                console.print(f"{path.stem}: {understanding.told(row, reading)}", markup=False, soft_wrap=True)
            console.print(report.by_situation())
    cost = Figure("processor, median message", statistics.median(milliseconds), len(milliseconds), milliseconds=True)
    return [*figures, cost]


async def _utterances(path: Path, agent: "Agent") -> list[Figure]:
    report = await utterances.evaluate(path, agent, errors)
    _list_misses((row["id"], f"«{row['text']}» is {row['intent']}, got {intent}") for row, intent in report.misses)
    return [
        Figure(f"utterances, {style}, {what}", counts[style] / report.total[style], report.total[style])
        for style in sorted({name.split(":")[0] for name in report.total})
        for what, counts in (("command", report.right), ("reply", report.replied))
    ]


def _values(path: Path) -> list[Figure]:
    report = values.score_values(path)
    _list_misses((miss.id, f"«{miss.text}» is {dict(miss.expected)}, got {miss.got}") for miss in report.misses)
    return [
        Figure(f"values, {kind}, {language}", score.rate, score.n) for (kind, language), score in report.scores.items()
    ]


def _list_misses(misses: Iterator[tuple[str, str]]) -> None:
    """Every miss of an open benchmark, with its reason (`reasons.yml`)."""
    reasons = yaml.safe_load(Path(__file__).with_name("reasons.yml").read_text(encoding="utf-8"))
    for row, told in misses:
        console.print(f"{row} {told}: {reasons.get(row, 'no reason is known yet')}", markup=False, soft_wrap=True)


async def _open_benchmarks(folder: Path, agent: "Agent") -> list[Figure]:
    """Figures on other people's cases; none, and a line that says so, where their folder is missing."""
    if not folder.is_dir():
        console.print(f"{folder} is not here: the open benchmarks are left out.", soft_wrap=True)
        return []
    figures = await _utterances(folder / "generic_utterances_fr.jsonl", agent)
    return figures + _values(folder / "parser_cases.jsonl")


async def _with_model(benchmarks: Path, details: bool) -> list[Figure]:
    agent = load_agent(model_path(settings().model_folder))
    return await _labelled(agent, details) + await _open_benchmarks(benchmarks, agent)


def main(
    benchmarks: Annotated[Path, typer.Option(help="Folder of the open benchmarks.")] = ROOT.parent
    / "shared/benchmarks",
    number: Annotated[int, typer.Option("--folds", min=2, help="Folds of the cross-validation.")] = 3,
    details: Annotated[bool, typer.Option(help="Also the labelled messages that were missed, and situations.")] = False,
) -> None:
    """Measure everything; exit code 1 when a figure misses its threshold."""
    quiet_libraries()
    figures = _cross_validation(number) + asyncio.run(_with_model(benchmarks, details))
    console.print(table(figures))
    if not all(figure.holds for figure in figures):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
