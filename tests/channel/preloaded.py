"""What Rasa's server imports, for the process that the tests fork their servers from: a start takes seconds less."""

from bot.assistant import quiet_libraries

quiet_libraries()

import rasa.core.agent  # noqa: E402
import rasa.core.run  # noqa: E402, F401
import tensorflow  # noqa: E402, F401

import bot.telegram.channel  # noqa: E402, F401
