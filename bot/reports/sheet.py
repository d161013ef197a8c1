"""Pages of A4 made of blocks: measured first, then set page by page, each tagged for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timezone

from fpdf import FPDF
from fpdf.enums import Align
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from bot.reports.printable import needs_shaping, printable
from bot.reports.style import GRID, INK, NOW, QUIET, font_file, rgb

MARGIN = 15.0
WIDTH = 210 - 2 * MARGIN
_TOP = 15.0
_BOTTOM = 297 - 17.0
_LEADING = 1.38
_MM = 25.4 / 72

BODY = 10.0
SMALL = 8.6
HEADING = 13.5


@dataclass(frozen=True)
class Block:
    """Something of a known height (mm) on one page: `gap` mm above it, `glued` when the next one stays with it."""

    height: float
    draw: Callable[[float], None]
    gap: float = 0.0
    glued: bool = False


Placed = tuple[float, Block]
"""A block and where it begins (mm from the top of its page)."""


@dataclass(frozen=True)
class Cell:
    """A column of a row: its width (mm at the scale 1; 0: what is left), text and look; a decoration is not read aloud."""

    text: str
    width: float = 0.0
    size: float = BODY
    bold: bool = False
    colour: str = INK
    align: Align = Align.L
    decoration: bool = False


class Sheet(FPDF):
    """A document in one language with its fonts; blocks are made by its methods and placed by `flow`."""

    def __init__(self, title: str, subject: str, day: date, language: str, page_of: str) -> None:
        super().__init__("P", "mm", "A4")
        self._running_title = title
        self.set_title(title)
        self.set_subject(subject)
        self.set_author("Costaud")
        self.set_lang(language)
        # Noon: the same day in every zone of an owner. No clock: the same data give the same file.
        self.set_creation_date(datetime.combine(day, time(12), timezone.utc))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margins(MARGIN, _TOP, MARGIN)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_font("DejaVu", "", font_file("DejaVuSans"))
        self.add_font("DejaVu", "B", font_file("DejaVuSans-Bold"))
        self._glyphs = self._cmap("dejavu") & self._cmap("dejavuB")
        self._page_of = page_of
        self.scale = 1.0
        self._widths: dict[tuple[str, bool], float] = {}
        self._pages = 1
        # fpdf2 measures text on a page only.
        self.add_page()

    def _cmap(self, key: str) -> frozenset[int]:
        return frozenset(getattr(self.fonts[key], "cmap", ()))

    # --- blocks -----------------------------------------------------------------------------------------

    def text_block(
        self, cell: Cell, *, indent: float = 0, gap: float = 1.2, glued: bool = False, bullet: str = "", tag: str = "P"
    ) -> Block:
        """A paragraph; `bullet` stands in its indent."""
        width = (cell.width or WIDTH) - indent
        lines = self.wrapped(cell, width)

        def draw(y: float) -> None:
            if bullet:
                with self._artifact():
                    self._set(replace(cell, colour=NOW, bold=True), [bullet], MARGIN + indent - 5, y, 5)
            with self._tagged(tag):
                self._set(cell, lines, MARGIN + indent, y, width)

        return Block(len(lines) * self._height(cell.size), draw, gap, glued)

    def heading(self, text: str, level: int = 2) -> Block:
        """A title that never stands alone at the foot of a page; also an entry of the outline."""
        size = HEADING if level == 2 else BODY + 1
        cell = Cell(text, size=size, bold=True, colour=NOW if level == 2 else INK)
        lines = self.wrapped(cell, WIDTH)

        def draw(y: float) -> None:
            self.set_xy(MARGIN, y)
            self.start_section(" ".join(lines), level - 2)
            with self._tagged(f"H{level}"):
                self._set(cell, lines, MARGIN, y, WIDTH)

        return Block(len(lines) * self._height(size) + 0.6, draw, 6.0 if level == 2 else 3.2, glued=True)

    def row(self, cells: Sequence[Cell], *, gap: float = 1.6, glued: bool = False, rule: bool = False) -> Block:
        """Columns side by side; `rule` draws a thin line above."""
        free = WIDTH - sum(cell.width for cell in cells) * self.scale - 3 * (len(cells) - 1)
        columns = [
            (cell, width, self.wrapped(cell, width)) for cell in cells for width in (cell.width * self.scale or free,)
        ]
        largest = max(cell.size for cell in cells)

        def draw(y: float) -> None:
            if rule:
                self._rule(y - gap / 2)
            x = MARGIN
            for cell, width, lines in columns:
                with self._artifact() if cell.decoration else self._tagged("P"):
                    self._set(cell, lines, x, y + self._descent(largest - cell.size), width)
                x += width + 3

        return Block(max(len(lines) * self._height(cell.size) for cell, _, lines in columns), draw, gap, glued)

    def panel(self, cells: Sequence[Cell], colour: str, *, gap: float = 3.0) -> Block:
        """Paragraphs on a tinted ground."""
        padding = 4.0
        width = WIDTH - 2 * padding
        wrapped = [(cell, self.wrapped(cell, width)) for cell in cells]
        height = sum(len(lines) * self._height(cell.size) + 1 for cell, lines in wrapped) + 2 * padding - 1

        def draw(y: float) -> None:
            with self._artifact():
                self.set_fill_color(*rgb(colour))
                self.rect(MARGIN, y, WIDTH, height, style="F", round_corners=True, corner_radius=2)
            y += padding
            for cell, lines in wrapped:
                with self._tagged("P"):
                    self._set(cell, lines, MARGIN + padding, y, width)
                y += len(lines) * self._height(cell.size) + 1

        return Block(height, draw, gap)

    def figure(self, height: float, draw: Callable[[float], None], description: str, *, gap: float = 3.0) -> Block:
        """A drawing, with what it shows in words."""

        def tagged(y: float) -> None:
            with self._tagged("Figure", description):
                draw(y)

        return Block(height, tagged, gap)

    # --- setting ----------------------------------------------------------------------------------------

    def arrange(self, blocks: Sequence[Block]) -> list[list[Placed]]:
        """The blocks of each page with their places: page by page, what is glued stays together."""
        pages: list[list[Placed]] = [[]]
        y = _TOP
        for chain in _chains(blocks):
            if pages[-1] and y + sum(block.gap + block.height for block in chain) > _BOTTOM:
                pages.append([])
                y = _TOP
            for block in chain:
                y += block.gap if pages[-1] else 0
                pages[-1].append((y, block))
                y += block.height
        return pages

    def set(self, pages: Sequence[Sequence[Placed]]) -> None:
        """Draw what was arranged."""
        self._pages = len(pages)
        for number, page in enumerate(pages):
            if number:
                self.add_page()
            for y, block in page:
                block.draw(y)

    def close(self) -> None:
        """Let go of the font files, which fpdf2 keeps open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def put(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Align = Align.L,
    ) -> None:
        """One short line within a figure, its baseline at `y`."""
        self.set_font("DejaVu", "B" if bold else "", size)
        self.set_text_color(*rgb(colour))
        width = self.get_string_width(text)
        self.text(x - {Align.C: width / 2, Align.R: width}.get(align, 0), y, text)

    def footer(self) -> None:
        """The title and the page, for eyes only."""
        with self._artifact():
            self._rule(_BOTTOM + 3)
            self.set_font("DejaVu", "", 8)
            self.set_text_color(*rgb(QUIET))
            self.set_xy(MARGIN, _BOTTOM + 4.5)
            self.cell(WIDTH / 2, 4, self._running_title)
            self.cell(WIDTH / 2, 4, self._page_of.format(page=self.page_no(), pages=self._pages), align=Align.R)

    def safe(self, text: str) -> str:
        """The text as these fonts can print it."""
        return printable(text, self._glyphs)

    def _rule(self, y: float) -> None:
        self.set_draw_color(*rgb(GRID))
        self.set_line_width(0.25)
        self.line(MARGIN, y, MARGIN + WIDTH, y)

    def wrapped(self, cell: Cell, width: float) -> list[str]:
        """The lines of a text, broken at its spaces; a word too long for a line is broken where it must be.

        fpdf2 breaks lines too, but measures each anew at every letter: it took two thirds of the time of a report.
        """
        space = self.width_of(" ", cell)
        lines: list[str] = []
        used = width
        for word in self.safe(cell.text).split(" "):
            length = self.width_of(word, cell)
            if lines and used + space + length <= width:
                lines[-1] += f" {word}"
                used += space + length
                continue
            while length > width:
                head = self._head(word, width, cell)
                lines.append(word[:head])
                word = word[head:]
                length = self.width_of(word, cell)
            lines.append(word)
            used = length
        return [line for line in lines if line]

    def _head(self, word: str, width: float, cell: Cell) -> int:
        """How many letters of a word fill a line, one at least."""
        used = 0.0
        for place, letter in enumerate(word):
            used += self.width_of(letter, cell)
            if used > width:
                return max(1, place)
        return len(word)

    def width_of(self, text: str, cell: Cell) -> float:
        """Millimetres of a short text in the look of a cell."""
        key = (text, cell.bold)
        if key not in self._widths:
            self._style(cell, text)
            self._widths[key] = self.get_string_width(text) / (cell.size * self.scale)
        return self._widths[key] * cell.size * self.scale

    def _set(self, cell: Cell, lines: Sequence[str], x: float, y: float, width: float) -> None:
        height = self._height(cell.size)
        for place, line in enumerate(lines):
            self._style(cell, line)
            self.set_xy(x, y + place * height)
            # The space is for those who copy or listen: words of two lines stay two words.
            ended = line if place == len(lines) - 1 or cell.align != Align.L else f"{line} "
            self.cell(width, height, ended, align=cell.align)

    def _descent(self, size: float) -> float:
        """How much lower the baseline of a line is set for so many points more: half a line, three tenths of the size."""
        return size * self.scale * _MM * (_LEADING / 2 + 0.3)

    def _height(self, size: float) -> float:
        """Millimetres from one line to the next of a size in points."""
        return size * self.scale * _MM * _LEADING

    def _style(self, cell: Cell, text: str) -> None:
        # Sentences are French and run from left to right, whatever they quote.
        self.set_text_shaping(needs_shaping(text), direction="ltr")
        self.set_font("DejaVu", "B" if cell.bold else "", cell.size * self.scale)
        self.set_text_color(*rgb(cell.colour))

    # --- tags -------------------------------------------------------------------------------------------

    @contextmanager
    def _tagged(self, kind: str, description: str | None = None) -> Iterator[None]:
        """What is drawn within is one element of the structure tree (ISO 32000-1, 14.7): P, H2, Figure …

        fpdf2 itself tags figures and outlined titles only; its builder takes any kind.
        """
        mark = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{kind}", mcid=mark, alt_text=description)
        self._out(f"/{kind} <</MCID {mark}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def _artifact(self) -> Iterator[None]:
        """What is drawn within is decoration, which a screen reader passes over."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")


def _chains(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """What must stand on one page; a chain that no page could hold is cut."""
    chain: list[Block] = []
    for block in blocks:
        if chain and sum(one.gap + one.height for one in [*chain, block]) > _BOTTOM - _TOP:
            yield chain
            chain = []
        chain.append(block)
        if not block.glued:
            yield chain
            chain = []
    if chain:
        yield chain


def fill(page: Sequence[Placed]) -> float:
    """How much of a page is used (0 to 1)."""
    y, block = page[-1]
    return (y + block.height - _TOP) / (_BOTTOM - _TOP)
