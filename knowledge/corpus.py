"""The corpus: all records read, checked against each other, and ready to be looked up."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, get_args

import yaml
from pydantic import ValidationError

from knowledge.schema import (
    LANGS,
    RECORD,
    Answer,
    Case,
    Contact,
    Guidance,
    Kind,
    Record,
    Sign,
    Statute,
    Text,
    Warning_,
)
from knowledge.script import CYRILLIC, WRITTEN, WrittenLang

ROOT: Final = Path(__file__).parent
RECORDS: Final = ROOT / "records"
ASKS: Final = ROOT / "asks"
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ANYWHERE: Final = frozenset({"RU", "UA", "BY"})
"""Countries whose law meets a migrant whatever his passport: where he works, and where the war is."""


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in a record file, where, and what would be right."""

    file: str
    where: str
    what: str
    code: str = field(default="", compare=False)
    """A name for this sort of fault, under which other languages have words for it."""
    values: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What those words are filled in with."""

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.what}"


class CorpusFaultError(Exception):
    """The records have faults; no index is made of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Corpus:
    """Records by id, with the many ways in which people ask for them."""

    records: Mapping[str, Record]
    more_asks: Mapping[str, Mapping[WrittenLang, list[str]]] = field(default_factory=dict)

    def __getitem__(self, record_id: str) -> Record:
        return self.records[record_id]

    def __contains__(self, record_id: str) -> bool:
        return record_id in self.records

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    def __len__(self) -> int:
        return len(self.records)

    def asks(self, record: Record) -> Iterator[tuple[WrittenLang, str]]:
        """Give every known way to ask for `record`, with the language in which it is typed."""
        if isinstance(record, Answer | Guidance | Sign):
            for lang in ("ru", "uz", "tg"):
                for ask in record.asks.of(lang):
                    yield ("uz_Cyrl" if lang == "uz" and CYRILLIC.search(ask) else lang), ask
        for written, asks in self.more_asks.get(topic_of(record), {}).items():
            for ask in asks:
                yield written, ask

    @cached_property
    def digests(self) -> dict[str, str]:
        """Give for each record a hash of all its content, its asks too."""
        return {record.id: self._digest(record) for record in self}

    def _digest(self, record: Record) -> str:
        content = json.dumps(
            [record.model_dump(mode="json", by_alias=True), sorted(self.asks(record))],
            ensure_ascii=False,
            sort_keys=True,
        )
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def version(self) -> str:
        """Give a short hash of the whole corpus."""
        digests = "".join(sorted(self.digests.values()))
        return hashlib.sha256(digests.encode()).hexdigest()[:12]


def topic_of(record: Record) -> str:
    """Name the topic under which further asks are kept: national variants of an answer share one."""
    return record.topic if isinstance(record, Answer) else record.id


def holders(record: Record) -> frozenset[str]:
    """Tell for whose passports `record` holds; `any` stands for all."""
    if isinstance(record, Answer | Guidance | Contact):
        return frozenset(record.citizens_of)
    if isinstance(record, Statute | Case | Warning_):
        return frozenset({"any"}) if record.country in ANYWHERE else frozenset({record.country})
    return frozenset({"any"})


def holds_for(record: Record, passport: str | None) -> bool:
    """Tell whether `record` may be shown to a holder of `passport`; with none, only what holds for all."""
    if isinstance(record, Answer) and passport in record.not_for:
        return False
    countries = holders(record)
    return "any" in countries or passport in countries


def read(folder: Path = RECORDS, asks: Path = ASKS, *, beside: Path | None = None) -> Corpus:
    """Read all records below `folder`, and the further asks; a file below `beside` goes before its namesake.

    Raises CorpusFaultError, which names every fault, where a record breaks its contract.
    """
    faults: list[Fault] = []
    records: dict[str, Record] = {}
    places = {file.relative_to(folder): file for file in folder.glob("*/*.yaml")}
    if beside is not None:
        places |= {file.relative_to(beside): file for file in beside.glob("*/*.yaml")}
    files = [places[name] for name in sorted(places)]
    if not files:
        raise CorpusFaultError(
            [Fault(str(folder), "records", "no record found; expected KIND/ID.yaml files", "no-records")]
        )
    for file in files:
        name = f"{file.parent.name}/{file.name}"
        record, found = _read_record(file, name)
        faults += found
        if record is None:
            continue
        if record.id in records:
            what = f"{record.id!r} also names another record; ids are unique"
            faults.append(Fault(name, "id", what, "id-twice", {"id": record.id}))
        records[record.id] = record
    known = {file.stem for file in files}
    faults += (fault for record in records.values() for fault in dangling(record, known))
    if faults:
        raise CorpusFaultError(faults)
    return Corpus(records, read_asks(asks))


def read_asks(folder: Path = ASKS) -> dict[str, dict[WrittenLang, list[str]]]:
    """Read the further asks: `LANG/TOPIC.txt`, one ask a line."""
    asks: dict[str, dict[WrittenLang, list[str]]] = {}
    for written in WRITTEN:
        for file in sorted((folder / written).glob("*.txt")):
            asks.setdefault(file.stem, {})[written] = read_lines(file)
    return asks


def read_lines(file: Path) -> list[str]:
    """Give the lines of `file` that hold text."""
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _read_record(file: Path, name: str) -> tuple[Record | None, list[Fault]]:
    """Read a file; what was read before and has not been written since, on the same day, is at hand."""
    try:
        written = file.stat()
    except OSError as error:
        return None, [Fault(name, "file", f"not readable: {error.strerror}")]
    return _parsed(file, name, written.st_mtime_ns, written.st_size, written.st_ino, _today())


@lru_cache(maxsize=20_000)
def _parsed(file: Path, name: str, *_version: object) -> tuple[Record | None, list[Fault]]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        why = " ".join(str(error).split())
        return None, [Fault(name, "file", f"not readable as YAML: {why}", "yaml", {"why": why})]
    return examine(content, file)


def examine(content: object, file: Path) -> tuple[Record | None, list[Fault]]:
    """Check what is to stand in the `file` of a record, by itself; `dangling` checks what it names."""
    name = f"{file.parent.name}/{file.name}"
    try:
        record = RECORD.validate_python(content)
    except ValidationError as error:
        return None, [_fault(name, detail) for detail in error.errors(include_url=False)]
    return record, list(_own_faults(record, file, name))


def _fault(name: str, detail: Mapping[str, object]) -> Fault:
    location = detail["loc"]
    steps = location[1:] if isinstance(location, tuple) and location and location[0] in KINDS else location
    where = ".".join(map(str, steps)) if isinstance(steps, tuple) and steps else "record"
    what, values = str(detail["msg"]), {}
    context, given = detail.get("ctx"), detail.get("input")
    if isinstance(context, Mapping):
        values = {str(key): str(value) for key, value in context.items()}
    if isinstance(given, str | int | float | bool) and detail["type"] != "missing":
        values["found"] = str(given)[:60]
        what += f" (found {values['found']!r})"
    return Fault(name, where, what, str(detail["type"]), values)


def _own_faults(record: Record, file: Path, name: str) -> Iterator[Fault]:
    if record.id != file.stem:
        what = f"{record.id!r} is not the file's name; write {file.stem!r} or rename the file"
        yield Fault(name, "id", what, "file-name", {"id": record.id, "file": file.stem})
    if record.kind != file.parent.name:
        what = f"{record.kind!r} lies in folder {file.parent.name!r}; move it to {record.kind!r}"
        yield Fault(name, "kind", what, "folder", {"kind": record.kind, "folder": file.parent.name})
    if record.checked > _today():
        what = f"{record.checked} lies in the future; write the day of the check"
        yield Fault(name, "checked", what, "future", {"day": record.checked})
    yield from differing(record.summary, name, "summary")


def differing(text: Text, file: str, where: str) -> Iterator[Fault]:
    """Find the languages in which `text` gives other numbers than in English."""
    english = numbers_of(text.en)
    for lang in LANGS:
        if odd := numbers_of(text.of(lang)) ^ english:
            what = f"differs from {where}.en in the numbers {sorted(odd)}; all say the same"
            yield Fault(
                file, f"{where}.{lang}", what, "numbers", {"as": f"{where}.en", "numbers": _listed(odd)}
            )


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _listed(numbers: Iterable[str]) -> str:
    return ", ".join(sorted(numbers))


def numbers_of(text: str) -> set[str]:
    """Give the numbers in `text`, however their thousands are parted."""
    found = re.findall(r"(?<!\d)\d{1,3}(?:[\s\u00a0\u202f.,]\d{3})+(?!\d)|\d+", text)
    return {re.sub(r"\D", "", one) for one in found}


def dangling(record: Record, known: AbstractSet[str]) -> Iterator[Fault]:
    """Find what `record` names that is nowhere; one that is only unreadable has its own fault."""
    for where, target in references(record):
        if target not in known:
            file, what = f"{record.kind}/{record.id}.yaml", f"names {target!r}, which no record has"
            yield Fault(file, where, what, "dangling", {"id": target})


def references(record: Record) -> Iterator[tuple[str, str]]:
    """Give every record id that `record` names, with the field that names it."""
    match record:
        case Case():
            yield from (("charges", charge.statute) for charge in record.charges if charge.statute)
        case Warning_():
            yield from (("statutes", statute) for statute in record.statutes)
        case Guidance():
            yield from (("contacts", contact) for contact in record.contacts)
            yield from (("statutes", statute) for statute in record.statutes)
        case Sign():
            yield from (("evidence", evidence) for evidence in record.evidence)
        case Answer():
            yield from (
                (f"says.{i}.cites", cite) for i, said in enumerate(record.says) for cite in said.cites
            )
            yield from (("related", related) for related in record.related)
        case _:
            return
