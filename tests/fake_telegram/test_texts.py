"""Which texts and markup Telegram takes."""

import pytest

from tests.fake_telegram.clients import refused


async def test_an_empty_text(bot, ali):
    with refused("message text is empty"):
        await bot.send_message(ali.id, " ")


async def test_the_length_counts_after_markup_and_in_utf16(bot, ali):
    await bot.send_message(ali.id, f"<b>{'я' * 4094}</b>😀", "HTML")
    with refused("message is too long"):
        await bot.send_message(ali.id, "я" * 4095 + "😀")


async def test_html_that_telegram_takes(ali, bot):
    html = (
        "<b>а<i>б</i></b> <u>в</u> <s>г</s> <code>д</code> <pre>е</pre> "
        '<a href="https://e.org/?a=1&amp;b">ж</a> '
        '<tg-spoiler>з</tg-spoiler> <span class="tg-spoiler">и</span> '
        "<blockquote expandable>й</blockquote> &lt;&gt;&amp;&quot;&#39;&#x1F600;"
    )
    sent = await bot.send_message(ali.id, html, "HTML")
    assert (await ali.next()).plain == sent.text == "аб в г д е ж з и й <>&\"'😀"
    assert sent.entities[1].offset == 1
    assert sent.entities[6].url == "https://e.org/?a=1&b"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("я <p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("1 > 2", 'Unescaped ">"'),
        ("a & b", 'Unescaped "&"'),
        ("a&nbsp;b", 'Unsupported named entity "&nbsp;"'),
        ("&#0;", 'Invalid numeric entity "&#0;"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("<a =>x</a>", "Empty attribute name"),
    ],
)
async def test_html_that_telegram_refuses(bot, ali, html, reason):
    with refused(f"can't parse entities: {reason}"):
        await bot.send_message(ali.id, html, "HTML")


async def test_other_markups_are_refused(bot, ali):
    with refused("unsupported parse_mode"):
        await bot.send_message(ali.id, "*x*", "MarkdownV2")


async def test_unknown_chats_and_lost_replies(bot, ali):
    with refused("chat not found"):
        await bot.send_message(404, "x")
    with refused("message to be replied not found"):
        await bot.send_message(ali.id, "x", reply_to_message_id=404)
