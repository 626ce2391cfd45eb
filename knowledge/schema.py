"""The shape of a record: one class a kind, told apart by `kind`.

The fields, their vocabularies and their meaning are described in `docs/records.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, field_validator
from pydantic_core import PydanticCustomError

from knowledge.script import CYRILLIC

Lang = Literal["en", "ru", "uz", "tg"]
"""A language in which records are written; Uzbek Cyrillic is made from `uz` by program."""

LANGS: Final[tuple[Lang, ...]] = get_args(Lang)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Holder = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|any)$")]
Urgency = Literal["emergency", "soon", "plan"]
Kind = Literal["case", "statute", "warning", "report", "guidance", "sign", "contact", "answer"]


TITLE_LIMIT: Final = 110


class Strict(BaseModel):
    """A part of a record: unknown fields are faults, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """The same words in every language of the records."""

    en: str = Field(min_length=1)
    ru: str = Field(min_length=1)
    uz: str = Field(min_length=1)
    tg: str = Field(min_length=1)

    def of(self, lang: Lang) -> str:
        """Give the text in `lang`."""
        return str(getattr(self, lang))

    @field_validator("uz")
    @classmethod
    def _uzbek_is_latin(cls, text: str) -> str:
        if len(CYRILLIC.findall(text)) > 0.1 * len(text):
            raise PydanticCustomError("not-latin", "not in Latin script: write Uzbek in Latin letters here")
        if re.search(r"[oOgG]['`’‘]", text):
            raise PydanticCustomError("apostrophe", "write oʻ and gʻ with U+02BB")
        return text

    @field_validator("ru", "tg")
    @classmethod
    def _cyrillic(cls, text: str) -> str:
        if len(CYRILLIC.findall(text)) < 0.3 * len(text):
            raise PydanticCustomError("not-cyrillic", "not in Cyrillic script")
        return text


class Title(Text):
    """One line of at most 110 characters in every language."""

    @field_validator("en", "ru", "uz", "tg")
    @classmethod
    def _short(cls, text: str) -> str:
        if len(text) > TITLE_LIMIT:
            lengths = {"count": len(text), "most": TITLE_LIMIT}
            raise PydanticCustomError("too-long", "{count} characters, at most {most} fit", lengths)
        return text


class Said(Text):
    """One or two sentences that the cited records bear out."""

    cites: list[Slug] = Field(min_length=1)


class EnglishText(Strict):
    en: str = Field(min_length=1)


class Source(Strict):
    """Where a fact was published."""

    url: Url
    publisher: str = Field(min_length=1)
    lang: str = Field(pattern=r"^[a-z]{2,3}$")
    published: PartialDate | None
    note: str | None = None


class Asks(Strict):
    """Ways in which people put a question, as they type it."""

    ru: list[str]
    uz: list[str]
    tg: list[str]

    def of(self, lang: Lang) -> list[str]:
        """Give the asks in `lang`; there are none in English."""
        return list(getattr(self, lang, []))


class Examples(Asks):
    """Phrases as adverts and recruiters put them."""

    @field_validator("ru", "uz", "tg")
    @classmethod
    def _enough(cls, phrases: list[str]) -> list[str]:
        if len(phrases) < 3:  # noqa: PLR2004 - the contract of a sign
            raise PydanticCustomError(
                "few-phrases", "{count} phrases, at least 3 are wanted", {"count": len(phrases)}
            )
        return phrases


class Money(Strict):
    amount: int = Field(gt=0)
    currency: Currency
    per: Literal["month", "once", "year"]


class Person(Strict):
    age: int | None = Field(default=None, ge=14, le=100)
    sex: Literal["m", "f"] | None = None
    citizenship: list[Country] = Field(min_length=1)
    occupation: str | None = None


Pathway = Literal[
    "police-detention", "expired-documents", "deportation-threat", "prosecution-threat", "prison",
    "pretrial-detention", "job-offer", "deceptive-job", "online-advert", "acquaintance", "recruiter",
    "enlistment-office", "citizenship", "residence-permit", "money", "debt", "unpaid-wages",
    "confiscated-documents", "violence", "unread-papers", "naturalised-draft", "conviction-first",
]  # fmt: skip
Force = Literal[
    "ru-armed-forces", "ru-wagner", "ru-storm", "ru-other-volunteer", "ru-proxy", "ua-armed-forces",
    "other-state", "armed-group",
]  # fmt: skip
Role = Literal[
    "combat", "assault", "driver", "cook", "construction", "guard", "medic", "repair", "training-only",
    "logistics", "other",
]  # fmt: skip
WayBack = Literal[
    "voluntary", "leave", "deserted", "discharged", "deported", "extradited", "detained-at-border",
    "prisoner-of-war", "not-returned",
]  # fmt: skip
Verdict = Literal["convicted", "acquitted", "dismissed", "exempted", "pending", "in-absentia"]
Penalty = Literal[
    "imprisonment", "penal-settlement", "restricted-freedom", "suspended", "probation", "fine",
    "correctional-labour", "none",
]  # fmt: skip
Claim = Literal["coerced", "deceived", "unread-contract", "never-fought", "denied-guilt"]
Mitigation = Literal[
    "confession", "remorse", "first-offence", "dependants", "illness", "injury", "surrender", "cooperation",
    "young", "coercion-accepted", "sole-breadwinner", "amnesty",
]  # fmt: skip


class Recruitment(Strict):
    pathways: list[Pathway] = []
    place: str | None = None
    date: PartialDate | None = None
    promised: list[Money] = []
    promised_citizenship: bool | None = None


class Service(Strict):
    force: Force
    roles: list[Role] = []
    theatre: str | None = None
    months: int | None = Field(default=None, gt=0)
    injured: bool | None = None
    paid: list[Money] = []


class Return(Strict):
    how: WayBack


class Charge(Strict):
    statute: Slug | None
    part: str | None = None


class Outcome(Strict):
    verdict: Verdict
    penalty: Penalty | None = None
    years: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    days: int | None = Field(default=None, ge=0)
    regime: str | None = None


class PenaltyRange(Strict):
    kind: Literal["imprisonment", "restricted-freedom", "fine", "correctional-labour", "penal-settlement"]
    min_years: float | None = None
    max_years: float | None = None
    note: str | None = None


class Part(Strict):
    part: str
    act: Text
    penalties: list[PenaltyRange] = []


class Amendment(Strict):
    date: PartialDate
    what: EnglishText


class Figure(Strict):
    what: EnglishText
    value: int | float
    unit: str
    as_of: PartialDate


class Place(Strict):
    country: Country
    city: str | None = None


class Base(Strict):
    """What every record has."""

    id: Slug
    title: Title
    summary: Text
    sources: list[Source]
    checked: Day

    def __hash__(self) -> int:
        return hash(self.id)

    @field_validator("sources")
    @classmethod
    def _sourced(cls, sources: list[Source]) -> list[Source]:
        if not sources:
            raise PydanticCustomError("no-source", "at least one source is wanted")
        return sources


class Case(Base):
    """A criminal case of somebody from Central Asia who joined, or was recruited for, a foreign force."""

    kind: Literal["case"]
    country: Country
    region: Region | None = None
    date: PartialDate
    date_of: Literal["verdict", "report", "arrest", "charge"]
    person: Person
    recruitment: Recruitment = Recruitment()
    service: Service
    return_: Return | None = Field(default=None, alias="return")
    charges: list[Charge] = Field(min_length=1)
    outcome: Outcome
    claims: list[Claim] = []
    mitigating: list[Mitigation] = []


class Statute(Base):
    """One article of a law, as in force."""

    kind: Literal["statute"]
    country: Country
    code: Text
    article: str
    in_force_from: PartialDate | None = None
    parts: list[Part] = Field(min_length=1)
    exemption: Text | None = None
    amended: list[Amendment] = []


class Warning_(Base):  # noqa: N801 - `Warning` is Python's own
    """An official public warning."""

    kind: Literal["warning"]
    country: Country
    issuer: Slug
    issuer_name: Text
    date: PartialDate
    statutes: list[Slug] = []
    audience: str


class Report(Base):
    """A figure or finding by media, an NGO, the UN or an official."""

    kind: Literal["report"]
    countries: list[Country] = Field(min_length=1)
    date: PartialDate
    figures: list[Figure] = []


class Guidance(Base):
    """What to do in one situation."""

    kind: Literal["guidance"]
    situation: Slug
    citizens_of: list[Holder] = Field(min_length=1)
    urgency: Urgency
    steps: list[Text] = Field(min_length=3, max_length=8)
    contacts: list[Slug] = []
    statutes: list[Slug] = []
    asks: Asks


class Sign(Base):
    """A sign that an offer is recruitment for war."""

    kind: Literal["sign"]
    severity: Literal["high", "medium", "low"]
    examples: Examples
    why: Text
    evidence: list[Slug] = []
    asks: Asks


class Contact(Base):
    """Where to ask for help: only details that a source shows."""

    kind: Literal["contact"]
    name: Text
    type: Literal[
        "embassy", "consulate", "migration-agency", "hotline", "ngo", "lawyer", "un", "police", "ombudsman"
    ]
    citizens_of: list[Holder] = Field(min_length=1)
    located_in: Place | None = None
    phones: list[str] = []
    phones_of: PartialDate | None = None
    """When the phones were published, where no source's date tells."""
    unanswered: PartialDate | None = None
    """When somebody called and nobody answered: as a source reports, or editors vouch for."""
    email: str | None = None
    url: Url | None = None
    telegram: Url | None = None
    hours: str | None = None
    languages: list[str] = []
    free: bool | None = None


class Answer(Base):
    """The direct answer to one question that people ask; its title is the question."""

    kind: Literal["answer"]
    topic: Slug
    citizens_of: list[Holder] = Field(min_length=1)
    not_for: list[Country] = []
    """Passports for which it doesn't hold, though it holds for any."""
    urgency: Urgency
    says: list[Said] = Field(min_length=1)
    related: list[Slug] = []
    asks: Asks

    @field_validator("sources")
    @classmethod
    def _sourced(cls, sources: list[Source]) -> list[Source]:
        return sources

    @field_validator("asks")
    @classmethod
    def _asked(cls, asks: Asks) -> Asks:
        for lang in ("ru", "uz", "tg"):
            if len(asks.of(lang)) < 6:  # noqa: PLR2004 - the contract of an answer
                counted = {"lang": lang, "count": len(asks.of(lang))}
                raise PydanticCustomError("few-asks", "{lang}: {count} asks, at least 6 are wanted", counted)
        return asks


Record = Annotated[
    Case | Statute | Warning_ | Report | Guidance | Sign | Contact | Answer, Field(discriminator="kind")
]
RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Record)


def texts(part: object, where: str = "") -> Iterator[tuple[str, Text]]:
    """Give every text in a record, with the field that holds it."""
    if isinstance(part, Text):
        yield where, part
    elif isinstance(part, BaseModel):
        for name, info in type(part).model_fields.items():
            yield from texts(getattr(part, name), f"{where}.{info.alias or name}".lstrip("."))
    elif isinstance(part, list):
        for number, one in enumerate(part):
            yield from texts(one, f"{where}.{number}")
