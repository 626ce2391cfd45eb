"""Records to browse, the playground that keeps nothing, and figures that tell of nobody."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml

from bot.console.charts import columns, told
from bot.curation.upkeep import is_due
from knowledge.schema import RECORD
from tests.console.conftest import NOW
from tests.console.forms import form
from tests.journal.examples import exchange

DAY = dt.timedelta(days=1)


@pytest.fixture
async def lola(signed_in):
    return await signed_in("moderator")


async def test_records_are_found_by_id_by_words_and_by_meaning(lola):
    for words in ("uz-cc-154", "бесплатный адвокат", "posbonim pasportimni olib qoʻydi"):
        page = await lola.get(
            "/records",
        )
        found = (await lola.http.get("/records", params={"q": words})).text
        assert page.status_code == 200
        assert re.search(r'href="/records/[a-z]', found), words
    assert 'href="/records/uz-cc-154"' in (await lola.http.get("/records", params={"q": "uz-cc-154"})).text


async def test_records_are_narrowed(lola, services, clock):
    contacts = (await lola.get("/records?kind=contact")).text
    assert "/records/answer-" not in contacts
    fresh = (await lola.get("/records?show=stale")).text
    assert "Nothing found" in fresh
    clock.now = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
    await services.journal.exchanges.record("p" * 32, exchange(), NOW)


async def test_what_is_old_is_told(signed_in, clock):
    clock.now = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
    lola = await signed_in("moderator")
    stale, due = (await lola.get("/records?show=stale")).text, (await lola.get("/records?show=contacts")).text
    assert stale.count("data-row") == 50
    assert due.count("data-row") > 10
    assert "/records/answer-" not in due


async def test_a_contact_that_was_called_leaves_the_list_when_a_second_editor_stands_by_it(
    signed_in, services, clock, tmp_path, monkeypatch
):
    clock.now = dt.datetime.now(dt.UTC)  # the check of records goes by the real day
    old = services.live().corpus["contact-uz-embassy-moscow"]
    due = old.model_copy(
        update={"checked": (clock().date() - 400 * DAY).isoformat(), "unanswered": "2024-11"}
    )
    monkeypatch.setitem(services.live().corpus.records, due.id, due)
    lola, rustam = await signed_in("editor", "lola"), await signed_in("editor", "rustam")
    page = f"/records/{due.id}"
    assert f'href="{page}"' in (await lola.get("/records?show=contacts")).text
    missing = await lola.post(f"{page}/checked", {"look": "page", "other": "by heart"}, page)
    assert "fault=look" in missing.headers["location"]
    sent = await lola.post(f"{page}/checked", {"look": "answered", "words": "the duty officer"}, page)
    draft = sent.headers["location"]
    assert "under way" in (await lola.get("/records?show=contacts")).text
    again = await rustam.post(f"{page}/checked", {"look": "answered"}, page)
    assert "fault=drafted" in again.headers["location"]
    shown = (await rustam.get(draft)).text
    assert "the duty officer" in shown
    assert f"<ins>{clock().date()}</ins>" in shown
    approve = f"{draft}/approve"
    wanted = form(await rustam.get(draft), approve)
    own = await lola.post(approve, {"seen": wanted["seen"]}, page)
    assert "fault=own" in own.headers["location"]
    monkeypatch.setattr("bot.console.drafts.folder", lambda _: tmp_path)
    monkeypatch.setattr(services.builder, "start", lambda: None)
    await rustam.post(approve, wanted, draft)
    written = yaml.safe_load((tmp_path / "contact" / f"{due.id}.yaml").read_text(encoding="utf-8"))
    assert written["checked"] == clock().date().isoformat()
    after = RECORD.validate_python(written)
    assert not is_due(after, clock().date() + 30 * DAY, services.settings.stale_days)
    assert (after.phones, after.unanswered) == (due.phones, None)


async def test_a_moderator_marks_nothing_as_checked(lola):
    assert "mark it as checked" not in (await lola.get("/records/uz-cc-154")).text
    assert (await lola.post("/records/uz-cc-154/checked", {"look": "page"}, "/records")).status_code == 403


async def test_what_is_cited_most_comes_first(lola, services):
    for number in range(3):
        await services.journal.exchanges.record("p" * 32, exchange(f"{number}"), NOW)
    listed = (await lola.get("/records?show=cited")).text
    assert listed.count("data-row") == 1
    assert 'href="/records/uz-cc-154"' in listed
    assert "3 answers cite it" in (await lola.get("/records/uz-cc-154")).text


async def test_a_record_shows_its_sources_and_who_names_it(lola, pipeline):
    page = (await lola.get("/records/uz-cc-154")).text
    record = pipeline.corpus["uz-cc-154"]
    assert record.sources[0].url.replace("&", "&amp;") in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "/records/answer-uz-154-or-154-1" in page
    assert "Draft a change" not in page
    assert (await lola.get("/records/nothing-such")).status_code == 404


async def test_the_playground_shows_the_answer_and_keeps_nothing(lola, services, caplog):
    before = len(await services.audit.list(50, None, None))
    words = "kanareyka: имеют ли право в полиции заставить подписать контракт?"
    page = await lola.post(
        "/playground/ask", {"text": words, "passport": "UZ", "language": "uz_Cyrl"}, "/playground"
    )
    assert page.status_code == 200
    assert "answer-police-force-sign" in page.text
    assert re.search(r'class="bubble" lang="uz-Cyrl">.*[ўқғҳ]', page.text)
    assert await services.journal.exchanges.count() == 0
    assert len(await services.audit.list(50, None, None)) == before
    assert "kanareyka" not in caplog.text


async def test_figures_tell_no_count_below_five(lola, services):
    for number in range(13):
        made = exchange(f"{number}", language="ru" if number < 4 else "uz", ms=100 + number)
        await services.journal.exchanges.record("p" * 32, made, NOW)
    page = (await lola.get("/figures?days=7")).text
    numbers = re.search(r'<dl class="numbers">(.*?)</dl>', page, re.DOTALL)[1]
    assert ">10<" in numbers
    assert "106 ms" in numbers
    russian = re.search(r"Russian</th>.*?</tr>", page, re.DOTALL)[0]
    assert "fewer than 5" in russian
    assert not re.search(r">(?:4|9|13)<", page)
    assert "style=" not in page


def test_a_chart_stays_within_its_frame():
    drawn = columns([("a", 5), ("b", None), ("c", 20)])
    assert [one.height for one in drawn] == [35, 0, 140]
    assert all(one.x + one.width <= 720 and one.y + one.height == 140 for one in drawn)
    assert [told(count) for count in (0, 4, 5, 9, 10)] == [None, None, 5, 5, 10]
