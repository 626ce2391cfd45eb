"""The code of a partner's link: ten letters and digits that can be typed by hand, half of them the key's mark."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Final

from bot.journal.vault import Vault

HALF: Final = 5
"""Signs of the name, and as many of the mark: of 33 million codes one is right by chance."""

_LOOKALIKES: Final = str.maketrans("АВСЕНКМОРТХУІ018", "ABCEHKMOPTXYIOIB")
"""Cyrillic letters as a phone types them, and digits that no code has."""

_CODE: Final = re.compile(r"[A-Z2-7]{10}")


def new_code(vault: Vault) -> str:
    """Make the code of a new link, as `K7Q2M4XF6T`; it says nothing about partner or place."""
    while True:
        name = base64.b32encode(secrets.token_bytes(4)).decode()[:HALF]
        code = name + _marks(vault, name)[0]
        # One code in eight has no digit: typed by hand it would pass for a word.
        if looks_like_code(code):
            return code


def read_code(vault: Vault, typed: str) -> str | None:
    """Give the code behind what was typed or stood in a link: with spaces, hyphens, in Cyrillic; None if it is none.

    A code stays good when the key changes.
    """
    plain = re.sub(r"[\s\-–—_.]", "", typed).upper().translate(_LOOKALIKES)
    if not _CODE.fullmatch(plain) or plain[HALF:] not in _marks(vault, plain[:HALF]):
        return None
    return plain


def looks_like_code(typed: str) -> bool:
    """Tell whether `typed` has the shape of a code, for those who don't hold the key."""
    plain = re.sub(r"[\s\-–—_.]", "", typed).upper().translate(_LOOKALIKES)
    return bool(_CODE.fullmatch(plain)) and bool(re.search(r"[2-7]", plain))


def spaced(code: str) -> str:
    """Write `code` as it is easier to copy: `K7Q2M-4XF6T`."""
    return f"{code[:HALF]}-{code[HALF:]}"


def _marks(vault: Vault, name: str) -> list[str]:
    tags = vault.tags(f"link {name}")
    return [base64.b32encode(bytes.fromhex(tag)).decode()[:HALF] for tag in tags]
