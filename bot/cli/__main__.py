"""`python -m bot.cli` is the `ogoh` command too."""

from bot.cli import app

app()
