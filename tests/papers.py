"""Papers for tests: photographed, as PDF, broken, and larger than they look."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from collections.abc import Sequence
from functools import cache

import pytest
from PIL import Image

from benchmarks.papers.drawing import Spoil, photo
from benchmarks.papers.sheets import Sheet, sheets

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed: run scripts/debian"
)
UPSIDE_DOWN = Spoil(
    quarter=2, skew=4.0, perspective=0.02, blur=0.7, noise=6, shade=0.5, contrast=0.8, jpeg=60
)
SIDEWAYS = Spoil(quarter=1, skew=-7.0, perspective=0.02, blur=0.5, noise=5, shade=0.4, contrast=0.9, jpeg=70)


@cache
def sheet(name: str) -> Sheet:
    """Give a made-up paper by its name, as `tuning-summons-1`."""
    part = "kept" if name.startswith("kept") else "tuning"
    return next(one for one in sheets(part) if one.name == name)


@cache
def photos(name: str, spoil: Spoil = UPSIDE_DOWN) -> tuple[bytes, ...]:
    """Photograph the pages of a made-up paper."""
    return tuple(photo(page, f"{name}-{number}", spoil) for number, page in enumerate(sheet(name).pages))


def pdf(pages: Sequence[Sequence[str]], *, locked: bool = False) -> bytes:
    """Write a PDF whose pages hold lines of Latin text."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
        stream = f"BT /F1 12 Tf 50 750 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> "
        if locked
        else ""
    )
    name = f"/ID [<{'43' * 16}> <{'43' * 16}>]"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock}{name} >>"
    xref = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF"
    return out + xref.encode()


def picture_pdf(pages: Sequence[bytes]) -> bytes:
    """Put photos into a PDF, as a scanner's app does."""
    first, *others = (Image.open(io.BytesIO(page)) for page in pages)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()


def bomb(side: int = 40_000) -> bytes:
    """Write a PNG of a few hundred kilobytes that would unfold to gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(1 + side // 8) * side, 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def blank() -> bytes:
    """Photograph an empty page."""
    return photo(" ", "blank", UPSIDE_DOWN)
