"""Amounts: "50 balles par mois", "1 200,50 € à l'année", "entre 50 et 100", "10k", "rien".

Built on the figures of `figures` (price-parser settles the separators); the currency is as said ("francs"
alone are Swiss, the only ones an owner still counts in).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.reading.amounts import MOST, Amount, Group, Quantity, bare_quantities, groups, middle, other_figures
from bot.reading.figures import FIGURE, figures
from bot.reading.frequencies import WEEKS_A_MONTH, beside, per_and_times
from bot.reading.lengths import durations
from bot.reading.numbers import says_nothing
from bot.reading.passing import ASKING, bare_is_answer, clause, is_meant, kept_groups
from bot.reading.text import Span, compiled, lexicon, one_of

DAYS_A_MONTH = 30.4
_NO_MONEY = (
    r"(?:sous?|cennes?|centimes?|euros?|ronds?|radis|kopecks?|balles?|budget|argent|thunes?|tunes?"
    r"|moyens?|fric|pognon|money|cents?"
    r"|dollars?|piasses?|cennes?|tresorerie|treso|cash|\$|€|liard|d'argent|francs?|depenses?|frais|rien)"
)
_FREE = (
    r"(?<!\w)(?:gratuit(?:e|s|es|ement)?|gratos|free|for free|a l'oeil|cout zero|zero frais"
    r"|fauchee?)(?!\w)"
)
_ONCE = (
    r"(?<!\w)(?:en tout|au total|total|en une fois|une (?:seule )?fois(?: pour toutes?)?"
    r"|one[- ]?(?:time|shot|off)|in total|all in"
    r"|pour (?:commencer|demarrer|debuter|lancer|le lancement|l'ensemble|tout)|au depart"
    r"|au debut|tout compris|altogether"
    r"|d'entree|once)(?!\w)"
)
_ASIDE = (
    r"(?<!\w)(?:chiffre d'affaires?|ca de|ca annuel|de l'heure|l'heure|de l'h|an hour|per hour"
    r"|facture|facturons?|factures?|gagne"
    r"|salaire|paye|smic|loyer|panier|ticket moyen|vend(?:s|ons|ait)?|vaut|coutent?|coute"
    r"|coutait|prix|tarifs?|dettes?|credit|emprunt|pret|doit"
    r"|rembours\w{0,4}|perdu|perdre|claque (?=\d)|(?:ai|avons) mis|(?:depens|pay|mets"
    r"|donn)\w{0,3} deja|deja (?:depense|mis|paye|claque|donne|perdu|file)|(?:a|ai|avait|avais"
    r"|avons) (?:depense|paye|perdu|claque)"
    r"|l'an dernier|l'annee derniere|l'an passe|annee passee|last year|prenait|demandait"
    r"|demande|reclame|devis|me prend|prend en moyenne|turnover|revenue"
    r"|(?:de|en) plus(?= par|$|[.,;!?])|supplementaires?|rapporte|benefice|marge|par (?:client|commande|vente|personne|article|publication|post)"
    r"|followers?|abonnes?|clients?|likes?|piece|pieces|kilo|le kg|concurrent\w?|voisine?"
    r"|agence|prestataire"
    r"|chiffre)(?!\w)"
)


@dataclass(frozen=True)
class Money:
    """An amount as it was said, each `per` ("month", "year", "week", "day", "quarter", "once" or None: not
    said).

    `currency` is EUR, USD, CAD, CHF or GBP; "$" or "£" when it could be several; None for slang and bare
    figures.
    """

    low: float | None
    high: float | None
    currency: str | None
    per: str | None
    approximate: bool
    span: Span

    @property
    def value(self) -> float:
        """One figure for it, as in `Amount.value`."""
        return middle(self.low, self.high)


@cache
def _currencies() -> tuple[tuple[re.Pattern[str], str | None], ...]:
    words = lexicon("money")
    return tuple(
        (re.compile(one_of(*words[name])), None if name == "none" else name)
        for name in ("CAD", "USD", "CHF", "EUR", "GBP", "$", "£", "none")
    )


@cache
def _amount() -> re.Pattern[str]:
    words = lexicon("money")
    named = one_of(*(word for name, group in words.items() if name != "cents" for word in group))
    before_it = one_of(
        *words["EUR"][:3],
        "chf",
        "gbp",
        "£",
        "\\$",
        *words["CAD"][:4],
        *words["USD"][:3],
        "cad",
        "usd",
    )
    cents = one_of(*words["cents"])
    figure = rf"(?:{FIGURE})"
    tail = (
        rf"(?: (?:et |and )?(?P<cents>\d{{1,2}}) ?{cents}(?!\w)|(?: (?:et"
        rf"|and))? ?(?P<glued>\d\d)(?![\w.,€$£%])"
        rf"(?! ?(?:h\b|min|heure|fois|{named})))?"
    )
    return re.compile(
        rf"(?<![\w])(?P<lead>{before_it}) ?(?P<led>~?\d{{1,9}}(?:\.\d{{1,6}})?)(?!\d)"
        rf" ?(?P<both>{before_it}(?!\w))?"
        rf"|(?P<n>{figure}|(?<![\w'])(?:une?|one)(?= (?:euro|dollar|franc|livre|balle|piasse"
        rf"|seul euro))) ?(?:petits? |seule? )?(?:de |d'|of )?"
        rf"(?P<unit>{named})(?:(?=h\.?t(?!\w)|ttc)|(?![a-z])){tail}"
        rf"|(?P<grand>(?<!\w)(?:an?|(?P<grands>{figure})) grand(?!\w|s? max))"
        rf"|(?P<small>{figure}) ?(?P<cent>{cents})(?!\w)"
    )


def _named(word: str) -> str | None:
    for pattern, name in _currencies():
        if pattern.fullmatch(word):
            return name
    return None


def _quantities(text: str) -> list[tuple[Quantity, str | None]]:
    found: list[tuple[Quantity, str | None]] = []
    for match in islice(_amount().finditer(text), MOST):
        if match["lead"]:
            raw, currency = match["led"], _named(match["lead"])
            value = float(raw.lstrip("~"))
        elif match["grand"]:
            raw, currency = match["grands"] or "1", None  # slang, in any currency
            value = 1000 * float(raw.lstrip("~"))
        elif match["small"]:
            raw, currency = match["small"], None
            value = float(raw.lstrip("~")) / 100
        else:
            raw, currency = match["n"], _named(match["unit"])
            value = float(raw.lstrip("~")) if raw[-1].isdigit() else 1.0
            value += float(match["cents"] or match["glued"] or 0) / 100
        found.append(
            (
                Quantity(match.start(), match.end(), value, "money", 1, approximate=raw.startswith("~")),
                currency,
            )
        )
    return found


def _money_groups(text: str, bare: bool) -> list[tuple[Group, str | None]]:
    named = _quantities(text)
    taken = [(q.start, q.end) for q, _ in named] + [(q.start, q.end) for q in durations(text) if q.unit in {"h", "min"}]
    lone = [q for q in bare_quantities(text) if not any(a < q.end and q.start < b for a, b in taken)]
    found = []
    for group in groups(text, sorted([q for q, _ in named] + lone, key=lambda q: q.start)):
        earlier = [q for q, _ in named if q.end <= group.start]
        if group.unit is None:
            corrected = earlier and compiled(
                r".{0,24}(?:\bet|,|\bnon|\bmais|\bpardon|\benfin|\bplutot|\bpas|\beuh)[ ,]*"
            ).fullmatch(text[earlier[-1].end : group.start])
            if not bare_is_answer(text, group) or not (corrected or (bare and not named)):
                continue
        currency = next((c for q, c in named if group.start <= q.start < group.end), None)
        found.append((group, currency))
    return found


def _is_aside(text: str, group: Group) -> bool:
    start, end = clause(text, group.start, group.end)
    comma = text.rfind(",", start, group.start) + 1
    stop = text.find(",", group.end, end)
    return bool(compiled(_ASIDE).search(text, max(start, comma), end if stop < 0 else stop))


def _found(text: str, bare: bool) -> list[tuple[Group, str | None]]:
    if compiled(ASKING).search(text):
        return []
    every = _money_groups(text, bare)
    kept = kept_groups(text, [g for g, _ in every])
    return [(g, c) for g, c in every if g in kept and not _is_aside(text, g)]


def _per(text: str, group: Group, others: Sequence[Group]) -> tuple[str | None, float]:
    elsewhere = [(g.first.start, g.last.end) for g in others] + [(q.start, q.end) for q in durations(text)]
    fences = elsewhere + other_figures(text, [group, *others])
    prior, after = beside(text, (group.first.start, group.last.end), fences)
    per, times = per_and_times([f for f in after + prior if f.rank in {0, 1, 4}], text)
    if compiled(_ONCE).search(text):
        return per or "once", times
    return per, times


def read_money(text: str) -> Money | None:
    """The amount a message gives, with its currency; None without one, or when it is said of something else.

    "Rien", "pas un sou", "gratuit" are 0 when the whole message says so. A bare figure is not money: see
    `money_a_month`.
    """
    return _read(text, bare=False, told=True)


def _read(text: str, bare: bool, told: bool) -> Money | None:
    line = figures(text)
    found = [(g, c) for g, c in _found(line.text, bare) if told or is_meant(line.text, g)]
    if found:
        i = _chosen(line.text, found)
        if i is None:
            return None
        group, currency = found[i]
        per, times = _per(line.text, group, [g for g, _ in found if g is not group])
        low, high = (None if end is None else end * times for end in group.ends())
        return Money(low, high, currency, per, group.approximate, line.span(group.start, group.end))
    flat = says_nothing(line.text, _NO_MONEY, told)
    if flat is None and told and compiled(r"\d").search(line.text) is None:
        free = compiled(_FREE).sub("0", line.text)
        flat = None if free == line.text else says_nothing(free, _NO_MONEY)
    if flat is not None:
        return Money(0.0, 0.0, None, None, flat, line.span(0, len(line.text)))
    return None


def _chosen(text: str, found: list[tuple[Group, str | None]]) -> int | None:
    """Which of several amounts answers: the one that sums up ("soit 100 par mois"); None when nothing
    tells."""
    for i in range(1, len(found)):
        if compiled(r"(?<!\w)(?:soit|donc|ce qui fait|ca fait|en gros)(?!\w)|=").search(
            text, found[i - 1][0].end, found[i][0].start
        ):
            return i
    return 0 if len(found) == 1 else None


def money_a_month(text: str, bare: bool = True) -> Amount | None:
    """What a message gives a month, in the currency said; with `bare`, a figure without currency counts.

    Without `bare` (another question is pending), only a sum that is offered counts, not any that is told.

    A year is 12 months, a week 1/4.33 of one. "En tout" is taken as said and marked approximate, since
    nobody knows over how many months.
    """
    money = _read(text, bare, told=bare)
    if money is None:
        return None
    factor = {
        "year": 1 / 12,
        "week": WEEKS_A_MONTH,
        "day": DAYS_A_MONTH,
        "quarter": 1 / 3,
    }.get(money.per or "month", 1.0)
    low, high = (None if end is None else round(end * factor, 2) for end in (money.low, money.high))
    return Amount(low, high, money.approximate or money.per == "once", money.span)
