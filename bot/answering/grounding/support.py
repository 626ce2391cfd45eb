"""Whether one sentence of a record bears out a clause of a model's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.grounding.fault import Fault
from bot.answering.grounding.lexicon import Lexicon
from bot.answering.grounding.words import TG_TO, Parsed, Token
from knowledge.schema import Lang

NEAR: Final = 4
"""Words on either side of whoever acts, in which his deed or his part is looked for."""

PAIR: Final = 2
"""Words of a clause that may be the first of a row only: what is done comes after the last."""

MONTHS: Final = re.compile(r"(?:ianv|fevr|mart|apr|mai|iiun|iun|iiul|iul|avg|sent|okt|noia|dek)")
LOOSE: Final = 4
"""Words of a record's sentence that may stand between those of a short clause."""

OF_THEM: Final[Mapping[Lang, frozenset[str]]] = {
    "ru": frozenset({"nih"}),
    "uz": frozenset({"tasi"}),
    "tg": frozenset({"nafarashon"}),
}
"""Words that count some of those of whom was spoken."""

NUMBER_SIGN: Final = re.compile(r"(?:nomer|raqam|rakam)")
"""Labels that say of a number no more than that it is one."""

AGE: Final = re.compile(r"(?:iosh\w*|sola\w*|vozrasta)$")
"""How old somebody is: it goes with him, whatever else is told."""

YEARS: Final = range(1900, 2100)
PHONE: Final = 7
BORROWER: Final = 3
"""Words of a clause from which one may be borrowed."""

WHOLE: Final = 0.55
"""The share of a record's sentence that is told where it frees somebody from liability."""

BORROWED: Final = 0.25
"""The share of a clause's words that may stand in another sentence of the cited records than the rest."""

CONVERB: Final[Mapping[Lang, re.Pattern[str]]] = {
    "ru": re.compile(r"(?!)"),
    "uz": re.compile(r"(?:ib|ab)$"),
    "tg": re.compile(r"(?:ta|da)$"),
}
"""Verbs that go on with the one at the end, and are as much of an order as that."""


def clauses(told: Parsed, known: Lexicon) -> list[tuple[Token, ...]]:
    """Give the clauses that one sentence of a record has to bear out each.

    One of a single word goes with the one before it, and so does one with a number: what it counts was said there.
    A label (part 2) goes with what comes after it.
    """
    kept: list[tuple[Token, ...]] = []
    waiting: tuple[Token, ...] = ()
    for clause in told.clauses:
        tokens = (*waiting, *clause.tokens)
        waiting = ()
        counts = any(token.is_number and len(token.key) < PHONE for token in clause.tokens)
        if not kept and all(token.is_number or token.key in known.labels for token in tokens):
            waiting = tokens
        elif kept and (
            (len(tokens) == 1 and not _is_denial(tokens[0], known)) or (counts and not clause.scopes)
        ):
            kept[-1] = (*kept[-1], *tokens)
        elif len(tokens) == 1:
            waiting = tokens
        else:
            kept.append(tokens)
    if waiting:
        kept[-1:] = [(*kept[-1], *waiting)] if kept else [waiting]
    return kept


def _is_denial(token: Token, known: Lexicon) -> bool:
    """Tell whether one word says what is not, and asks nothing: who did not sign."""
    return token.negated and not known.imperative.search(token.word)


@dataclass(frozen=True)
class Found:
    """How a record's sentence bears out a clause: best by the least rank, with the fault that is left."""

    rank: tuple[int, int]
    fault: Fault | None
    source: Parsed


def support(
    clause: Sequence[Token], told: Parsed, one: Parsed, read: Sequence[Parsed], known: Lexicon
) -> Found:
    """Tell how well the sentence `one` bears out `clause`, of the sentence `told`."""
    faults = [(token, _token_fault(token, one, known)) for token in clause]
    missing = [token for token, fault in faults if fault is Fault.NOVEL]
    wrong = (fault for _, fault in faults if fault is not None and fault is not Fault.NOVEL)
    worst: Fault | None = next(wrong, None)
    worst = (
        worst
        or _novel_fault(clause, missing, read, known)
        or _scope_fault(clause, told, one, known)
        or _neighbour_fault(clause, one, known)
        or _binding_fault(clause, told, one, known)
        or (Fault.POLARITY if _contradicts(one, told.tokens, known) else None)
    )
    if worst is None and len(clause) <= BORROWER and not _is_close(clause, one, known):
        worst = Fault.NOVEL
    matched = sum(fault is None for _, fault in faults)
    return Found((0 if worst is None else 1, -matched), worst, one)


def _novel_fault(
    clause: Sequence[Token], missing: Sequence[Token], read: Sequence[Parsed], known: Lexicon
) -> Fault | None:
    """Check that words which a sentence of a record lacks are few, light, and stand in another one of it."""
    lenders = [one for one in read if not _contradicts(one, clause, known)] if missing else []
    borrowed = all(
        not _is_weighty(token, known) and any(_token_fault(token, one, known) is None for one in lenders)
        for token in missing
    )
    allowed = max(1 if len(clause) >= BORROWER else 0, int(BORROWED * len(clause)))
    return None if borrowed and len(missing) <= allowed else Fault.NOVEL


def _contradicts(one: Parsed, tokens: Sequence[Token], known: Lexicon) -> bool:
    """Tell whether a record's sentence denies what `tokens` say or says what they deny, unless they do both."""
    return any(
        _token_fault(token, one, known) is Fault.POLARITY
        and not any(
            known.same(token.key, o.key) and o.negated != token.negated for o in tokens if not o.is_number
        )
        for token in tokens
    )


def _scope_fault(clause: Sequence[Token], told: Parsed, one: Parsed, known: Lexicon) -> Fault | None:
    """Check that what narrows the record's words narrows the sentence too."""
    touched = {
        at
        for at, other in enumerate(one.clauses)
        if sum(any(known.same(token.key, near.key) for token in clause) for near in other.tokens)
        >= min(2, len(other.tokens))
    }
    own = {scope for part in told.clauses for scope in part.scopes}
    for scope in ("condition", "hedge"):
        bearing = (
            _governed(at, one, scope, known.lang)
            for at, other in enumerate(one.clauses)
            if scope in other.scopes
        )
        if scope not in own and any(touched & governed for governed in bearing):
            return Fault.SCOPE
    if any(token.key in known.exempts and not token.negated for token in clause):
        wanted = [token for token in one.tokens if not token.is_number]
        heard = sum(any(known.same(token.key, mine.key) for mine in told.tokens) for token in wanted)
        if heard < WHOLE * len(wanted):
            return Fault.SCOPE
    return None


def _neighbour_fault(clause: Sequence[Token], one: Parsed, known: Lexicon) -> Fault | None:
    """Check that whoever acts stands beside the same words as in the record, and opposites go with the same."""
    others = one.tokens
    for at, token in enumerate(clause):
        places = [
            n for n, other in enumerate(others) if not other.is_number and known.same(token.key, other.key)
        ]
        if not places or len(clause) == 1 or (token.coordinated and len(clause) <= PAIR):
            continue
        if token.key in known.qualifiers:
            step = -1 if known.lang == "tg" else 1
            if not any(_agree(clause, at + step, others, place + step, known) for place in places):
                return Fault.ROLE
        elif known.is_role(token.key):
            near = [
                mine
                for mine in clause[max(0, at - 2) : at + 3]
                if mine is not token and not known.is_light(mine.key)
            ]
            there = [others[max(0, place - NEAR) : place + NEAR + 1] for place in places]
            if near and not any(
                known.same(mine.key, other.key) for mine in near for part in there for other in part
            ):
                return Fault.ROLE
            light = at + 1 < len(clause) and known.is_light(clause[at + 1].key)
            if light and not any(
                place + 1 < len(others) and others[place + 1].word == clause[at + 1].word for place in places
            ):
                return Fault.ROLE
    return None


def _binding_fault(clause: Sequence[Token], told: Parsed, one: Parsed, known: Lexicon) -> Fault | None:
    """Check that a number goes with the words it goes with in the record, where that tells several in a row."""
    theirs = _segments(one)
    for mine in _segments(told):
        # an article holds for all that is told under it: the numbers themselves see to that
        words = [t for t in mine if not t.is_number and t in clause and t.key not in known.labels]
        for number in (token for token in mine if _is_count(token) and token in clause):
            own = [part for part in theirs if any(_same_number(number, other, known) for other in part)]
            rivals = [part for part in theirs if part not in own and any(map(_is_count, part))]
            if own and OF_THEM[known.lang] & set(one.keys):
                # what is counted was said before: 20 000 of them
                rivals = [part for part in rivals if theirs.index(part) > theirs.index(own[0])]
            for word in words:
                if any(_holds(part, word, known) for part in rivals) and not any(
                    _holds(part, word, known) for part in theirs if part not in rivals
                ):
                    return Fault.NUMBER
    return None


def _segments(said: Parsed) -> list[tuple[Token, ...]]:
    """Give the parts of a sentence that end with a clause in which something is counted."""
    parts: list[tuple[Token, ...]] = []
    part: tuple[Token, ...] = ()
    for clause in said.clauses:
        part = (*part, *clause.tokens)
        if any(map(_is_count, clause.tokens)):
            parts.append(part)
            part = ()
    return [*parts, part] if part else parts


def _is_count(token: Token) -> bool:
    """Tell whether a number counts something, and is no date, article or phone."""
    plain = token.is_number and not token.label and token.key.isdigit() and len(token.key) < PHONE
    if AGE.match(token.unit):
        return False
    return plain and int(token.key) not in YEARS and not MONTHS.match(token.unit)


def _holds(part: Sequence[Token], word: Token, known: Lexicon) -> bool:
    return any(not other.is_number and known.same(word.key, other.key) for other in part)


def _is_close(clause: Sequence[Token], one: Parsed, known: Lexicon) -> bool:
    """Tell whether the few words of a short clause stand near each other in the record's sentence."""
    places = [
        [
            at
            for at, other in enumerate(one.tokens)
            if other.key == token.key or known.same(token.key, other.key)
        ]
        for token in _heavy(clause, known)
    ]
    found = [some for some in places if some]
    room = len(clause) + LOOSE
    return not found or any(
        all(any(abs(at - start) < room for at in some) for some in found) for start in found[0]
    )


def _heavy(clause: Sequence[Token], known: Lexicon) -> Sequence[Token]:
    """Leave out verbs that mean nothing by themselves, where other words are left."""
    heavy = [token for token in clause if token.is_number or not known.is_light(token.key)]
    return heavy if len(heavy) > 1 else clause


def _agree(clause: Sequence[Token], at: int, others: Sequence[Token], place: int, known: Lexicon) -> bool:
    """Tell whether the same word stands in both places, or in neither any."""
    mine = clause[at] if 0 <= at < len(clause) else None
    other = others[place] if 0 <= place < len(others) else None
    return mine is None or (other is not None and known.same(mine.key, other.key))


def _governed(at: int, one: Parsed, scope: str, lang: Lang) -> set[int]:
    """Give the clauses that a word of scope in the clause `at` bears upon."""
    if scope == "condition":
        if lang == "uz":
            return {at, at + 1} if one.clauses[at].opens else {at}
        return {at, at - 1} if at else {0, 1}
    following = at == 0 and len(one.clauses) > 1 and one.clauses[1].comma
    return {at, at + 1} if following else {at}


def _is_weighty(token: Token, known: Lexicon) -> bool:
    """Tell whether a word may not be borrowed from another sentence than the rest of its clause."""
    return (
        token.is_number
        or token.is_exact
        or token.negated
        or token.key in known.modals
        or any(token.word in words for words in known.scopes.values())
        or bool(known.imperative.search(token.word))
        or known.is_role(token.key)
        or token.key in known.telling
    )


def _token_fault(token: Token, one: Parsed, known: Lexicon) -> Fault | None:
    if token.is_exact:
        return (
            None if any(other.is_exact and other.key == token.key for other in one.tokens) else Fault.NUMBER
        )
    if token.is_number:
        return None if any(_same_number(token, other, known) for other in one.tokens) else Fault.NUMBER
    same = [other for other in one.tokens if not other.is_number and known.same(token.key, other.key)]
    alike = [other for other in same if other.negated == token.negated]
    if not alike:
        return Fault.POLARITY if same else Fault.NOVEL
    if known.is_role(token.key) and not any(_is_same_form(token, other, known) for other in alike):
        return Fault.ROLE
    is_order = known.imperative.search(token.word) and not _is_told_to_do(alike, one, known)
    return Fault.ORDER if is_order else None


def _is_same_form(token: Token, other: Token, known: Lexicon) -> bool:
    """Tell whether two words of one who acts have the same ending: who does what to whom hangs on it."""
    if known.lang == "tg":
        turned = {token.governed, other.governed} == {TG_TO, ""}
        return token.word.removesuffix("i") == other.word.removesuffix("i") and not turned
    shared_end = known.lang == "uz" and (
        (other.coordinated and token.word.startswith(other.word))
        or (token.coordinated and other.word.startswith(token.word))
    )
    return token.word == other.word or shared_end


def _is_told_to_do(same: Sequence[Token], one: Parsed, known: Lexicon) -> bool:
    """Tell whether a record gives as advice what a sentence gives as advice."""
    if any(known.imperative.search(other.word) for other in same):
        return True
    if any(token.key in known.modals and not token.negated for token in one.tokens):
        return True
    advises = any(known.imperative.search(token.word) for token in one.tokens)
    return advises and any(CONVERB[known.lang].search(other.word) for other in same)


def _same_number(token: Token, other: Token, known: Lexicon) -> bool:
    if not other.is_number or token.key != other.key or token.bound != other.bound:
        return False
    if any(dict(other.under).get(kind, value) != value for kind, value in token.under):
        return False
    if _is_year(token):
        return not (token.label and other.label) or _both(token.label, other.label, known)
    if token.label and not other.label and NUMBER_SIGN.match(token.label):
        return True
    if (token.label or other.label) and not _both(token.label, other.label, known):
        return bool(token.label == "" and token.unit and _both(token.unit, other.label, known))
    return not (token.unit and other.unit) or _both(token.unit, other.unit, known) or bool(token.label)


def _is_year(token: Token) -> bool:
    return token.key.isdigit() and int(token.key) in YEARS


def _both(one: str, other: str, known: Lexicon) -> bool:
    return bool(one and other) and known.same(one, other)
