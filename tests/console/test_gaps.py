"""From what was asked in vain to a record: the pages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.console.conftest import NOW
from tests.console.forms import form
from tests.curation.examples import body
from tests.curation.test_form import sent
from tests.journal.examples import exchange

ASKED = {"ru": "посылку домой из части примут?", "tg": "аз қисм ба хона баста фиристам мешавад?"}


class Waiting:
    """Stands for the builder where no index is to be built."""

    def __init__(self, progress):
        self.progress = progress
        self.started = 0

    def start(self):
        self.started += 1


@pytest.fixture
def services(services, tmp_path):
    settings = services.settings.model_copy(update={"records": tmp_path / "records"})
    return replace(services, settings=settings, builder=Waiting(services.builder.progress))


@pytest.fixture
async def asked(journal):
    numbers = []
    for language, text in ASKED.items():
        made = exchange(text, language=language, outcome="abstained", answer=(), passport="TJ")
        numbers.append(await journal.exchanges.record("p" * 32, made, NOW))
    return numbers


async def test_opening_a_group_goes_into_the_audit_log(signed_in, services, asked):
    lola = await signed_in("moderator")
    listed = (await lola.get("/gaps")).text
    assert all(language in listed for language in ASKED)
    address = re.search(r'href="(/gaps/\d+)', listed)[1]
    opened = (await lola.get(address)).text
    assert any(text in opened for text in ASKED.values())
    assert "/drafts/new" not in opened or "Begin a draft" not in opened
    (entry, *_) = await services.journal.exchanges.chosen(asked)
    rows = await services.audit.list(10, None, None)
    assert [(row.deed, row.subject) for row in rows][:2] == [
        ("gap-seen", entry.conversation),
        ("gaps-seen", None),
    ]


async def test_a_group_that_is_gone_is_not_there(signed_in):
    assert (await (await signed_in("moderator")).get("/gaps/77")).status_code == 404


async def test_from_a_group_to_a_record_that_two_editors_stand_by(app, signed_in, services, asked, tmp_path):
    lola, rustam = await signed_in("editor", "lola"), await signed_in("editor", "rustam")
    begun = await lola.post("/drafts/new", {"kind": "answer"} | {f"asked.{n}": "on" for n in asked}, "/gaps")
    draft = begun.headers["location"]
    page = await lola.get(draft)
    assert form(page, f"{draft}/save")["checked"] == NOW.date().isoformat()

    # handed in with faults, it stays open and says what is wrong
    half = sent("answer", body(summary={"en": "5 days."}))
    told = await lola.post(f"{draft}/save", half | {"then": "hand-in"}, draft)
    assert "fault=faults" in told.headers["location"]
    assert "summary.ru" in (await lola.get(draft)).text

    await lola.post(f"{draft}/save", sent("answer", body()) | {"then": "hand-in"}, draft)
    shown = await lola.get(draft)
    assert "Аз адвокат пурсед" in shown.text  # the preview in Tajik
    assert (
        "Посилка" in shown.text or "посилка" in shown.text
    )  # and in Uzbek Cyrillic, which is made by program
    assert "/approve" not in shown.text
    seen = (await services.drafts.get(int(draft.rpartition("/")[2]))).digest
    own = await lola.post(f"{draft}/approve", {"seen": seen}, draft)
    assert "fault=own" in own.headers["location"]
    assert not (tmp_path / "records").exists()

    waiting = await rustam.get(draft)
    kept = form(waiting, f"{draft}/approve")
    assert {f"asked.{n}" for n in asked} <= kept.keys()
    kept.pop(f"asked.{asked[1]}")
    await rustam.post(f"{draft}/approve", kept, draft)
    assert (tmp_path / "records" / "answer" / "answer-parcel-home.yaml").is_file()
    written = (tmp_path / "records" / "questions.jsonl").read_text(encoding="utf-8")
    assert ASKED["ru"] in written
    assert ASKED["tg"] not in written
    assert services.builder.started == 1
    assert (await services.drafts.get(int(draft.rpartition("/")[2]))).state == "approved"
    deeds = [row.deed for row in await services.audit.list(30, None, None)]
    assert {"draft-begun", "draft-written", "draft-handed-in", "draft-approved"} <= set(deeds)


async def test_what_the_form_shows_is_what_was_saved(signed_in):
    lola = await signed_in("editor")
    draft = (await lola.post("/drafts/new", {"kind": "answer"}, "/gaps")).headers["location"]
    await lola.post(f"{draft}/save", sent("answer", body()), draft)
    again = form(await lola.get(draft), f"{draft}/save")
    await lola.post(f"{draft}/save", again, draft)
    page = await lola.get(draft)
    assert form(page, f"{draft}/save") == again
    assert "No faults" in page.text


async def test_a_file_that_cannot_be_written_leaves_the_draft_waiting(signed_in, services, tmp_path):
    lola, rustam = await signed_in("editor", "lola"), await signed_in("editor", "rustam")
    draft = (await lola.post("/drafts/new", {"kind": "answer"}, "/gaps")).headers["location"]
    await lola.post(f"{draft}/save", sent("answer", body()) | {"then": "hand-in"}, draft)
    (tmp_path / "records").write_text("in the way")
    told = await rustam.post(f"{draft}/approve", form(await rustam.get(draft), f"{draft}/approve"), draft)
    assert "fault=file" in told.headers["location"]
    assert "OGOH_RECORDS" in (await rustam.get(told.headers["location"])).text
    assert (await services.drafts.get(int(draft.rpartition("/")[2]))).state == "waiting"


async def test_a_record_is_changed_by_a_draft(signed_in):
    lola = await signed_in("editor")
    draft = (await lola.post("/drafts/new", {"replaces": "answer-lawyer"}, "/gaps")).headers["location"]
    page = await lola.get(draft)
    assert form(page, f"{draft}/save")["id"] == "answer-lawyer"
    assert "No faults" in page.text
    for name in ("uz-cc-154", "sign-prison-offer", "uz-2024-11-04-fergana-a"):
        other = (await lola.post("/drafts/new", {"replaces": name}, "/gaps")).headers["location"]
        assert "No faults" in (await lola.get(other)).text
    assert (await lola.post("/drafts/new", {"replaces": "no-such"}, "/gaps")).status_code == 404


async def test_a_script_in_a_draft_is_shown_as_text(signed_in):
    lola = await signed_in("editor")
    draft = (await lola.post("/drafts/new", {"kind": "answer"}, "/gaps")).headers["location"]
    nasty = body(
        summary={
            **body()["summary"],
            "en": "<script>alert(1)</script>",
            "ru": "<b>Во многих частях</b> <img src=x>",
        }
    )
    await lola.post(f"{draft}/save", sent("answer", nasty), draft)
    shown = (await lola.get(draft)).text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "&lt;img src=x&gt;" in shown


async def test_a_form_of_a_whole_record_is_taken(services, signed_in):
    lola = await signed_in("editor")
    draft = (await lola.post("/drafts/new", {"kind": "answer"}, "/gaps")).headers["location"]
    long = body(asks={lang: lines * 40 for lang, lines in body()["asks"].items()})
    assert (await lola.post(f"{draft}/save", sent("answer", long), draft)).status_code == 303
