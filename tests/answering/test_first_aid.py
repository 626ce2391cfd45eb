"""Who is in danger gets the card for where he is, and for whoever writes."""

import re

import pytest

from bot.answering.pipeline import Pipeline
from bot.answering.question import Passport, Question


def test_an_emergency_gets_its_card_of_at_most_six_lines(pipeline: Pipeline) -> None:
    answer = pipeline.answer(
        Question("меня сейчас держат в полиции и заставляют подписать контракт", passport="KG")
    )
    assert answer.urgency == "emergency"
    assert 3 <= len(answer.card) <= 6
    phones = [statement.text for statement in answer.card if statement.role == "phone"]
    assert any(re.search(r"\+\d{11}$", phone) for phone in phones)


@pytest.mark.parametrize(
    ("text", "passport", "card"),
    [
        ("стою в отделе, суют контракт, говорят депорт", "UZ", "guide-detained-pressed-to-sign"),
        ("выдали форму и автоматы, полигон, в понедельник отправка", "TJ", "guide-in-training-camp"),
        ("okopdaman, ertaga shturm deyishyapti, qanday tirik qolaman", "UZ", "guide-at-front-wants-to-leave"),
        ("эримни бозордан милиса олиб кетди, ҳали имзо қўймаган экан", "UZ", "guide-relative-held"),
        ("писарамро дар чоҳ нигоҳ медоранд, ки ба ҳуҷум нарафт", "TJ", "guide-relative-held-for-refusing"),
        ("сына держат в отделе, шепчет: суют контракт, переводчика нет", "UZ", "guide-relative-held"),
        ("tergovchi 10 yil yo kontrakt deyapti, men SIZOdaman", "UZ", "guide-pretrial-offered-contract"),
    ],
)
def test_the_card_is_for_where_he_is_and_for_who_writes(
    pipeline: Pipeline, text: str, passport: Passport, card: str
) -> None:
    answer = pipeline.answer(Question(text, passport=passport))
    assert answer.card[1].cites == (card,)


def test_the_next_likely_card_is_offered_below(pipeline: Pipeline) -> None:
    answer = pipeline.answer(
        Question("выдали форму и автоматы, полигон, в понедельник отправка", passport="TJ")
    )
    below = {cite for line in answer.statements for cite in line.cites}
    assert {"guide-signed-not-sent", "guide-at-front-wants-to-leave"} & below


@pytest.mark.parametrize(
    ("text", "passport"),
    [
        ("Стою в отделе, майор говорит: подпиши сам или брата посадим, он вышел на минуту", "TJ"),
        ("Меня этапом везут из колонии на войну прямо сейчас, что говорить?", "KG"),
    ],
)
def test_below_a_card_no_sign_leads_and_little_follows(
    pipeline: Pipeline, text: str, passport: Passport
) -> None:
    answer = pipeline.answer(Question(text, passport=passport))
    assert answer.card
    lead = next((one for one in answer.statements if one.role == "lead"), None)
    assert lead is None or not lead.cites[0].startswith("sign-")
    assert sum(len(one.text) for one in answer.statements) <= 600


def test_a_card_for_relatives_is_not_shown_to_who_signed_himself(pipeline: Pipeline) -> None:
    answer = pipeline.answer(
        Question("Сегодня под угрозой подписал контракт, утром увозят, помогите", passport="UZ")
    )
    assert "guide-signed-not-sent" in answer.records[:1]


@pytest.mark.parametrize(
    ("text", "shut_out"),
    [
        ("нас сейчас везут на автобусе в часть, телефон отбирают", "guide-signed-not-sent"),
        ("меня держат в отделе, бьют, говорят завтра в часть", "guide-relative-has-signed"),
        ("меня сейчас держат в отделе, бьют, суют повестку, паспорт узбекский", "guide-naturalised-summoned"),
    ],
)
def test_a_card_speaks_to_whom_it_is_for(pipeline: Pipeline, text: str, shut_out: str) -> None:
    answer = pipeline.answer(Question(text, passport="UZ"))
    assert answer.card
    assert shut_out not in {cite for line in answer.card for cite in line.cites}


@pytest.mark.parametrize(
    ("town", "contact"),
    [
        ("Екатеринбурге", "tj-consulate-yekaterinburg"),
        ("Новосибирске", "tj-labour-office-siberia"),
        ("Питере", "tj-labour-office-northwest"),
        ("Самаре", "tj-labour-office-volga"),
    ],
)
def test_the_number_on_a_card_is_that_of_the_area_named(pipeline: Pipeline, town: str, contact: str) -> None:
    text = f"меня задержали в {town}, заставляют подписать контракт, что делать срочно"
    card = pipeline.answer(Question(text, passport="TJ")).card
    assert card[-1].cites == (contact,)
