"""The reader: real photos and PDFs through a real Tesseract, and what is no paper at all."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time

import pytest
from PIL import Image

from benchmarks.papers.reading import distance, words
from bot.reading import reader as door
from bot.reading.reader import MOST_BYTES, PaperReader
from bot.reading.words import Fault, Reading, ReadingFaultError
from bot.settings import ROOT
from tests.papers import (
    SIDEWAYS,
    UPSIDE_DOWN,
    blank,
    bomb,
    needs_tesseract,
    pdf,
    photos,
    picture_pdf,
    sheet,
)

LINES = ["MEHNAT SHARTNOMASI", "Ish beruvchi va xodim ushbu shartnomani tuzdilar", "Sinov muddati uch oy"]


@pytest.fixture
def reader() -> PaperReader:
    return PaperReader(limit=60)


def fault(reader: PaperReader, *files: bytes) -> Fault:
    with pytest.raises(ReadingFaultError) as caught:
        reader.read(files)
    return caught.value.fault


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("kept-military_contract-1", UPSIDE_DOWN),
        ("kept-summons-3", SIDEWAYS),
        ("tuning-military_contract-4", UPSIDE_DOWN),
    ],
)
def test_a_photo_is_turned_levelled_and_read_in_its_language(reader, name, spoil):
    told = words("\n".join(sheet(name).pages))
    reading = reader.read(photos(name, spoil))
    assert reading.confidence > 80
    assert distance(told, words(reading.text)) / len(told) < 0.2


@needs_tesseract
@pytest.mark.slow
def test_a_scanned_pdf_is_read_page_by_page(reader):
    name = "tuning-mixed-1"
    reading = reader.read([picture_pdf(photos(name, SIDEWAYS))])
    assert len(reading.pages) == 3
    assert "военную службу" in reading.text


@needs_tesseract
def test_a_pdf_that_holds_its_text_needs_no_eyes(reader):
    begun = time.monotonic()
    reading = reader.read([pdf([LINES])])
    assert [line.text for line in reading.lines] == LINES
    assert reading.confidence == 100
    assert time.monotonic() - begun < 10


@needs_tesseract
def test_pages_beyond_the_limit_are_counted_and_not_read(reader):
    reading = reader.read([pdf([LINES] * 6), pdf([LINES])])
    assert (len(reading.pages), reading.left_out) == (5, 2)


@needs_tesseract
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Fault.EMPTY),
        (b"PK\x03\x04 a word processor's file", Fault.FORMAT),
        (b"%PDF-1.7 and nothing more", Fault.BROKEN),
        (b"\xff\xd8\xff\xe0 no photo", Fault.BROKEN),
        (bomb(), Fault.PIXELS),
        (pdf([LINES], locked=True), Fault.ENCRYPTED),
        (bytes(MOST_BYTES + 1), Fault.LARGE),
        (pdf([["hm"]]), Fault.ILLEGIBLE),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "",
)
def test_what_is_no_paper_is_named(reader, content, expected):
    assert fault(reader, content) is expected


@needs_tesseract
@pytest.mark.slow
def test_an_empty_page_and_half_a_photo_are_named(reader):
    assert fault(reader, blank()) is Fault.ILLEGIBLE
    (whole,) = photos("tuning-summons-1")
    assert fault(reader, whole[: len(whole) // 2]) is Fault.BROKEN


@needs_tesseract
def test_what_takes_too_long_is_ended_with_all_that_it_started():
    begun = time.monotonic()
    assert fault(PaperReader(limit=0.3), *photos("tuning-summons-1")) is Fault.SLOW
    assert time.monotonic() - begun < 5


@needs_tesseract
def test_papers_are_read_one_at_a_time():
    reader = PaperReader(limit=60, patience=0.05)
    first = threading.Thread(target=reader.read, args=([pdf([LINES])],))
    first.start()
    time.sleep(0.1)
    assert fault(reader, pdf([LINES])) is Fault.BUSY
    first.join()


def test_without_tesseract_the_operator_is_told_what_to_install(monkeypatch, reader):
    monkeypatch.setattr(door, "program", lambda: None)
    monkeypatch.setattr(door, "missing_languages", lambda: ("rus",))
    assert fault(reader, b"x") is Fault.MISSING
    assert "apt-get install tesseract-ocr" in str(reader.lacks())


def test_who_opens_papers_can_write_no_file(tmp_path):
    file = tmp_path / "kept"
    write = f"__import__('pathlib').Path({str(file)!r}).write_bytes(b'x')"
    program = f"from bot.reading.worker import _confine; _confine(); {write}"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert b"File too large" in ended.stderr
    assert not file.read_bytes()


def test_who_opens_papers_sees_no_secret():
    assert set(door.ENVIRONMENT) == {"PYTHONPATH", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"}


def test_a_reading_travels_whole():
    reading = Reading.parse({"pages": [[["ПОВЕСТКА", 91.5]], []], "left_out": 1})
    assert Reading.parse(reading.dump()) == reading
    assert reading.text == "ПОВЕСТКА"
    assert not reading.is_legible


def test_a_camera_that_was_held_sideways_says_so(reader):
    picture = Image.new("L", (40, 20), 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    from bot.reading.pages import pages  # noqa: PLC0415

    (page,) = pages(out.getvalue())
    opened = page()
    assert isinstance(opened, Image.Image)
    assert opened.size == (20, 40)
