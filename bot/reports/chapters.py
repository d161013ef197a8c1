"""The chapters of the report that tell the diagnosis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from fpdf.enums import Align

from bot.coach import Assessment, DimensionScore, Reason
from bot.reports import vector
from bot.reports.sheet import BODY, SMALL, Block, Cell, Sheet
from bot.reports.snapshot import Snapshot
from bot.reports.style import NOW, QUIET, TINT, date_text
from bot.reports.telling import Sources, told
from bot.words import Words

_REMARKS = 3
_SHARE = "verdict.share"


class Chapters:
    """Blocks of a sheet, chapter by chapter; a chapter with nothing to say is empty."""

    def __init__(self, sheet: Sheet, words: Words, sources: Sources, assessment: Assessment) -> None:
        self._sheet = sheet
        self._words = words
        self._sources = sources
        self._assessment = assessment

    def head(self, on: date, name: str) -> Iterator[Block]:
        """For whom, when, and the verdict."""
        say, sheet, assessment = self._words.say, self._sheet, self._assessment
        day = date_text(on, self._words)
        yield sheet.text_block(Cell(say("report.title"), size=24, bold=True), tag="H1")
        for_whom = say("report.for", own_name=name, date=day) if name else say("report.on", date=day)
        yield sheet.text_block(Cell(for_whom, size=BODY + 1, colour=QUIET), gap=0)
        verdict = [
            Cell(say(f"report.level.{assessment.level}"), size=19, bold=True, colour=NOW),
            # The first wording begins like the title above it.
            Cell(told(assessment.headline, self._words, variant=1), size=BODY + 1.5),
        ]
        verdict += [Cell(told(reason, self._words), size=BODY) for reason in self._shares()]
        if assessment.score is None:
            verdict.append(Cell(say("report.empty"), size=BODY))
        elif assessment.coverage < 0.995:
            verdict.append(Cell(say("report.covers", coverage=round(100 * assessment.coverage)), size=BODY))
        yield sheet.panel(verdict, TINT, gap=4)

    def radar(self, now: Snapshot, before: Snapshot | None) -> Iterator[Block]:
        """The scores as a picture, once there are some."""
        if now.score is None:
            return

        def draw(y: float) -> None:
            vector.draw_radar(self._sheet, y, now, before, self._words)

        scores = ", ".join(self._score(row) for row in self._assessment.dimensions)
        described = self._words.say("report.radar.described", scores=scores)
        yield self._sheet.figure(vector.HEIGHT, draw, described)

    def reasons(self) -> Iterator[Block]:
        """Strengths first, what blocks with its remedy, what is weak; what carries is said point by point."""
        assessment = self._assessment
        yield from self._bullets("report.strengths", assessment.strengths)
        known = [veto.reason for veto in assessment.vetoes]
        for place, veto in enumerate(assessment.vetoes):
            if not place:
                yield self._heading("report.blocks")
            yield self._bullet(veto.reason, bold=True, glued=True)
            yield self._bullet(veto.remedy, mark="→")
        yield from self._bullets("report.weak", [reason for reason in assessment.blocks if reason not in known])

    def networks(self) -> Iterator[Block]:
        """Which networks to keep."""
        networks = self._assessment.networks
        if networks:
            yield self._heading("report.networks")
        for one in networks:
            name = self._words.label("profiles", one.id)
            text = self._words.say("report.network", network=name, text=told(one.reason, self._words))
            cell = Cell(self._marked(text, one.reason))
            yield self._sheet.text_block(cell, indent=5, bullet="•", glued=one is not networks[-1])

    def details(self) -> Iterator[Block]:
        """Each dimension with its score and the reasons for it."""
        assessment = self._assessment
        if assessment.score is None:
            return
        yield self._heading("report.details")
        about = self._words.say("report.details.about", score=round(assessment.score))
        yield self._sheet.text_block(Cell(about, size=SMALL, colour=QUIET), gap=0.5, glued=True)
        known = [row for row in assessment.dimensions if row.score is not None]
        for row in known:
            yield self._dimension(row, glued=row is known[0])
        unknown = [self._words.say(f"dimension.{row.id}") for row in assessment.dimensions if row.score is None]
        if unknown:
            yield self._sheet.row(
                [Cell(self._words.say("report.unknown", own_names=", ".join(unknown)), size=SMALL, colour=QUIET)]
            )

    def _dimension(self, row: DimensionScore, glued: bool) -> Block:
        name = Cell(self._words.say(f"dimension.{row.id}"), 46, SMALL, bold=True)
        score = Cell(str(round(row.score or 0)), 9, SMALL, bold=True, colour=NOW, align=Align.R)
        reasons = Cell(" ".join(map(self._told, row.reasons)), 0, SMALL)
        return self._sheet.row([name, score, reasons], rule=True, gap=2.2, glued=glued)

    def remarks(self) -> Iterator[Block]:
        """Questions to think over, and what the articles add."""
        yield from self._bullets("report.follow_ups", self._assessment.follow_ups, SMALL)
        yield from self._bullets("report.remarks", self._assessment.remarks[:_REMARKS], SMALL)

    def sources(self) -> Iterator[Block]:
        """The articles of all the numbers above."""
        listed = self._sources.listed()
        if listed:
            yield self._heading("report.sources")
        for source in listed:
            yield self._sheet.text_block(Cell(source, size=SMALL), gap=0.8)

    def _shares(self) -> list[Reason]:
        return [reason for reason in self._assessment.carries if reason.key == _SHARE]

    def _score(self, row: DimensionScore) -> str:
        name = self._words.say(f"dimension.{row.id}")
        if row.score is None:
            return self._words.say("report.scale.unknown", name=name)
        return self._words.say("report.scale", name=name, score=round(row.score))

    def _heading(self, key: str) -> Block:
        return self._sheet.heading(self._words.say(key))

    def _told(self, reason: Reason) -> str:
        return self._marked(told(reason, self._words), reason)

    def _marked(self, text: str, reason: Reason) -> str:
        mark = self._sources.mark(reason.points)
        return self._words.say("report.marked", text=text, mark=mark) if mark else text

    def _bullet(
        self, reason: Reason, *, mark: str = "•", bold: bool = False, size: float = BODY, glued: bool = False
    ) -> Block:
        return self._sheet.text_block(Cell(self._told(reason), 0, size, bold), indent=5, bullet=mark, glued=glued)

    def _bullets(self, title: str, reasons: Sequence[Reason], size: float = BODY) -> Iterator[Block]:
        if reasons:
            yield self._heading(title)
        for reason in reasons:
            yield self._bullet(reason, size=size, glued=reason is not reasons[-1])
