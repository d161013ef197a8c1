"""Intent classifier that also ranks the options of every choice question.

The training examples of an `answer_<question>` intent carry their option as intent metadata (of a scale, their
level), those of a retrieval intent (`faq/…`) their key. `several` and `vague` are options for training only: words
that name more than one, or none. A message then tells not only which question it answers, but, whatever question is
pending, which of that question's options it is closest to. The same is told of each clause of the message, since an
owner may answer two questions at once.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.heads import ANSWER, INTENTS, NO_ANSWER, Example, Heads, fit
from bot.reading.clauses import MOST, clauses

_FILE = "heads.npz"
_OPTIONS_KEPT = 3
_OPTIONS_KEPT_OF_PARTS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class OptionClassifier(GraphComponent, IntentClassifier):
    """Logistic regressions over intents and over each intent's options, on features of its own (bot.nlu.features).

    It reads the text that the tokenizer has disarmed, not its tokens: Rasa's featurizers know neither sounds nor
    abbreviations.
    """

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
        """The tokenizer comes before: it takes the slash off a typed payload."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults, as `bot.nlu.heads.fit` names them; `ranking_length`: intents that are told of a message."""
        return {"copies": 1, "at_least": 3, "strength": 10.0, "ranking_length": 10}

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
            return cls(config, model_storage, resource, Heads.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit every head on its examples."""
        examples = [example_of(message) for message in training_data.intent_examples if message.get(TEXT)]
        self._heads = fit(examples, self._config["copies"], self._config["at_least"], self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            self._heads.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent`, `intent_ranking`, `options`, `parts` and, for retrieval intents, `response_selector`."""
        if self._heads is None:
            raise RuntimeError("the classifier has not been trained")
        for message in messages:
            self._describe(message, self._heads)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing learns from this component's predictions."""
        return training_data

    def _describe(self, message: Message, heads: Heads) -> None:
        text = message.get(TEXT) or ""
        ranked = heads.probabilities(text)
        intents = self._ranking(ranked)
        selector = {}
        for intent, classes in ranked.items():
            if intent != INTENTS and not intent.startswith(ANSWER):
                key, share = classes[0]
                response = {"intent_response_key": key, "confidence": share, "utter_action": f"utter_{key}"}
                selector[intent] = {"response": response}
        message.set("intent", intents[0], add_to_output=True)
        message.set("intent_ranking", intents, add_to_output=True)
        message.set("options", _options(ranked, _OPTIONS_KEPT), add_to_output=True)
        message.set("response_selector", selector, add_to_output=True)
        message.set("parts", self._parts(text, heads), add_to_output=True)

    def _ranking(self, ranked: dict[str, list[tuple[str, float]]]) -> list[dict[str, Any]]:
        return [
            {"name": name, "confidence": confidence}
            for name, confidence in ranked[INTENTS][: self._config["ranking_length"]]
        ]

    def _parts(self, text: str, heads: Heads) -> list[dict[str, Any]]:
        told = clauses(text)
        if not 2 <= len(told) <= MOST:
            return []
        parts = []
        for clause in told:
            ranked = heads.probabilities(clause)
            intents = self._ranking(ranked)
            options = _options(ranked, _OPTIONS_KEPT_OF_PARTS)
            parts.append({"text": clause, "intent": intents[0], "intent_ranking": intents, "options": options})
        return parts


def _options(ranked: dict[str, list[tuple[str, float]]], kept: int) -> dict[str, dict[str, float]]:
    """The likeliest options of each question, and how likely the message is no answer to it."""
    return {
        intent.removeprefix(ANSWER): dict(
            [*classes[:kept], *((name, share) for name, share in classes if name == NO_ANSWER)]
        )
        for intent, classes in ranked.items()
        if intent.startswith(ANSWER)
    }


def example_of(message: Message) -> Example:
    """A training message as the heads learn it: its option (of a scale, its level), or the key of its retrieval intent."""
    key = message.get(INTENT_RESPONSE_KEY)
    about = (message.get("metadata") or {}).get("intent") or {}
    option = about.get("option", about.get("level"))
    return Example(message.get(TEXT), message.get(INTENT), key or (None if option is None else str(option)))
