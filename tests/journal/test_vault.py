"""The key: what it opens, and what is said where it doesn't fit."""

from __future__ import annotations

import base64

import pytest

from bot.journal.vault import KeyFaultError, Vault


def test_a_sealed_text_opens_with_its_key_and_its_subject(vault):
    sealed = vault.seal("қўрқяпман", about="a")
    assert vault.unseal(sealed, about="a") == "қўрқяпман"
    assert vault.seal("қўрқяпман", about="a") != sealed
    for other, about in ((Vault(b"x" * 32), "a"), (vault, "b")):
        with pytest.raises(KeyFaultError, match="doesn't open"):
            other.unseal(sealed, about=about)


def test_a_pseudonym_is_steady_and_another_with_another_key(vault):
    assert vault.pseudonym(7) == vault.pseudonym("7") != vault.pseudonym(8)
    assert vault.pseudonym(7) != Vault(b"x" * 32).pseudonym(7)


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path):
    file = tmp_path / "data" / "key"
    first = Vault.open(None, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert Vault.open(None, file).fingerprint == first.fingerprint
    assert Vault.open(base64.b64encode(bytes(32)).decode(), file).fingerprint != first.fingerprint


@pytest.mark.parametrize(
    ("key", "words"), [("no base64!", "OGOH_KEY is not base64"), ("c2hvcnQ=", "5 bytes")]
)
def test_a_wrong_key_is_told_in_words(tmp_path, key, words):
    with pytest.raises(KeyFaultError, match=words):
        Vault.open(key, tmp_path / "key")
