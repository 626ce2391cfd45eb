"""A partner sees its own links and figures, and nobody else's."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest

from bot.staff.accounts import AccountFaultError
from tests.console.conftest import NOW
from tests.journal.examples import exchange

WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def services(services):
    return replace(services, settings=services.settings.model_copy(update={"bot_name": "@ogoh_test_bot"}))


@pytest.fixture
async def links(services):
    """One link each of two partners; by the first 13 people came and 7 asked, by the second 20 came."""
    partners = services.journal.partners
    made = []
    for name, came in (("Umid", 13), ("Nur", 20)):
        await partners.add(name, NOW - 3 * WEEK)
        link = await partners.add_link(name, f"poster of {name}", None, NOW - 3 * WEEK)
        for number in range(came):
            await partners.arrive(f"{name}{number:028}"[:32], link.code, NOW - 2 * WEEK)
        made.append(link)
    for number in range(7):
        told = exchange(f"{number}", link=made[0].code, topic="answer-lawyer")
        await services.journal.exchanges.record("p" * 32, told, NOW - 2 * WEEK)
    return made


@pytest.fixture
async def umid(signed_in, services, links):
    browser = await signed_in("partner", "umid")
    await services.members.join("umid", "Umid")
    return browser


async def test_a_partner_sees_its_own_and_nothing_else(umid, links):
    own, other = links
    page = (await umid.get("/partner")).text
    numbers = re.findall(r"<dd>(.*?)</dd>", page)
    assert numbers[:3] == ["10", "5", "fewer than 5"]
    assert "poster of Umid" in page
    assert "Nur" not in page
    assert f"t.me/ogoh_test_bot?start={own.code}" in page
    assert other.code not in page
    assert (await umid.get(f"/partner/posters/{other.code}?language=ru")).status_code == 404
    for address in ("/partners", "/partners/2", "/partners/1/figures/csv", "/figures", "/gaps"):
        assert (await umid.get(address)).status_code == 403, address


async def test_a_partner_takes_its_figures_along(umid, services):
    table = await umid.get("/partner/figures/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "poster of Umid" in table.text
    assert ",10,5,5," in table.text
    assert "Nur" not in table.text
    paper = await umid.get("/partner/figures/pdf")
    assert paper.content.startswith(b"%PDF")
    assert (await umid.get("/partner/figures/xlsx")).status_code == 404
    assert [row.deed for row in await services.audit.list(2, None, None)] == ["figures-exported"] * 2


async def test_a_partner_s_account_without_an_organisation_sees_nothing(signed_in, links):
    nobody = await signed_in("partner", "nobody")
    page = await nobody.get("/partner")
    assert "No organisation" in page.text
    assert "poster of" not in page.text
    assert (await nobody.get("/partner/figures/csv")).status_code == 404
    assert (await nobody.get("/")).headers["location"] == "/partner"


async def test_an_account_joins_only_a_partner_that_is_there(services):
    with pytest.raises(AccountFaultError, match="no partner 'Nobody'"):
        await services.members.join("umid", "Nobody")


async def test_editors_add_partners_and_links_and_revoke_them(signed_in, services):
    lola = await signed_in("editor")
    made = await lola.post("/partners/add", {"name": "Umid", "welcomes": "on"}, "/partners")
    page = made.headers["location"]
    assert (
        "fault=name" in (await lola.post("/partners/add", {"name": "Umid"}, "/partners")).headers["location"]
    )
    await lola.post(f"{page}/link", {"place": "Kazan, canteen", "language": "tg"}, page)
    assert "fault=place" in (await lola.post(f"{page}/link", {"place": " "}, page)).headers["location"]
    (link,) = await services.journal.partners.all_links("Umid")
    assert (link.place, link.language, link.welcomes, link.revoked) == ("Kazan, canteen", "tg", True, False)
    await lola.post(f"{page}/revoke", {"code": link.code}, page)
    (link,) = await services.journal.partners.all_links("Umid")
    assert link.revoked
    assert (await lola.get("/partners/99")).status_code == 404


async def test_a_link_of_another_partner_is_not_revoked(signed_in, services, links):
    lola = await signed_in("editor")
    await lola.post("/partners/1/revoke", {"code": links[1].code}, "/partners/1")
    assert not any(link.revoked for link in await services.journal.partners.all_links())


@pytest.mark.slow
async def test_posters_come_as_one_file(umid, links):
    packed = await umid.get(f"/partner/posters/{links[0].code}?language=tg")
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert {name.rpartition(".")[2] for name in names} == {"pdf", "svg", "png"}
    assert all(links[0].code in name for name in names)
