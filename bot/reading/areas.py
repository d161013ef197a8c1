"""How far a business reaches, told by distances («20 km à la ronde») and countries («la France et la Belgique»)."""

from bot.reading.choices import read_choices
from bot.reading.figures import figures
from bot.reading.text import compiled

# Kilometres, one way. Beyond the second, a distance says nothing of regions or countries.
_LOCAL, _REGIONAL = 40, 200
_KILOMETRES = r"(?<![\w.,])~?(\d{1,4}) ?(?:km|kms|kilometres?|bornes?)(?!\w)"
_MINUTES = r"(?<![\w.,])~?(\d{1,2}) ?(?:min|mn|minutes?) (?:autour|de route|de voiture|a pied|d'ici|a la ronde)"


def area_in(text: str) -> str | None:
    """The area that distances or countries say; None without any."""
    countries = read_choices(text, "countries").meant
    if countries:
        return "international" if len(countries) > 1 else "national"
    line = figures(text).text
    far = [int(match[1]) for match in compiled(_KILOMETRES).finditer(line)]
    if far:
        return "local" if max(far) <= _LOCAL else "regional" if max(far) <= _REGIONAL else None
    return "local" if compiled(_MINUTES).search(line) else None
