"""Counts: "3", "une dizaine", "entre 50 et 100", "pas plus de 3"."""

from __future__ import annotations

from functools import cache

from bot.reading.amounts import Amount, Group, bare_quantities, groups
from bot.reading.figures import figures
from bot.reading.text import compiled, lexicon

__all__ = ["Amount", "read_number", "says_nothing"]


def read_number(text: str) -> Amount | None:
    """The first count of a message, in French or in English; None when it holds no figure.

    An article is a figure only by itself ("un", "juste une"), and "rien", "zéro", "aucun" are 0 when the
    whole message says so.
    """
    line = figures(text)
    found = groups(line.text, bare_quantities(line.text))
    if found:
        return amount(found[0], line.span(found[0].start, found[0].end))
    alone = compiled(
        r"(?:(?:juste|seulement|que|only|just|oui|ok|euh|ben|bah) )*(?:(une?|one)(?: seule?)?"
        r"|(une? |an? )?(?:demie?|half))[ .!]*"
    ).fullmatch(line.text)
    if alone:
        value = 1.0 if alone[1] else 0.5
        return Amount(value, value, False, line.span(0, len(line.text)))
    if compiled(r"(?<!\w)half(?!\w)").search(line.text) and len(line.text) < 12:
        return Amount(0.5, 0.5, False, line.span(0, len(line.text)))
    if (nothing := says_nothing(line.text)) is not None:
        return Amount(0.0, 0.0, nothing, line.span(0, len(line.text)))
    return None


def amount(group: Group, span: tuple[int, int]) -> Amount:
    """The ends of a group as an amount, in the reader's own unit."""
    low, high = group.ends()
    return Amount(low, high, group.approximate, span)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(lexicon("fillers")["words"])


def only_fillers(text: str) -> bool:
    """True when nothing but small talk is left in this folded text ("euh je dirais … par semaine")."""
    return all(word in _fillers() for word in compiled(r"[^\W_]+").findall(text))


_NONE_OF_IT = (
    r"(?<![\w'])(?:pas (?:une?|de|d'|le|la) ?(?:seule? )?{kind}"
    r"|(?:sans|no|zero|0|aucune?|pas de|not any) ?{kind}"
    r"|(?:j'ai |on a )?(?:vraiment )?pas (?:le|la|les|de) {kind})(?!\w)"
)
_NOTHING = (
    r"(?<![\w'])(?:rien(?: du tout)?|zero|0|nada|nib|que ?dalle|que tchi|nothing|none|nil|jamais"
    r"|never|niet|aucune?s?|neant|nul)(?![\w])(?! ?{kind})|" + _NONE_OF_IT
)
_ALMOST = (
    r"(?<!\w)(?:quasi(?:ment)?|presque|pratiquement|a peu pres|almost|nearly|practically"
    r"|pas grand[- ]chose)(?!\w)"
)
_OF_ANYTHING = r"(?:rien|euro|heure|minute|temps|budget)"


def says_nothing(text: str, kind: str = _OF_ANYTHING, bare: bool = True) -> bool | None:
    """Whether a folded message answers "nothing": False when flatly, True when nearly so, None when it does
    not.

    `kind` is a regular expression for what one may have none of; without `bare` it must be named ("pas de budget",
    not "rien"). The whole message must say it: "rien"
    inside a sentence ("j'y connais rien") is not an amount.
    """
    pattern = compiled((_NOTHING if bare else _NONE_OF_IT).replace("{kind}", kind))
    match = pattern.search(text)
    if match is None:
        return None
    rest = pattern.sub(" ", text)
    almost = compiled(_ALMOST).search(rest)
    rest = compiled(_ALMOST).sub(" ", rest)
    return bool(almost) if only_fillers(rest) else None
