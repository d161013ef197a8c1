"""Intent classifier that also ranks the options of every choice question.

The training examples of an `answer_<question>` intent carry their option as intent metadata (of a scale, their
level), those of a retrieval intent (`faq/…`) their key. One logistic regression learns the intents, and one for
each such intent its options or keys. A message then tells not only which question it answers, but, whatever question is pending, which
of that question's options it is closest to.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

_INTENTS = ""
"""Name of the head that ranks the intents; the others are named after their intent."""
_OPTIONS_KEPT = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Heads:
    """All regressions side by side: `slices` says which columns of `weights` belong to which."""

    classes: NDArray[np.str_]
    slices: dict[str, slice]
    weights: Floats
    biases: Floats

    def probabilities(self, row: csr_matrix) -> dict[str, list[tuple[str, float]]]:
        """For each head its classes, most probable first."""
        scores = np.asarray(row @ self.weights).ravel() + self.biases
        ranked = {}
        for name, columns in self.slices.items():
            head = scores[columns]
            shares = np.exp(head - head.max())
            shares /= shares.sum()
            order = np.argsort(-shares)
            ranked[name] = [(str(self.classes[columns][index]), round(float(shares[index]), 4)) for index in order]
        return ranked


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class OptionClassifier(GraphComponent, IntentClassifier):
    """Logistic regressions over intents and over each intent's options, on Rasa's sparse features."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, heads: Heads | None = None
    ) -> None:
        """Keep what is needed to train, store and predict."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._heads = heads

    @classmethod
    def required_components(cls) -> list[type]:
        """Features come before."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C`: inverse strength of regularisation; `max_iter`: iterations of the solver; intents in the ranking."""
        return {"C": 1.0, "max_iter": 40, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "OptionClassifier":
        """A classifier that is not trained yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "OptionClassifier":
        """A trained classifier from a model."""
        with model_storage.read_from(resource) as folder:
            with np.load(folder / "heads.npz", allow_pickle=False) as stored:
                names, ends = stored["names"], stored["ends"]
                starts = [0, *ends[:-1]]
                slices = {
                    str(name): slice(int(start), int(end)) for name, start, end in zip(names, starts, ends, strict=True)
                }
                heads = Heads(stored["classes"], slices, stored["weights"], stored["biases"])
        return cls(config, model_storage, resource, heads)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit every head on its examples."""
        examples = [example for example in training_data.intent_examples if _features(example) is not None]
        features = vstack([_features(example) for example in examples]).tocsr()
        labels: dict[str, list[str]] = {_INTENTS: [example.get(INTENT) for example in examples]}
        rows: dict[str, list[int]] = {_INTENTS: list(range(len(examples)))}
        for index, example in enumerate(examples):
            option = _option(example)
            if option:
                labels.setdefault(example.get(INTENT), []).append(option)
                rows.setdefault(example.get(INTENT), []).append(index)
        self._heads = self._fit(features, rows, labels)
        self._persist(self._heads)
        return self._resource

    def _fit(self, features: csr_matrix, rows: dict[str, list[int]], labels: dict[str, list[str]]) -> Heads:
        classes: list[str] = []
        slices, weights, biases = {}, [], []
        for name, head_rows in rows.items():
            model = LogisticRegression(
                C=self._config["C"],
                max_iter=self._config["max_iter"],
                class_weight="balanced",
                multi_class="multinomial",
                tol=1e-3,
            )
            model.fit(features[head_rows], labels[name])
            coefficients, intercept = model.coef_, model.intercept_
            if len(model.classes_) == 2:  # scikit-learn keeps one column of two symmetric ones
                coefficients = np.vstack([-coefficients[0], coefficients[0]])
                intercept = np.array([-intercept[0], intercept[0]])
            slices[name] = slice(len(classes), len(classes) + len(model.classes_))
            classes.extend(model.classes_)
            weights.append(coefficients)
            biases.append(intercept)
        return Heads(np.array(classes, dtype=np.str_), slices, np.vstack(weights).T.copy(), np.concatenate(biases))

    def _persist(self, heads: Heads) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / "heads.npz",
                names=np.array(list(heads.slices), dtype=np.str_),
                ends=np.array([columns.stop for columns in heads.slices.values()]),
                classes=heads.classes,
                weights=heads.weights.astype(np.float32),
                biases=heads.biases,
            )

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent`, `intent_ranking`, `options` and, for retrieval intents, `response_selector`."""
        if self._heads is None:
            raise RuntimeError("the classifier has not been trained")
        for message in messages:
            row = _features(message)
            empty = csr_matrix((1, self._heads.weights.shape[0]))
            self._describe(message, self._heads.probabilities(empty if row is None else row))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Classify the examples, for components that learn from it."""
        self.process(training_data.training_examples)
        return training_data

    def _describe(self, message: Message, ranked: dict[str, list[tuple[str, float]]]) -> None:
        intents = [
            {"name": name, "confidence": confidence}
            for name, confidence in ranked.pop(_INTENTS)[: self._config["ranking_length"]]
        ]
        options = {}
        selector = {}
        for intent, classes in ranked.items():
            if intent.startswith("answer_"):
                options[intent.removeprefix("answer_")] = dict(classes[:_OPTIONS_KEPT])
            else:
                key, share = classes[0]
                response = {"intent_response_key": key, "confidence": share, "utter_action": f"utter_{key}"}
                selector[intent] = {"response": response}
        message.set("intent", intents[0], add_to_output=True)
        message.set("intent_ranking", intents, add_to_output=True)
        message.set("options", options, add_to_output=True)
        message.set("response_selector", selector, add_to_output=True)


def _features(message: Message) -> csr_matrix | None:
    sentence = message.get_sparse_features(attribute=TEXT)[1]
    return csr_matrix(sentence.features) if sentence else None


def _option(example: Message) -> str | None:
    """Key of a retrieval intent, or the option in the metadata of its intent."""
    key = example.get(INTENT_RESPONSE_KEY)
    about = (example.get("metadata") or {}).get("intent") or {}
    option = about.get("option", about.get("level"))
    return key or (None if option is None else str(option))
