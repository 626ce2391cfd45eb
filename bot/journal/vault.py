"""Pseudonyms and encryption; the key lives outside the database."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class KeyFaultError(Exception):
    """The secret key is missing, malformed, or not the one that the data was written with."""


class Vault:
    """Turns people into pseudonyms and text into sealed bytes (HKDF, HMAC-SHA-256, AES-256-GCM-SIV)."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyFaultError(f"the key has {len(key)} bytes; {KEY_BYTES} are wanted")
        self._pseudonym_key = _derive(key, b"ogoh pseudonym")
        self._cipher = AESGCMSIV(_derive(key, b"ogoh text"))
        self.fingerprint = hashlib.sha256(_derive(key, b"ogoh fingerprint")).hexdigest()[:16]

    @classmethod
    def open(cls, encoded: str | None, file: Path) -> Vault:
        """Open the vault with the `encoded` key, or with the one in `file`, which is made where it is missing.

        Raises KeyFaultError where the key can't be read.
        """
        text = encoded or _read_or_make(file)
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except binascii.Error as error:
            where = "OGOH_KEY" if encoded else str(file)
            raise KeyFaultError(f"the key in {where} is not base64") from error

    def pseudonym(self, person: int | str) -> str:
        """Give the name under which `person` is kept: 32 hex digits that only this key can make."""
        return hmac.new(self._pseudonym_key, str(person).encode(), hashlib.sha256).hexdigest()[:32]

    def seal(self, text: str, about: str) -> bytes:
        """Encrypt `text`; it opens only with the same key and the same `about`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())

    def unseal(self, sealed: bytes, about: str) -> str:
        """Decrypt what `seal` made.

        Raises KeyFaultError where key, `about` or bytes are not the ones of then.
        """
        try:
            text = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyFaultError(
                "the key doesn't open this data; use the key that it was written with"
            ) from error
        return text.decode()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def _read_or_make(file: Path) -> str:
    if file.exists():
        return file.read_text(encoding="ascii")
    file.parent.mkdir(parents=True, exist_ok=True)
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key + "\n")
    return key
