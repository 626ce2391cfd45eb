"""Pseudonyms and encryption; the keys live outside the database."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
NAME_DIGITS: Final = 32


class KeyFaultError(Exception):
    """The secret key is missing, malformed, or not the one that the data was written with."""


class Key:
    """One secret and what is derived of it (HKDF, HMAC-SHA-256, AES-256-GCM-SIV)."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyFaultError(f"the key has {len(secret)} bytes; {KEY_BYTES} are wanted")
        self._secret = secret
        self.cipher = AESGCMSIV(self._derive(b"ogoh text"))
        self.fingerprint = hashlib.sha256(self._derive(b"ogoh fingerprint")).hexdigest()[:16]
        self._names: dict[str, bytes] = {}

    def name(self, purpose: str, of: str) -> str:
        """Give 32 hex digits that only this key can make of `of`, others for every purpose."""
        if purpose not in self._names:
            self._names[purpose] = self._derive(f"ogoh {purpose}".encode())
        return hmac.new(self._names[purpose], of.encode(), hashlib.sha256).hexdigest()[:NAME_DIGITS]

    def _derive(self, purpose: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(self._secret)


class Vault:
    """Turns people into pseudonyms and text into sealed bytes.

    Keys stand in the order of their age. The newest one writes; all of them read. A pseudonym goes through every
    key in turn, so that after a change of keys it can be made from the pseudonym before, without knowing the person.
    """

    def __init__(self, *secrets_: bytes) -> None:
        if not secrets_:
            raise KeyFaultError("there is no key")
        self._secrets = secrets_
        self._keys = tuple(map(Key, secrets_))
        self._newest = self._keys[-1]

    @classmethod
    def open(cls, encoded: str | None, file: Path) -> Vault:
        """Open the vault with the `encoded` keys, or with those in `file`, which is made where it is missing.

        Keys stand in base64, the oldest first, parted by white space or commas. Raises KeyFaultError where a key
        can't be read.
        """
        words = re.split(r"[\s,]+", (encoded or _read_or_make(file)).strip())
        try:
            return cls(*(base64.b64decode(word, validate=True) for word in words))
        except binascii.Error as error:
            where = "OGOH_KEY" if encoded else str(file)
            raise KeyFaultError(f"the key in {where} is not base64") from error

    @property
    def fingerprint(self) -> str:
        """Tell the newest key apart from others, without telling it."""
        return self._newest.fingerprint

    @property
    def generation(self) -> int:
        """How many keys there have been."""
        return len(self._keys)

    def as_of(self, fingerprint: str) -> Vault:
        """Give the vault as it was when the key of that fingerprint was its newest.

        Raises KeyFaultError where it never was.
        """
        for count, key in enumerate(self._keys, 1):
            if key.fingerprint == fingerprint:
                return Vault(*self._secrets[:count])
        raise KeyFaultError(
            "the database was written with another key: give the key of then (OGOH_KEY or the file `key`), "
            "or set OGOH_DATABASE to a new database"
        )

    def pseudonym(self, person: int | str) -> str:
        """Give the name under which `person` is kept: 32 hex digits that only these keys can make."""
        return self.renamed(str(person), since=0)

    def renamed(self, pseudonym: str, since: int) -> str:
        """Give today's pseudonym of one who had `pseudonym` when there were `since` keys."""
        for key in self._keys[since:]:
            pseudonym = key.name("pseudonym", pseudonym)
        return pseudonym

    def tag(self, word: str) -> str:
        """Give 16 hex digits by which rows about `word` are found and counted, though it doesn't stand in them."""
        return self._newest.name("tag", word)[:16]

    def receipts(self, pseudonym: str, since: int) -> list[str]:
        """Give the receipts that may have been written for the erasure of one named `pseudonym` then.

        The first is of that time, with `since` keys; every later key would have written another.
        """
        found = []
        for count in range(since, self.generation + 1):
            found.append(self._keys[count - 1].name("receipt", pseudonym))
            if count < self.generation:
                pseudonym = self._keys[count].name("pseudonym", pseudonym)
        return found

    def receipt(self, pseudonym: str) -> str:
        """Give what stays of an erased person: a name that only these keys can make of his pseudonym."""
        return self.receipts(pseudonym, self.generation)[0]

    def seal(self, text: str, about: str) -> bytes:
        """Encrypt `text`; it opens only with the same key and the same `about`."""
        return self.seal_bytes(text.encode(), about)

    def unseal(self, sealed: bytes, about: str) -> str:
        """Decrypt what `seal` made.

        Raises KeyFaultError where keys, `about` or bytes are not the ones of then.
        """
        return self.unseal_bytes(sealed, about).decode()

    def seal_bytes(self, content: bytes, about: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._newest.cipher.encrypt(nonce, content, about.encode())

    def unseal_bytes(self, sealed: bytes, about: str) -> bytes:
        nonce, content = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for key in reversed(self._keys):
            try:
                return key.cipher.decrypt(nonce, content, about.encode())
            except (InvalidTag, ValueError):
                continue
        raise KeyFaultError("the key doesn't open this data; use the key that it was written with")


def new_key() -> str:
    """Give a new key in base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def add_key(file: Path, key: str) -> None:
    """Put a key after those in `file`; a crash leaves the file as it was or as it shall be."""
    keys = [*re.split(r"[\s,]+", file.read_text(encoding="ascii").strip()), key]
    draft = file.with_name(f"{file.name}.draft")
    draft.unlink(missing_ok=True)
    _write(draft, keys)
    draft.replace(file)


def _read_or_make(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # another process was faster
            _write(file, [new_key()])
    return file.read_text(encoding="ascii")


def _write(file: Path, keys: Sequence[str]) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.writelines(f"{key}\n" for key in keys)
        out.flush()
        os.fsync(out.fileno())
