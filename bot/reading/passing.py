"""What is said in passing and answers nothing: "attends 2 min", "j'ouvre à 9 h", "depuis 10 ans", "pas 2, 3".

Asking again costs one line; a figure taken from an aside costs the owner's trust. In doubt, a figure is
left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.amounts import Group, before
from bot.reading.numbers import only_fillers
from bot.reading.text import compiled

_POINT_IN_TIME = (
    r"(?<!\w)(?:dans|in|depuis|since|il y a|y a|ya|ago|d'ici|apres|before|avant|des|until"
    r"|jusqu'au?x?(?= \d{1,2} ?h)"
    r")(?: environ| a peu pres| deja| moins de| plus de| plus d'| about)? ?$"
)
_AT_CLOCK = (
    r"(?<!\w)(?:(?<!on )(?<!il )(?<!elle )(?<!y )(?<!ya )a|vers|at|des|avant|apres|around|il est"
    r"|vers les|jusqu'a|from|until|till|before|after)(?: environ| about)? ?$"
)
_WAITING = (
    r"(?<!\w)(?:attend\w{0,4}|patient\w{0,4}|bouge\w{0,3}|reviens?|revenir|arrive"
    r"|rappel\w{0,6}|recontact\w{0,4}|repren\w{0,4}"
    r"|reprends?|pause|quitte pas|wait|hold on|hang on|be back|brb|back in|call (?:me|you)"
    r"|reparl\w{0,3}|laisse\w{0,2}[ -]moi"
    r"|donne\w{0,2}[ -]moi|give me|instant|absente|m'absente|m'occupe|clients? (?:qui|a "
    r"|arriv)|un client|coup de fil|telephone sonne"
    r"|ca sonne|je sers|sec|secondes?|dsl|deux secondes)(?!\w)"
)
_LIFE = (
    r"(?<!\w)(?:leve|levons|reveille|couche|dors|(?<!jour )(?<!jours )ouvr(?:e|ons|ez|ent|ir"
    r"|ant)|ouverts?|(?<!est )ferm(?:e|ons|ez|ent|er)|commence\w{0,2}|debute|finis?|finit"
    r"|termine"
    r"|travaill\w{0,4}|bosse\w{0,3}|boulot|taffe|embauche|debauche|rdv|rendez-vous|livraison"
    r"|livre|trajet|route|voiture|rentre|gagne|perds|perdu|(?:passe|passons|fais|faisons|mets"
    r"|consacre) deja"
    r"|open|close|closed|wake|work|working|sleep|drive|age|ai (?=\d\d ans)|existe|experience"
    r"|(?:de|dans le) metier|installe|gerant|cree\w{0,2}|boutique de"
    r"|magasin|fournil|ecole|enfants?|bebe|retraite|contrat|semaines? de (?=\d)"
    r"|journees? de (?=\d)|service de|deja (?:a|en)|fournee"
    r"|cuisson|preparation|devis)(?!\w)"
)
_CAN_GIVE = (
    r"(?<!\w)(?:peux|pourr\w{2,4}|consacr\w{0,6}|mett\w{0,5}|mets?|degag\w{0,4}|trouv\w{0,4}"
    r"|dispo\w{0,7}|accord\w{0,4}"
    r"|donn\w{0,5}|compte|prevo\w{0,3}|reserv\w{0,4}|liber\w{0,5}|libres?|could|can|spend|give"
    r"|available|free|passer\w{0,4}|dirais"
    r"|disons|devrais|veux|jpeux|jpeu|max|maximum|reste|restent|arrive a (?:caser|trouver"
    r"|prendre)|case|caser|prends|prendrai\w?)(?!\w)"
)
ASKING = (
    r"(?<!\w)(?:combien|c'est quoi|pourquoi|questionnaire|ca (?:va )?prend(?:re)?|how (?:long|many"
    r"|much)|why|what is)(?!\w)"
)
# "une heure par client", "une demi-heure par post": a rate, which no week can be made of
_RATE = (
    r" ?(?:par|pour chaque|per) (?!(?:jours?|j|jr|day|semaines?|s|sem|weeks?|wk|mois|months?"
    r"|ans?|annees?|years?|matins?|matinees?|soirs?|soirees?"
    r"|midis?|nuits?|apres|aprem|ci|la|contre|exemple|trimestres?|moment|moments|defaut"
    r"|rapport|week-ends?|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|chance|bonheur|prudence|tranche|petits?|fins?|evening|morning"
    r"|night|afternoon|quarter|annum)(?!\w))[a-z]"
)
# "le dimanche soir, quand le magasin est fermé": what tells when, or why, says nothing of the figure before it.
_WHEN = (
    r"(?<!\w)(?:quand|qd|lorsqu\w+|pendant qu\w+|apres qu\w+|car|parce qu\w+|pcq|pck|psk|vu qu\w+|puisqu\w+|when"
    r"|because|while)(?!\w)"
)
_REFUSED = (
    r"(?<!\w)(?:et non(?: pas)?|non pas|et pas|mais pas|pas|not|plutot que|au lieu d(?:e|')"
    r"|instead of|rather than|plus)(?: de)? ?$"
)
_CORRECTED = (
    r"(?<!\w)(?:non|euh|heu|pardon|enfin|plutot|je veux dire|oups|rectification|correction"
    r"|en fait|finalement|no|sorry|i mean"
    r"|actually|excus\w{0,5}|nan|je rectifie|je corrige|erreur|mais)(?!\w)"
)
_NAMED_DAY = (
    r"(?<!le )(?<!les )(?<!\w)(?:demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin"
    r"|soir|midi|tomorrow|today) $"
)
# Above this a week (in minutes), a figure told in a sentence is the owner's whole working week.
HEAVY = 30 * 60


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around text[start:end]; a point inside a figure does not end it."""
    ends = [m.end() for m in compiled(r"[;!?(]|\.(?!\d)").finditer(text, 0, start)]
    following = compiled(r"[;!?)]|\.(?!\d)").search(text, end)
    return (ends[-1] if ends else 0), (following.start() if following else len(text))


def is_passing(text: str, group: Group) -> bool:
    """True when the time of this group is an aside: a wait, a clock time, an age, the working day."""
    start, end = clause(text, group.start, group.end)
    said = group.first.start
    around = text[start:end]
    if aside := compiled(_WHEN).search(text, group.end, end):
        end = aside.start()
    unit = group.unit
    weekly = compiled(
        r" ?(?:/|(?:par|pr|p|per|a|chaque|la|each|every) ?)(?:s(?:em(?:aine)?)?|week|mois"
        r"|month)(?!\w)"
    ).match(text, group.last.end)
    if before(text, said, _POINT_IN_TIME) and not weekly:
        return True
    if compiled(
        r" ?(?:ago|old|plus tard|later|d'experience|de metier|d'existence|d'age|que (?:je|j'|on)"
        r"|de l'apres|du (?:mat|soir)|pile|am\b|pm\b)"
    ).match(text, group.last.end):
        return True
    if compiled(ASKING).search(text) or compiled(_RATE).match(text, group.last.end):
        return True
    if unit in {"year", "s"}:
        return True
    if unit == "h" and group.first is group.last and before(text, said, _AT_CLOCK) and not weekly:
        return group.first.value <= 24 * 60
    if unit == "h" and group.first is not group.last and not weekly and _opening_hours(text, group):
        return True
    if compiled(_WAITING).search(around) and unit in {"min", "h", "s"} and not weekly:
        return True
    if unit == "h" and before(text, said, _NAMED_DAY) and group.first.value >= 7 * 60 and not weekly:
        return True
    for turn in compiled(r"(?<!\w)(?:donc|mais|alors|car|du coup|so|but)(?!\w)|,").finditer(
        text, start, group.first.start
    ):
        start = turn.end()
    if group.first.value > HEAVY and unit == "h" and not only_fillers(text[start : group.start]):
        return not compiled(_CAN_GIVE).search(text, start, end)
    life = compiled(_LIFE).search(text, start, end)
    return bool(life) and not compiled(_CAN_GIVE).search(text, max(start, said - 60), end)


def is_offered(text: str, group: Group) -> bool:
    """True when the words just before say that this is what can be given ("je peux mettre 2 h")."""
    comma = text.rfind(",", 0, group.start) + 1
    return bool(compiled(_CAN_GIVE).search(text, max(comma, group.start - 60), group.start))


_FIGURES_AND_MONEY = (
    r"[~€$£]|\w*\d\w*|(?<!\w)(?:euros?|balles?|boules?|piasses?|dollars?|francs?|chf|eur|h|min(?:utes?)?"
    r"|heures?|jours?|midis?|apres|soirs?|matins?|demi|quart)(?!\w)"
)


def is_meant(text: str, group: Group) -> bool:
    """Whether a figure answers although another question is pending: it is offered, or nothing else is said.

    "Répondre en moins de 2 h" or "500 € de plus par mois" tell of something else.
    """
    if is_offered(text, group) or compiled(_BUDGET).search(text, max(0, group.start - 60), group.start):
        return True
    if only_fillers(compiled(_FIGURES_AND_MONEY).sub(" ", text)):
        return True
    # "facebook, 2 h par semaine": a part of the message that says nothing else, with its rhythm
    opened = [m.end() for m in compiled(_PART).finditer(text, 0, group.start)]
    closed = compiled(_PART).search(text, group.end)
    part = text[opened[-1] if opened else 0 : closed.start() if closed else len(text)]
    return bool(compiled(_RHYTHM).search(part)) and only_fillers(compiled(_FIGURES_AND_MONEY).sub(" ", part))


_PART = r"[,;:!?]|\.(?!\d)|(?<!\w)(?:et|and)(?!\w)"
_RHYTHM = r"(?:/|(?:par|per|chaque|a|la) )(?:jour|semaine|mois|an|week|month|day|year)"


_BUDGET = r"(?<!\w)(?:budget|investi\w{0,4}|depens\w{1,4}|j'ai|on a|nous avons|i have|we have)(?!\w)[^.;!?]{0,30}$"


def _opening_hours(text: str, group: Group) -> bool:
    """ "de 9 h à 19 h": two hours of the clock, the first in the day."""
    first, last = group.first.value, group.last.value
    return (
        last >= 9 * 60 and first >= 5 * 60 and bool(compiled(r".{1,12}?(?:a|-|/) ?\d").match(text, group.first.start))
    )


def kept_groups(text: str, found: Sequence[Group]) -> list[Group]:
    """The groups that stand: not those refused ("pas 2") nor those that a correction replaces ("2, non,
    3")."""
    standing: list[Group] = []
    for i, group in enumerate(found):
        if group.bound is None and before(text, group.start, _REFUSED) and not _told_as_limit(text, group):
            continue
        if i and compiled(_CORRECTED).search(text, found[i - 1].end, group.start):
            standing = []
        standing.append(group)
    return standing


def _told_as_limit(text: str, group: Group) -> bool:
    return before(
        text, group.start, r"(?<!\w)(?:n'ai|ne|peux|n'a|n'avons)[^.;!?]{0,20}(?:que|pas) ?$"
    ) is not None and (before(text, group.start, r"que ?$") is not None)


_COUNTED_BEFORE = (
    r"(?<!\w)(?:(?<!c')est|sommes|suis|etes|sont|rue|numero|no|n°|avenue|tel|age|depuis|en"
    r"|vers|a|le|article|question|choix|option|reponse|ai (?:deja )?|avons"
    r"|are|am|at|on|in|since|number) ?$"
)
_COUNTS_ON = (
    r" ?(?:$|[.,;!?)/:]|(?:par|pr|p|per|a|h|max|maximum|maxi|mini|minimum|environ|pas|pour"
    r"|chaque|tous|la|le|en|et|ou|mais|je|j|on|quoi"
    r"|donc|car|vu|selon|peut|c|si|grand|au|tout|facile|ca|ptet|hein|voila|each|every|or|and"
    r"|only|tops?|at|about|not|but|i|les|avec|sur|plus|moins|non|euh|enfin|plutot"
    r"|hebdo\w*|mensuel\w*|svp|stp|merci|quand|de plus|quotidien\w*|daily|weekly|monthly"
    r"|l'(?:ete|hiver)|semaine|selon|week|month|parce|parceque|ms|meme|ok|bref|lol|mdr|pcq"
    r"|voire|voir|sauf|suff\w*"
    r"|sans|comme|suivant|dans|mensuellement|annuel\w*|l'annee|l'an|allez|disons|soit)(?!\w))"
)


def counts_nothing(text: str, group: Group) -> bool:
    """True when no noun follows the figure ("3 salariés" counts people, "3 par semaine" counts what was
    asked)."""
    return compiled(_COUNTS_ON).match(text, group.last.end) is not None


def bare_is_answer(text: str, group: Group) -> bool:
    """Whether a figure without unit may answer: nothing it counts follows, and nothing else claims it."""
    if not counts_nothing(text, group):
        return False
    start, end = clause(text, group.start, group.end)
    lead = text[start : group.start]
    value = group.first.value
    if (1900 <= value <= 2100 and not only_fillers(lead)) or (value >= 10000 and value % 100):
        return False  # a year, a postal code
    if before(text, group.first.start, _COUNTED_BEFORE) and not group.approximate and group.bound is None:
        return (
            only_fillers(text[start : group.start])
            and not compiled(r"(?:sommes|suis|depuis|rue|le) ?$").search(lead)
            and (only_fillers(text[group.end : end]))
        )
    last_word = compiled(r"([^\W_]+)[^\w]*$").search(lead)
    return (
        last_word is None
        or only_fillers(last_word[1])
        or bool(compiled(r"[,:] ?$").search(lead))
        or bool(compiled(_CAN_GIVE).search(lead))
    )
