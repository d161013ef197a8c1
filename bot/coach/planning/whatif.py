"""What if: the verdict of other answers beside that of the real ones. Nothing is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.coach.assessment import Assessment, assess
from bot.coach.planning.catalogue import Catalogue, load_catalogue
from bot.coach.questionnaire import Answers, Value
from bot.coach.reasons import Reason


@dataclass(frozen=True)
class Comparison:
    """Two verdicts: `before` of the answers as they are, `after` with `changes`.

    `headline` says whether the verdict moves; `differences` what moves in it and why, knock-outs first.
    """

    changes: Mapping[str, Value | None]
    before: Assessment
    after: Assessment
    headline: Reason
    differences: tuple[Reason, ...]


def what_if(answers: Answers, changes: Mapping[str, Value | None]) -> Comparison:
    """Compare the verdict of the answers with that of the same answers changed; both are left as they are.

    Raises KeyError for an unknown question id and InvalidAnswer for a value its question cannot take.
    """
    catalogue = load_catalogue()
    before, after = assess(answers), assess({**answers, **changes})
    key = "same" if after.level == before.level else "better" if after.level > before.level else "worse"
    told = {"before": f"verdict.name.{before.verdict}", "after": f"verdict.name.{after.verdict}"}
    differences = tuple(_differences(before, after, catalogue))
    return Comparison(dict(changes), before, after, catalogue.because(f"whatif.{key}", **told), differences)


def _differences(before: Assessment, after: Assessment, catalogue: Catalogue) -> Iterator[Reason]:
    old = {veto.reason.key for veto in before.vetoes}
    new = {veto.reason.key for veto in after.vetoes}
    for key in sorted(old - new):
        yield catalogue.because("whatif.lifted", obstacle=key.replace("veto", "obstacle", 1))
    for key in sorted(new - old):
        yield catalogue.because("whatif.raised", obstacle=key.replace("veto", "obstacle", 1))
    for one, other in zip(before.dimensions, after.dimensions, strict=True):
        if one.score is not None and other.score is not None and round(one.score) != round(other.score):
            scores = {"before": round(one.score), "after": round(other.score)}
            yield catalogue.because("whatif.dimension", dimension=f"dimension.{one.id}", **scores)
    kept = {row.id for row in before.networks if row.kept}
    keeps = {row.id for row in after.networks if row.kept}
    for row in after.networks:
        if row.id in keeps - kept:
            helped = row.reason.key == "network.helper"
            needed = row.reason.params["needed"] if helped else row.hours
            yield catalogue.because(f"whatif.kept{'.helped' if helped else ''}", profiles=row.id, needed=needed)
    for id in sorted(kept - keeps):
        yield catalogue.because("whatif.dropped", profiles=id)
