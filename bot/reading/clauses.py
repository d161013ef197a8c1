"""The parts of a message that may say different things: «2 h, et juste Facebook», «pas vendre mais recruter»."""

import re
import unicodedata
from collections.abc import Iterator

from bot.reading.text import LONGEST, fold

_CUT = re.compile(
    r"\s*(?:[;!?\n•()]|[.:](?!\d)|,(?!\d)|(?<!\w)\+(?!\s*(?:de|que|d')\b)|\s/\s|\s-\s|\s&\s)\s*(?:(?:et|mais|puis|pis)\s+)?"
    r"|\s+(?:quand(?!\s+m[eê]me)|qd|lorsque|parce qu(?:e\s|')|parce ke\s|pcq|pck|psk|paske|parceque|vu qu(?:e\s|')|vu ke\s|car|puisque|pendant que)\s*(?!\w*')(?=\w)"
    r"|\s+(?:et(?!\s+(?:demie?|quart|plus|pas|les environs|alentours)\b)|mais|puis|pis|ensuite|par contre|sinon)\s+",
    re.IGNORECASE,
)
# A message of more parts is a text, which is read as a whole.
MOST = 6


def clauses(text: str) -> list[str]:
    """The parts of a message between its commas, points and conjunctions, without the empty ones."""
    return list(_parts(text[:LONGEST]))


def _parts(text: str) -> Iterator[str]:
    for part in _CUT.split(text):
        if part and any(character.isalnum() for character in part):
            yield part.strip()


_ASKING = re.compile(
    r"(?:(?:et|mais|ah|bon|donc|euh|au fait|dites|dis|sinon|alors|hein) )*(?:pourquoi|comment|combien|quel(?:le)?s?|qui|ou (?:est|sont|en)"
    r"|qu'est|quoi|c'est quoi|c koi|c'est qui|c'est combien|est[ -]ce|faut[ -](?:il|y)|dois[ -]je|peut[ -]on|puis[ -]je|y a[ -]t[ -]il|vaut[ -]il"
    r"|a quoi|en quoi|pk|pq|pkoi|cmt|esk|keske|il en faut combien)(?![a-z])"
)
# Characters of a message in which a question is looked for.
_LONGEST = 300
_HESITATION = re.compile(r"(?:(?:m+h*|h+u*m+|h*e+u+h*|a+h+|o+h+|ben|bah|pf+|hein|\W+) ?)+")


_ASKED_WITHIN = re.compile(
    r"(?<!\w)(?:est[ -]ce qu|esk|keske|kesk|c'est quoi|c koi|c'est koi|cest quoi|pour qui|pour quoi faire|qu'est[ -]ce|a quoi"
    r"|sert a|ca sert|obliges? d|obligatoire|vaut le coup|vaut[ -]il|utile)(?![a-z]{4})"
    r"|(?<!\w)(?:combien|cb|cmb|pourquoi|pk|comment|cmt)\W*$"
)


def asks(text: str) -> bool:
    """Whether the message is put as a question."""
    folded = fold(text[:_LONGEST])
    asked = _ASKING.match(folded) or _ASKED_WITHIN.search(folded)
    return text.rstrip().endswith("?") or asked is not None


def says_nothing(text: str) -> bool:
    """Whether there is nothing to read: neither word nor picture, or hesitation alone («mmm», «euh…»)."""
    if not any(character.isalnum() or unicodedata.category(character) == "So" for character in text):
        return True
    return _HESITATION.fullmatch(fold(text)[:80]) is not None
