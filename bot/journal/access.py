"""The journal that the settings mean."""

from __future__ import annotations

from bot.journal.store import Journal
from bot.journal.vault import Vault
from bot.settings import Settings


def vault_of(settings: Settings) -> Vault:
    """Open the vault with the keys of the settings, or of the key file, which is made where it is missing.

    Raises KeyFaultError where a key can't be read.
    """
    return Vault.open(settings.key.get_secret_value() if settings.key else None, settings.key_file)


async def open_journal(settings: Settings) -> Journal:
    """Open the journal of the settings.

    Raises KeyFaultError or JournalFaultError, with words for the operator.
    """
    return await Journal.open(settings.database_url, vault_of(settings), settings.data)
