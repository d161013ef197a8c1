"""A component that only the comparison of pipelines needs."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.tokenizer import FrenchTokenizer
from bot.reading.spelling import sound, spell_out


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SoundTokenizer(FrenchTokenizer):
    """Words with abbreviations spelt out, and as their lemma how they sound: for Rasa's own featurizers."""

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Split one attribute; the offsets count the words spelt out, which no featurizer looks at."""
        if attribute != TEXT:
            return super().tokenize(message, attribute)
        tokens, start = [], 0
        for word in spell_out(message.get(attribute)):
            tokens.append(Token(word, start, lemma=sound(word)))
            start += len(word) + 1
        return tokens
