"""Words that tell a sign by themselves, in every spelling."""

from __future__ import annotations

import pytest

from knowledge.corpus import read
from knowledge.cues import (
    FILE,
    SKILLED,
    asks_whom,
    cues,
    homeland,
    names_only,
    origin,
    places,
    says_only,
    unsaluted,
)
from knowledge.schema import Sign


@pytest.mark.parametrize(
    ("text", "sign", "words"),
    [
        ("Набор: служба по контракту, срочно", "sign-army-contract-named", "служба по контракту"),
        ("sluzhba po kontraktu", "sign-army-contract-named", "sluzhba po kontraktu"),
        ("Едем на СВО", "sign-army-contract-named", "СВО"),
        ("SVOga boramiz", "sign-army-contract-named", "SVOga"),
        ("мудофаа вазирлиги билан", "sign-army-contract-named", "мудофаа вазирлиги"),
        ("кор дар қисми ҳарбӣ", "sign-job-at-military-unit", "қисми ҳарбӣ"),
        ("кор дар кисми харби", "sign-job-at-military-unit", "кисми харби"),
        ("объект в Мариуполе", "sign-work-new-regions", "Мариуполе"),
        ("Mariupolda ish", "sign-work-new-regions", "Mariupolda"),
    ],
)
def test_a_cue_is_found_with_its_words(text: str, sign: str, words: str) -> None:
    assert (sign, words) in [(cue.sign, text[cue.start : cue.end]) for cue in cues(text)]


@pytest.mark.parametrize(
    "text",
    [
        "своя бригада, свой инструмент",
        "офис на Херсонской улице",
        "служба доставки, контракт на год",
        "harbiy xizmatni o'tagan qorovul",
        "пожарная часть, запасные части",
        "своими силами, по своей воле",
    ],
)
def test_honest_words_are_no_cues(text: str) -> None:
    assert not list(cues(text))


@pytest.mark.parametrize(
    "text",
    [
        "дайте номер посольства",
        "moskvadagi agentlikning raqamini bering",
        "элчихонанинг номери керак",
        "ба куҷо занг занам",
        "kuda mne pozvonit",
    ],
)
def test_a_number_or_an_address_is_asked_for(text: str) -> None:
    assert asks_whom(text)


@pytest.mark.parametrize(
    "text", ["у меня забрали телефон", "raqamli texnologiya", "номер моей части неизвестен"]
)
def test_no_number_is_asked_for(text: str) -> None:
    assert not asks_whom(text)


def test_every_cue_names_a_sign() -> None:
    signs = {record.id for record in read() if isinstance(record, Sign)}
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines))
    assert {line.split("\t")[0] for line in lines} <= signs | {SKILLED}


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("да", "noted"),
        ("хуб, фаҳмидам", "noted"),
        ("yo'q", "noted"),
        ("а дальше?", "more"),
        ("keyin-chi?", "more"),
        ("нега?", "again"),
        ("барои чӣ?", "again"),
        ("да, подписал", None),
        ("что", None),
        ("", None),
    ],
)
def test_what_says_nothing_new_is_told_by_what_it_does(text: str, does: str | None) -> None:
    assert says_only(text) == does


@pytest.mark.parametrize(
    ("text", "passport"),
    [
        ("а для таджиков?", "TJ"),
        ("барои ӯзбекҳо чӣ?", "UZ"),
        ("qirg'izlarga-chi?", "KG"),
        ("козокистонда-чи", "KZ"),
        ("туркман бўлса-чи", "TM"),
        ("в Казахстане задержали", None),
        ("узбеки и таджики", None),
    ],
)
def test_a_country_is_heard_where_nothing_else_is_said(text: str, passport: str | None) -> None:
    assert names_only(text) == passport


@pytest.mark.parametrize(
    ("text", "passport"),
    [
        ("я из Таджикистана, что будет если подпишу", "TJ"),
        ("ман шахрванди точикистон", "TJ"),
        ("men o'zbekistonlikman", "UZ"),
        ("киргиз паспорти билан олишадими", "KG"),
        ("можно ли уехать в Казахстан", None),
        ("men o'shlik o'zbekman", None),
        ("я из Казахстана, а жена гражданка Киргизии", None),
    ],
)
def test_a_homeland_is_heard_where_it_is_told_as_ones_own(text: str, passport: str | None) -> None:
    assert homeland(text) == passport


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Самаре ушлашди", ["volga"]),
        ("Samarqanddan keldim", []),
        ("дар Екатеринбург доштанд", ["urals"]),
        ("из Москвы в Питер", ["centre", "northwest"]),
    ],
)
def test_towns_tell_the_area(text: str, areas: list[str]) -> None:
    assert places(text) == areas


@pytest.mark.parametrize(
    ("text", "passport"),
    [
        ("родился в Худжанде, паспорт РФ", "TJ"),
        ("asli Xorazmdanman", "UZ"),
        ("ота-онам Ўзганда", "KG"),
        ("из Оренбурга в Актобе через Самару", "KZ"),
        ("мать в Бухаре, отец в Душанбе", None),
        ("самара, москва", None),
    ],
)
def test_the_country_one_comes_from_is_heard_from_its_towns(text: str, passport: str | None) -> None:
    assert origin(text) == passport


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Assalomu alaykum. SIZOdaman, tarjimon yoʻq", "SIZOdaman, tarjimon yoʻq"),
        ("Здравствуйте, добрый день! муж подписал", "муж подписал"),
        ("ассалому алайкум", "ассалому алайкум"),
        ("сказал ему салом и ушёл", "сказал ему салом и ушёл"),
    ],
)
def test_a_greeting_before_a_question_tells_nothing_of_it(text: str, rest: str) -> None:
    assert unsaluted(text) == rest
