from __future__ import annotations

from tests.journal.conftest import ali, in_file, journal, postgres_url, server, sqlite_url, url, vault

__all__ = ["ali", "in_file", "journal", "postgres_url", "server", "sqlite_url", "url", "vault"]
