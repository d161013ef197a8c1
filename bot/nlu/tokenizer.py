"""Tokenizer for owners' messages: folds spelling and disarms a typed payload."""

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.reading.text import fold

_WORD = re.compile("[^\\W_]+|[€$£%?!☀-➿\U0001f300-\U0001faff]")
_PAYLOAD = re.compile(r"\s*/+\S*[_{]")
# Long pastes carry no more meaning for a classifier than their beginning, and cost time.
_LONGEST = 600


def disarmed(text: str) -> str:
    """The text without its slashes («/aide» is «aide»); nothing of it where it is made like a payload."""
    return "" if _PAYLOAD.match(text) else text.lstrip().lstrip("/")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FrenchTokenizer(Tokenizer):
    """Words of the folded text (no accents, no capitals), with the signs and pictures that mean something.

    Rasa runs `RegexMessageHandler` after the whole pipeline: a text that begins with "/" is taken as an intent
    with entities, whoever typed it. Taking the slashes off here keeps every channel safe, `rasa shell` included.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def process(self, messages: list[Message]) -> list[Message]:
        """Disarm, then tokenize."""
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str):
                message.set(TEXT, disarmed(text), add_to_output=True)
        tokenized: list[Message] = super().process(messages)
        return tokenized

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Split one attribute; offsets are those of the folded text."""
        folded = fold(message.get(attribute)[:_LONGEST])
        return [Token(match.group(), match.start()) for match in _WORD.finditer(folded)]
