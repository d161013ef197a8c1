"""Whatever is typed, at whatever question: nothing raises, and no value is outside the question's range."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import understand
from bot.coach import check_value, load_questionnaire
from bot.reading.message import COMMANDS

if TYPE_CHECKING:
    from rasa.core.agent import Agent

IDS = load_questionnaire().ids
PIECES = [
    "non ", "pas ", "oui ", "aucun ", "en fait ", "je me suis trompé ", "pour ", "le budget ", "mes heures ", "3 ", "50 € ", "2 h ",
    "99999999 ", "-5 ", "1/0 ", "8 sur 10 ", "-", ", ", "et ", "mais ", "? ", "facebook ", "X ", "vendre ", "des pros ", "plus de 60 ans ",
    "j'adore ", "écrire ", "discuter ", "tous ", "personne ", "par mois ", "attendez ", "parce que ", "quand ", "/", "{", "😀", "\u00a0",
    "réponse d'avant ", "au lieu de ", "les photos ", "48 h ", "parfois ", "je ne sais pas ", "plus tard ", "pkoi ", "lage ", "etfacebook ",
]  # fmt: skip

messages = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


def test_any_message_at_any_question(agent: Agent) -> None:
    @given(messages, st.sampled_from([None, *IDS]))
    @settings(max_examples=300, deadline=None)
    def check(text: str, question: str | None) -> None:
        reading = asyncio.run(understand(agent, text, question))
        assert reading.command is None or reading.command in COMMANDS
        for id, value in reading.answers.items():
            assert check_value(load_questionnaire().question(id), value) == value
        assert reading.details.keys() <= reading.answers.keys()

    check()
