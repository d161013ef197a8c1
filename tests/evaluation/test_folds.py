"""Cross-validation, and the pictures of what is taken for what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread

from bot.evaluation import folds
from bot.evaluation.pictures import draw_confusions, draw_several
from bot.nlu.heads import INTENTS, Example
from bot.training import ROOT

EXAMPLES = [
    *(Example(f"je veux vendre {word}", "answer_objective", "sell") for word in ("plus", "mieux", "vite", "loin")),
    *(Example(f"il faut recruter {word}", "answer_objective", "recruit") for word in ("ici", "vite", "tard", "mieux")),
    *(Example(f"au revoir {word}", "stop", None) for word in ("madame", "monsieur", "vite", "donc")),
    Example("un peu de tout", "answer_objective", "vague"),
]


def test_every_message_is_asked_once_of_heads_that_never_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Parrot:
        def __init__(self, learnt: list[str]) -> None:
            self.learnt = learnt

        def probabilities(self, text: str) -> dict[str, list[tuple[str, float]]]:
            assert text not in self.learnt
            asked.append(text)
            return {INTENTS: [("stop", 1.0)], "answer_objective": [("sell", 1.0)]}

    def fit(seen: list[Example], **arguments: Any) -> Parrot:
        assert arguments == {"copies": 1}
        return Parrot([example.text for example in seen])

    monkeypatch.setattr(folds, "fit", fit)
    pairs = folds.joined(list(folds.cross_validate(EXAMPLES, 2, {"copies": 1})))
    assert sorted(asked) == sorted(example.text for example in EXAMPLES)
    assert sorted(pairs[INTENTS]) == sorted((example.intent, "stop") for example in EXAMPLES)
    assert sorted(pairs["answer_objective"]) == sorted(
        (example.option, "sell") for example in EXAMPLES if example.option
    )


def test_the_heads_are_those_of_the_project() -> None:
    arguments = folds.fit_arguments(ROOT / "config.yml")
    pairs = folds.joined(list(folds.cross_validate(EXAMPLES * 2, 2, arguments)))
    assert folds.f1(pairs[INTENTS])["stop"] > 0.9


def test_f1_balances_what_is_missed_and_what_is_wrongly_taken_worst_first() -> None:
    # a: 1 of 2 found, nothing else taken for it: precision 1, recall 1/2. b: 2 of 2 found, one too many: 2/3 and 1.
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("vague", "no_answer")]
    assert folds.f1(pairs) == pytest.approx({"a": 2 / 3, "b": 0.8})
    assert next(iter(folds.f1(pairs))) == "a"


def test_confusions_are_drawn_with_room_for_every_class(tmp_path: Path) -> None:
    names = [f"answer_{number}" for number in range(30)]
    pairs = [(name, other) for name in names for other in (name, names[0])]
    draw_confusions(pairs, "many", tmp_path / "many.png")
    draw_several({"one": pairs[:4], "two": pairs[:6], "three": [("a", "no_answer")]}, "few", tmp_path / "few.png")
    height, width, _ = imread(tmp_path / "many.png").shape
    assert min(height, width) > 30 * 30
    assert imread(tmp_path / "few.png").std() > 0
