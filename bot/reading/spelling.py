"""What a word is meant to be, however it is spelt: abbreviations written out, and its sound."""

import re
from functools import cache, lru_cache

from bot.reading.text import fold, lexicon

_TOKEN = re.compile("[^\\W_]+|[€$£%?!]|[.,;:()\n]|[☀-➿\U0001f300-\U0001faff]")
# «jveux», «jcomprends»: the pronoun run into its verb.
_RUN_IN = re.compile(r"j([bcdfglmnpqrstvz][a-z]{2,})")
_STRETCHED = re.compile(r"([a-z])\1{2,}")

# How French is pronounced, roughly: what sounds alike becomes alike, in this order. Capitals stand for sounds of
# two letters; nothing here needs to be exact, only the same for two spellings of one word.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"sch|sh|ch", "C"),
        (r"(?<=[cs])c(?=[eiy])", "s"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"qu|q|ck|cc|c", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"ge(?=[aou])", "j"),
        (r"g(?=[eiy])", "j"),
        (r"gn", "N"),
        (r"h", ""),
        (r"t(?=ion)", "s"),
        (r"eau|au", "o"),
        (r"oe(?=u)", ""),
        (r"oi|oy", "W"),
        (r"ou", "U"),
        (r"(?:ain|ein|aim|in|im|yn|ym|un)(?![aeiouynm])", "I"),
        (r"(?:an|am|en|em)(?![aeiouynm])", "A"),
        (r"(?:on|om)(?![aeiouynm])", "O"),
        (r"s+$", ""),
        (r"dj", "j"),
        (r"(?:ez|er|et|ed|ee|e|ai|ait|aient|ei)$", "e"),
        (r"ai|ei|ay|ey", "e"),
        (r"eu", "e"),
        (r"y", "i"),
        (r"[xz]", "s"),
        (r"([a-zA-Z])\1+", r"\1"),
        (r"(?<=..)[estdpx]+$", ""),
    )
)


@cache
def _written() -> dict[str, tuple[str, ...]]:
    return {
        spelling: tuple(str(meant).split())
        for meant, spellings in lexicon("sms")["written"].items()
        for spelling in map(fold, map(str, spellings))
        if spelling != meant
    }


@lru_cache(maxsize=8192)
def meant_by(word: str) -> tuple[str, ...]:
    """The word, or words, that a folded word stands for («bcp» → beaucoup, «jveux» → je veux)."""
    short = _STRETCHED.sub(r"\1", word)
    known = _written().get(short) or _written().get(word)
    if known:
        return known
    run_in = _RUN_IN.fullmatch(short)
    return ("je", run_in.group(1)) if run_in else (short,)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """How a folded word sounds, so that misspellings by ear meet («grafiste» and «graphiste»)."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def spell_out(text: str) -> list[str]:
    """Words and signs of a message, folded, abbreviations written out."""
    found: list[str] = []
    folded = fold(text)
    for match in _TOKEN.finditer(folded):
        elided = folded.startswith("'", match.end())
        words = (match.group(),) if elided else meant_by(match.group())
        # «c est», «g ai» without apostrophe: the abbreviation already says the next word
        if len(found) > 1 and len(words) == 1 and found[-1] == words[0] and found[-2] in ("c", "je"):
            continue
        found.extend("je" if word == "j" else word for word in words)
    return found
