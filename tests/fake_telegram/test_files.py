"""Files in both directions."""

from tests.fake_telegram.clients import refused


async def test_what_a_person_sends_can_be_fetched(bot, ali):
    ali.document("shartnoma.pdf", b"%PDF-1.7 x", caption="qarang")
    (update,) = await bot.get_updates()
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7 x"
    assert (update.message.document.file_name, update.message.caption) == ("shartnoma.pdf", "qarang")


async def test_what_the_bot_sends_can_be_read(bot, ali):
    sent = await bot.send_document(
        ali.id, b"pack", filename="pack.zip", caption="<b>офлайн</b>", parse_mode="HTML"
    )
    document = await ali.next()
    assert (document.method, document.content, document.plain) == ("sendDocument", b"pack", "офлайн")
    await bot.send_document(ali.id, sent.document.file_id)
    assert (await ali.next()).content == b"pack"
    await bot.send_photo(ali.id, b"png")
    assert (await ali.next()).method == "sendPhoto"


async def test_limits_of_captions_and_files(bot, ali):
    with refused("message caption is too long"):
        await bot.send_photo(ali.id, b"png", caption="x" * 1025)
    with refused("file must be non-empty"):
        await bot.send_document(ali.id, b"")
    with refused("invalid file_id"):
        await bot.get_file("nowhere")
