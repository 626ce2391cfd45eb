"""A record for tests, made up, as an editor would write it."""

from __future__ import annotations


def body(**changes):
    made = {
        "kind": "answer",
        "id": "answer-parcel-home",
        "topic": "parcel-home",
        "title": {
            "en": "May a soldier send a parcel home?",
            "ru": "Можно ли солдату отправить посылку домой?",
            "uz": "Askar uyga posilka joʻnata oladimi?",
            "tg": "Оё сарбоз метавонад ба хона баста фиристад?",
        },
        "summary": {
            "en": "Many units let nobody send parcels.",
            "ru": "Во многих частях посылки отправлять не дают.",
            "uz": "Koʻp qismlarda posilka joʻnatishga ruxsat berilmaydi.",
            "tg": "Дар бисёр қисмҳо барои фиристодани баста иҷозат намедиҳанд.",
        },
        "sources": [],
        "checked": "2026-02-01",
        "citizens_of": ["any"],
        "urgency": "plan",
        "says": [
            {
                "en": "Ask a lawyer what is allowed.",
                "ru": "Спросите адвоката, что разрешено.",
                "uz": "Nima mumkinligini advokatdan soʻrang.",
                "tg": "Аз адвокат пурсед, ки чӣ иҷозат аст.",
                "cites": ["answer-lawyer"],
            }
        ],
        "related": ["answer-lawyer"],
        "asks": {
            "ru": [
                "можно ли отправить посылку домой из части",
                "посылка маме с войны дойдет?",
                "как послать посылку домой солдату",
                "почта из части принимает посылки?",
                "хочу отправить посылку семье",
                "посылки домой разрешают отправлять",
            ],
            "uz": [
                "qismdan uyga posilka yuborsa boladimi",
                "posilka onamga yetib boradimi",
                "askar uyga posilka qanday jonatadi",
                "pochta qismdan posilka oladimi",
                "oilamga posilka jonatmoqchiman",
                "uyga posilka yuborishga ruxsat bormi",
            ],
            "tg": [
                "аз қисм ба хона баста фиристодан мумкин аст",
                "баста ба модарам мерасад",
                "сарбоз ба хона баста чӣ тавр мефиристад",
                "почта аз қисм баста мегирад",
                "ба оилаам баста фиристоданиам",
                "барои баста фиристодан иҷозат ҳаст",
            ],
        },
    }
    return made | changes
