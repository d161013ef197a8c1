"""Cross-validation: every training message is classified by heads that never saw it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from bot.nlu.heads import INTENTS, Example, fit

Pairs = Mapping[str, Sequence[tuple[str, str]]]
"""By head (INTENTS, or the intent whose options it ranks): what was meant and what was understood."""

# Options that only training knows: words that name more than one option, or none.
_NOT_CHOSEN = frozenset(("several", "vague"))


def examples(folder: Path) -> list[Example]:
    """The training messages of a folder, loaded by Rasa."""
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.classifier import example_of

    return [example_of(message) for message in load_data(str(folder)).intent_examples if message.get(TEXT)]


def fit_arguments(config: Path) -> dict[str, Any]:
    """What `config.yml` has `bot.nlu.heads.fit` called with. Raises StopIteration without our classifier."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    component = next(entry for entry in pipeline if entry["name"] == "bot.nlu.classifier.OptionClassifier")
    return {name: component[name] for name in ("copies", "at_least", "strength")}


def cross_validate(seen: Sequence[Example], folds: int, arguments: Mapping[str, Any]) -> Iterator[Pairs]:
    """The pairs of one fold after the other, each as far as possible with the same share of every option."""
    parts = StratifiedKFold(folds, shuffle=True, random_state=0)
    for learnt, asked in parts.split(seen, _strata(seen, folds)):
        heads = fit([seen[place] for place in learnt], **arguments)
        pairs: dict[str, list[tuple[str, str]]] = {}
        for example in (seen[place] for place in asked):
            ranked = heads.probabilities(example.text)
            pairs.setdefault(INTENTS, []).append((example.intent, ranked[INTENTS][0][0]))
            if example.option is not None:
                pairs.setdefault(example.intent, []).append((example.option, ranked[example.intent][0][0]))
        yield pairs


def _strata(seen: Sequence[Example], folds: int) -> list[str]:
    """Intent and option; those with fewer examples than there are folds go with the most frequent one."""
    named = [f"{example.intent} {example.option}" for example in seen]
    counts = Counter(named)
    ((most_frequent, _),) = counts.most_common(1)
    return [name if counts[name] >= folds else most_frequent for name in named]


def joined(folds: Sequence[Pairs]) -> Pairs:
    """The pairs of all folds."""
    return {head: [pair for fold in folds for pair in fold.get(head, ())] for head in sorted(set().union(*folds))}


def f1(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """F1 of every class that can be meant, worst first."""
    meant, understood = zip(*pairs, strict=True)
    labels = sorted(set(meant) - _NOT_CHOSEN)
    shares = f1_score(meant, understood, labels=labels, average=None, zero_division=0)
    return dict(sorted(zip(labels, map(float, shares), strict=True), key=lambda item: item[1]))
