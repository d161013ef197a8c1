"""The regressions of the classifier, without Rasa: one over the intents, one over the options of each question.

Each class is learnt against all others (one-vs-rest), and the probabilities of a head are brought to a sum of one.

A question's own regression also knows what is no answer at all (every command and every question about the
subject, under NO_ANSWER): with that question pending, it tells by itself whether the message answers it, however
many other questions could share its words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.features import Vocabulary, views
from bot.nlu.misspelling import misspelt

INTENTS = ""
"""Name of the head that ranks the intents; the others are named after their intent."""
NO_ANSWER = "no_answer"
ANSWER = "answer_"
# Said at any question in answer to it: neither an option nor a refusal to answer.
_NEITHER = ("affirm", "deny")
# Sum of a head's probabilities below which no class knows the message: they are not raised to a sum of one.
_LEAST = 0.5
# One refusal out of so many is enough to know them, and keeps training short.
_EVERY = 3


@dataclass(frozen=True)
class Example:
    """One training message, its intent, and the option (or key of a retrieval intent) it stands for."""

    text: str
    intent: str
    option: str | None


@dataclass(frozen=True)
class Heads:
    """All regressions side by side: `slices` says which columns of `weights` belong to which."""

    vocabulary: Vocabulary
    classes: NDArray[np.str_]
    slices: Mapping[str, slice]
    weights: NDArray[np.float32]
    biases: NDArray[np.float64]

    def probabilities(self, text: str) -> dict[str, list[tuple[str, float]]]:
        """For each head its classes, most probable first."""
        places, values = self.vocabulary.row(views(text))
        # Not `@`: OpenBLAS would spread so small a product over every core, and wait for the slowest.
        scores = np.einsum("i,ij->j", np.array(values, np.float32), self.weights[places]) + self.biases
        likely = (1.0 / (1.0 + np.exp(-scores))).tolist()
        ranked = {}
        for name, classes in self._named.items():
            shares = likely[self.slices[name]]
            total = max(sum(shares), _LEAST)
            ranking = sorted(zip(classes, shares), key=itemgetter(1), reverse=True)
            ranked[name] = [(option, round(share / total, 4)) for option, share in ranking]
        return ranked

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The classes of each head, as strings of Python."""
        return {name: self.classes[columns].tolist() for name, columns in self.slices.items()}

    def save(self, path: Path) -> None:
        """Write everything into one file that needs no pickle to read."""
        np.savez_compressed(
            path,
            names=np.array(list(self.slices), dtype=np.str_),
            ends=np.array([columns.stop for columns in self.slices.values()]),
            classes=self.classes,
            features=np.array("\0".join(self.vocabulary.index)),
            rarity=np.array(self.vocabulary.rarity, np.float32),
            weights=self.weights.astype(np.float16),
            biases=self.biases,
        )

    @classmethod
    def load(cls, path: Path) -> "Heads":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            ends = [int(end) for end in stored["ends"]]
            features = str(stored["features"]).split("\0")
            return cls(
                Vocabulary({feature: place for place, feature in enumerate(features)}, stored["rarity"].tolist()),
                stored["classes"],
                {str(name): slice(start, end) for name, start, end in zip(stored["names"], [0, *ends], ends)},
                stored["weights"].astype(np.float32),
                stored["biases"],
            )


def fit(examples: Sequence[Example], copies: int, at_least: int, strength: float) -> Heads:
    """Train every head on the examples and `copies` misspelt copies of each.

    `at_least`: messages that must share a feature; `strength`: inverse of the regularisation.
    """
    seen = [
        Example(text, example.intent, example.option)
        for example in examples
        for text in (example.text, *misspelt(example.text, copies))
    ]
    described = [views(example.text) for example in seen]
    vocabulary = Vocabulary.of(described, at_least)
    features = vocabulary.rows(described)
    heads = {INTENTS: (list(range(len(seen))), [example.intent for example in seen])}
    heads.update(_option_heads(seen))
    classes: list[str] = []
    slices, weights, biases = {}, [], []
    for name, (rows, labels) in heads.items():
        coefficients, intercepts, own = _regression(features[rows], labels, strength)
        slices[name] = slice(len(classes), len(classes) + len(own))
        classes.extend(own)
        weights.append(coefficients.astype(np.float32))
        biases.append(intercepts)
    return Heads(vocabulary, np.array(classes), slices, np.vstack(weights).T.copy(), np.concatenate(biases))


def _option_heads(seen: Sequence[Example]) -> dict[str, tuple[list[int], list[str]]]:
    refusals = [
        row
        for row, example in enumerate(seen)
        if not example.intent.startswith(ANSWER) and example.intent not in _NEITHER
    ][::_EVERY]
    heads: dict[str, tuple[list[int], list[str]]] = {}
    for row, example in enumerate(seen):
        if example.option is not None:
            rows, labels = heads.setdefault(example.intent, ([], []))
            rows.append(row)
            labels.append(example.option)
    for name, (rows, labels) in heads.items():
        if name.startswith(ANSWER):
            rows.extend(refusals)
            labels.extend([NO_ANSWER] * len(refusals))
    return heads


def _regression(
    features: csr_matrix, labels: Sequence[str], strength: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    model = LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", tol=1e-3, random_state=0)
    model.fit(features, labels)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one column of two symmetric ones
        coefficients = np.vstack([-coefficients[0], coefficients[0]])
        intercepts = np.array([-intercepts[0], intercepts[0]])
    return coefficients, intercepts, [str(name) for name in model.classes_]
