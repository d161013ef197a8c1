"""Telegram's own small HTML, read as its parser reads it (core.telegram.org/bots/api#html-style)."""

import re
from dataclasses import dataclass, field
from typing import Any

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CHARACTERS = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
_PART = re.compile(
    r"""&\#(?P<code>x[0-9a-f]+|\d+);?
    |&(?:lt|gt|amp|quot);
    |</(?P<end>[^\s>]*)\s*>
    |<(?P<start>[^\s>/][^\s>]*)(?P<attributes>\s(?:[^>"']|"[^"]*"|'[^']*')*)?>
    |<""",
    re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")


class HtmlError(ValueError):
    """What Telegram's parser does not accept; the message is Telegram's own."""


def utf16(text: str) -> int:
    """Length of `text` in UTF-16 units, which Telegram's limits and offsets count."""
    return len(text.encode("utf-16-le")) // 2


def _plain(value: str) -> str:
    return re.sub("&(?:lt|gt|amp|quot);", lambda found: _CHARACTERS[found[0]], value)


@dataclass
class _Reader:
    html: str
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    open: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def read(self) -> None:
        done = 0
        for part in _PART.finditer(self.html):
            self.text += self.html[done : part.start()]
            done = part.end()
            at = len(self.html[: part.start()].encode())
            if part["code"]:
                self.text += chr(int(part["code"][1:], 16) if part["code"][0] in "xX" else int(part["code"]))
            elif part[0] in _CHARACTERS:
                self.text += _CHARACTERS[part[0]]
            elif part["end"] is not None:
                self._close(part["end"].lower(), at)
            else:
                self._open((part["start"] or "").lower(), part["attributes"] or "", at)
        self.text += self.html[done:]
        if self.open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')

    def _open(self, tag: str, attributes: str, at: int) -> None:
        if tag not in _ENTITY_OF_TAG:
            raise HtmlError(f'Unsupported start tag "{tag}" at byte offset {at}')
        values = {name.lower(): _plain(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(attributes)}
        if tag == "span" and values.get("class") != "tg-spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        entity: dict[str, Any] = {"type": _ENTITY_OF_TAG[tag], "offset": utf16(self.text)}
        if tag == "a":
            entity["url"] = values.get("href", "")
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = values.get("emoji-id", "")
        elif tag == "blockquote" and "expandable" in values:
            entity["type"] = "expandable_blockquote"
        self.open.append((tag, entity))
        self.entities.append(entity)

    def _close(self, tag: str, at: int) -> None:
        if not self.open:
            raise HtmlError(f"Unexpected end tag at byte offset {at}")
        expected, entity = self.open.pop()
        if tag not in ("", expected):
            raise HtmlError(f'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{tag}>"')
        entity["length"] = utf16(self.text) - entity["offset"]


def parse(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its tags, and its entities; raises HtmlError."""
    reader = _Reader(html)
    reader.read()
    return trim(reader.text, [entity for entity in reader.entities if entity.get("url") != ""])


def trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Telegram takes white space off both ends."""
    start, kept = utf16(text) - utf16(text.lstrip()), text.strip()
    length = utf16(kept)
    moved = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, length)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return kept, moved


def read(params: dict[str, Any], text: str, entities: str) -> tuple[str, list[dict[str, Any]]]:
    """What people see of a request's text or caption, and its entities; raises HtmlError."""
    said, mode = params.get(text, ""), params.get("parse_mode")
    if mode is None:
        return trim(said, params.get(entities, []))
    if mode != "HTML":
        raise NotImplementedError(f"the fake Bot API does not read {mode}")
    return parse(said)
