"""What is read of an update, and what is passed over."""

from __future__ import annotations

import pytest
from telegram import Update

from bot.telegram.letter import Letter, read
from tests.telegram_server import updates

USER = updates.user(1, "Ali", "uz")
PRIVATE = {"id": 1, "type": "private", "first_name": "Ali"}
GROUP = {"id": -5, "type": "supergroup", "title": "Ish bor"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 1}


def letter(body, chat=PRIVATE):
    message = {"message_id": 3, "date": 0, "chat": chat, "from": USER, **body}
    return read(Update.de_json({"update_id": 7, "message": message}, None))


@pytest.mark.parametrize(
    ("text", "kind", "words", "rest"),
    [
        ("салом", "say", "салом", ""),
        ("/start", "command", "start", ""),
        ("/Start@ogoh_bot leaflet-3", "command", "start", "leaflet-3"),
        ("/offer Требуются водители\n210 000", "command", "offer", "Требуются водители\n210 000"),
        ("/forget ", "command", "forget", ""),
        ("/", "say", "/", ""),
        ("/ёрдам", "say", "/ёрдам", ""),
        ("1/2", "say", "1/2", ""),
    ],
)
def test_a_text_is_a_command_or_words(text, kind, words, rest):
    assert letter({"text": text}) == Letter(7, 1, kind, words, "uz", rest, message=3)


def test_what_was_forwarded_is_somebody_elses_words():
    assert letter(updates.forwarded("Требуются водители", "Вербовщик")) == Letter(
        7, 1, "forward", "Требуются водители", "uz", message=3
    )


@pytest.mark.parametrize(
    ("body", "thing"),
    [
        (updates.sticker(FILE, "🙂"), "sticker"),
        ({"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE}, "sticker"),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, "voice"),
        ({"audio": {**FILE, "duration": 1}}, "voice"),
        ({"video": {**FILE, "width": 1, "height": 1, "duration": 1}}, "photo"),
        ({"location": {"longitude": 1, "latitude": 1}, "venue": {
            "location": {"longitude": 1, "latitude": 1}, "title": "t", "address": "a"}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker"),
        ({}, "sticker"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_shown(body, thing):
    found = letter(body)
    assert (found.kind, found.words, found.message) == ("show", thing, 3)


@pytest.mark.parametrize(
    ("body", "file", "seconds"),
    [
        (updates.voice({**FILE, "file_size": 900}, 7), "f", 7),
        ({"video_note": {**FILE, "length": 1, "duration": 2, "file_size": 900}}, "f", 2),
        (
            {
                "photo": [
                    {**FILE, "file_id": name, "width": 1, "height": 1, "file_size": 900} for name in "ab"
                ]
            },
            "b",
            None,
        ),
        (updates.document({**FILE, "file_size": 900}, "x.pdf"), "f", None),
    ],
)
def test_a_file_can_be_fetched_later(body, file, seconds):
    found = letter(body)
    assert (found.file, found.seconds, found.size) == (file, seconds, 900)


def test_a_place_has_no_file():
    assert letter({"location": {"longitude": 1, "latitude": 1}}).file is None


@pytest.mark.parametrize(
    "body", [{"pinned_message": None, "delete_chat_photo": True}, {"group_chat_created": True}]
)
def test_service_messages_need_no_answer(body):
    assert letter({name: value for name, value in body.items() if value}) is None


def test_groups_are_passed_over():
    assert letter({"text": "салом"}, GROUP) is None
    message = {"message_id": 3, "date": 0, "chat": GROUP}
    press = updates.callback("9", USER, message, "say:x")
    assert read(Update.de_json({"update_id": 7, "callback_query": press}, None)) is None


def test_a_press_keeps_what_its_answer_needs():
    press = updates.callback("9", USER, {"message_id": 3, "date": 0, "chat": PRIVATE}, "say:x")
    found = read(Update.de_json({"update_id": 7, "callback_query": press}, None))
    assert found == Letter(7, 1, "press", "say:x", "uz", query="9")


@pytest.mark.parametrize(
    "one",
    [Letter(7, 1, "say", "қалай", "uz"), Letter(7, 1, "show", "photo", caption="?"), Letter(7, 1, "say", "")],
)
def test_a_letter_is_read_as_it_was_written_and_names_nobody(one):
    assert Letter.parse(one.dump()) == one
    assert "Ali" not in one.dump()


def test_of_a_photo_the_largest_size_is_named_and_never_its_bytes():
    sizes = [
        {**FILE, "file_id": name, "width": 9, "height": 9, "file_size": size}
        for name, size in (("s", 5), ("l", 9))
    ]
    found = letter({"photo": sizes, "media_group_id": "77", "caption": "?"})
    assert found == Letter(7, 1, "show", "photo", "uz", "?", message=3, file="l", size=9, album="77")
    assert Letter.parse(found.dump()) == found


def test_a_document_may_be_a_paper_and_an_animation_is_none():
    assert letter(updates.document(FILE, "a.pdf")).file == "f"
    body = {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE}
    assert letter(body).file is None
