"""The `ogoh` command: one subcommand a job, thin over the floors below; a module imports only when its job runs."""

from __future__ import annotations

import typer

from bot.cli import answers, journal, measures, packs, records, serving

app = typer.Typer(
    help="Ogoh answers labour migrants about mercenary law and recruitment for war.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(serving.run)
app.command()(serving.chat)
app.command()(answers.ask)
app.command()(records.index)
app.add_typer(records.app, name="records")
app.command()(measures.evaluate)
app.command()(packs.pack)
app.command()(packs.export)
app.add_typer(journal.app, name="journal")
