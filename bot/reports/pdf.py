"""The report: two to four pages of A4 with the verdict, its reasons, the plan, the calendar and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from bot.coach import Assessment
from bot.coach.planning import Plan
from bot.reports.chapters import Chapters
from bot.reports.planned import PlanChapters
from bot.reports.printable import shortened
from bot.reports.sheet import Block, Placed, Sheet, fill
from bot.reports.snapshot import Snapshot
from bot.reports.style import date_text
from bot.reports.telling import Marks, Sources
from bot.words import Words

MOST_PAGES = 4
FULL_ENOUGH = 0.65
"""Of a last page."""
LAYOUTS = ((1.12, True), (1.06, True), (1.0, True), (0.95, True), (0.9, True), (0.9, False), (0.86, False))
"""Scales of the text, and whether the remarks that hold for many owners are there."""
LONGEST_NAME = 40
"""Characters of a name."""


@dataclass(frozen=True)
class Report:
    """What the report tells: a diagnosis of a day, its plan and what became of it, the earlier diagnosis, the name."""

    on: date
    assessment: Assessment
    plan: Plan
    before: Snapshot | None = None
    name: str | None = None
    marks: Marks = Marks()


def report_pdf(report: Report, words: Words) -> bytes:
    """The report as a tagged PDF with its fonts; the same data give the same bytes."""
    with closing(_sheet(report, words)) as sheet:
        sheet.set(arranged(report, sheet, words))
        return bytes(sheet.output())


def _sheet(report: Report, words: Words) -> Sheet:
    return Sheet(
        title=words.say("report.document", date=date_text(report.on, words)),
        subject=words.say("report.subject"),
        day=report.on,
        language=words.say("report.language"),
        page_of=words.variants("report.page")[0],
    )


def arranged(report: Report, sheet: Sheet, words: Words) -> list[list[Placed]]:
    """The pages before they are drawn: as large as MOST_PAGES allow, the last one well filled if any size does it."""
    tried = []
    for place, (scale, remarks) in enumerate(LAYOUTS):
        sheet.scale = scale
        pages = sheet.arrange(list(_blocks(report, sheet, words, remarks)))
        if len(pages) <= MOST_PAGES and fill(pages[-1]) >= FULL_ENOUGH:
            return pages
        tried.append((max(len(pages), MOST_PAGES), -fill(pages[-1]), place))
    sheet.scale, remarks = LAYOUTS[min(tried)[2]]
    return sheet.arrange(list(_blocks(report, sheet, words, remarks)))


def _blocks(report: Report, sheet: Sheet, words: Words, remarks: bool) -> Iterator[Block]:
    """The order of a conversation: what I conclude, what it rests on, what to do, when; then the details."""
    sources = Sources(words)
    concluded = Chapters(sheet, words, sources, report.assessment)
    planned = PlanChapters(sheet, words, sources, report.plan, report.marks)
    name = shortened(report.name, LONGEST_NAME) if report.name else ""
    yield from concluded.head(report.on, name)
    yield from planned.next_steps()
    yield from concluded.radar(Snapshot.of(report.assessment, report.on), report.before)
    yield from concluded.reasons()
    yield from planned.tasks()
    yield from planned.calendar()
    yield from planned.means()
    yield from concluded.networks()
    yield from concluded.details()
    if remarks:
        yield from concluded.remarks()
    yield from concluded.sources()
