"""Telegram's HTML, checked and taken apart.

Telegram itself forgives a stray `&` or `>`; its documentation does not, and a text that is escaped by
halves is how a `<` of a person's own words breaks a message. So this parser forgives nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from .errors import bad_request
from .sent import Json

KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(
    r"""<(?P<close>/?)(?P<name>[^\s<>]*+)(?P<attributes>(?:"[^"]*"|'[^']*'|[^<>"'])*+)>"""
    r"""|&(?P<entity>\#[xX][0-9a-fA-F]+|\#[0-9]+|\w+);|(?P<text>[^<>&]+)""",
)
ATTRIBUTE = re.compile(r"""\s+(?P<name>[\w-]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'=>]+))?""")
LINK = re.compile(r"(?:https?|tg|ton|mailto)://?[^\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Parsed:
    """A text as people see it, and the entities that shape it, by UTF-16 offsets."""

    plain: str
    entities: tuple[Json, ...] = ()

    @property
    def units(self) -> int:
        return utf16(self.plain)


def utf16(text: str) -> int:
    """The length that Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse(text: str, parse_mode: str | None) -> Parsed:
    """The text without its markup, or Telegram's refusal."""
    if not parse_mode:
        return Parsed(text.strip())
    if parse_mode.upper() != "HTML":
        raise bad_request("unsupported parse_mode")
    return _Parser(text).run()


class _Parser:
    def __init__(self, html: str) -> None:
        self.html = html
        self.position = 0
        self.plain = ""
        self.open: list[tuple[str, int, Json]] = []
        self.entities: list[Json] = []

    def run(self) -> Parsed:
        while self.position < len(self.html):
            token = TOKEN.match(self.html, self.position)
            if token is None:
                self.fail(self.stray(self.html[self.position]))
            if token["text"]:
                self.plain += token["text"]
            elif token["entity"]:
                self.plain += self.character(token["entity"])
            elif token["close"]:
                self.end(token["name"])
            else:
                self.start(token["name"].lower(), token["attributes"])
            self.position = token.end()
        if self.open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1][0]}\"",
            )
        return self.trimmed()

    def start(self, tag: str, written: str) -> None:
        if tag not in KINDS:
            self.fail(f'Unsupported start tag "{tag}"')
        attributes = self.attributes(tag, written)
        entity: Json = {"type": KINDS[tag]}
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self.fail('Tag "span" must have class "tg-spoiler"')
        if tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if tag == "a":
            entity["url"] = attributes.get("href", "")
        self.open.append((tag, utf16(self.plain), entity))

    def end(self, name: str) -> None:
        if not self.open:
            self.fail("Unexpected end tag")
        tag, offset, entity = self.open.pop()
        if name.lower() != tag:
            self.fail("Unmatched end tag", f', expected "</{tag}>", found "</{name}>"')
        # a link that no client can open shows as plain text: Telegram drops it and says nothing
        if "url" not in entity or LINK.fullmatch(entity["url"]):
            self.entities.append({**entity, "offset": offset, "length": utf16(self.plain) - offset})

    def attributes(self, tag: str, written: str) -> dict[str, str]:
        found: dict[str, str] = {}
        position = 0
        while written[position:].strip():
            attribute = ATTRIBUTE.match(written, position)
            if attribute is None:
                self.fail(f'Empty attribute name in the tag "{tag}"')
            value = (attribute["value"] or "").strip("\"'")
            found[attribute["name"].lower()] = re.sub(
                r"&(\#[xX][0-9a-fA-F]+|\#[0-9]+|\w+);", lambda match: self.character(match[1]), value
            )
            position = attribute.end()
        return found

    def character(self, entity: str) -> str:
        if not entity.startswith("#"):
            if entity not in NAMED:
                self.fail(f'Unsupported named entity "&{entity};"')
            return NAMED[entity]
        code = int(f"0{entity[1:]}", 0) if entity[1] in "xX" else int(entity[1:])
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            self.fail(f'Invalid numeric entity "&{entity};"')
        return chr(code)

    @staticmethod
    def stray(character: str) -> str:
        return "Unclosed start tag" if character == "<" else f'Unescaped "{character}"'

    def fail(self, reason: str, detail: str = "") -> NoReturn:
        offset = len(self.html[: self.position].encode())
        raise bad_request(f"can't parse entities: {reason} at byte offset {offset}{detail}")

    def trimmed(self) -> Parsed:
        plain = self.plain.strip()
        lead = utf16(self.plain[: len(self.plain) - len(self.plain.lstrip())])
        size = utf16(plain)
        kept: list[Json] = []
        for entity in self.entities:
            start = max(entity["offset"] - lead, 0)
            end = min(entity["offset"] + entity["length"] - lead, size)
            if start < end:
                kept.append({**entity, "offset": start, "length": end - start})
        kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Parsed(plain, tuple(kept))
