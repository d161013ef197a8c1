"""What every command of `costaud` prints with, and how it refuses."""

import typer
from rich.console import Console

from bot.bootstrap import settings
from bot.settings import Settings, SettingsError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class Refused(typer.Exit):
    """A clear sentence on standard error, and exit code 2."""

    def __init__(self, sentence: str) -> None:
        errors.print(sentence, markup=False)
        super().__init__(2)


def checked_settings() -> Settings:
    """The settings of this process. Raises Refused."""
    try:
        return settings()
    except SettingsError as error:
        raise Refused(str(error)) from error
