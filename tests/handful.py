"""A handful of records and few examples to learn from: an index of its own in seconds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.settings import Settings
from knowledge.adverts import Offers
from knowledge.corpus import RECORDS
from knowledge.signals import Signals

FEW = (
    "answer/answer-lawyer", "answer/answer-police-force-sign", "answer/answer-bonus-real",
    "guidance/guide-find-free-lawyer", "guidance/guide-detained-pressed-to-sign",
)  # fmt: skip


def few_examples() -> Signals:
    """Of every class of messages and every sign the first examples."""
    everything = Signals.read()
    return Signals(
        {name: {k: v[:12] for k, v in langs.items()} for name, langs in everything.examples.items()},
        everything.cards[::40],
        Offers({name: phrases[:6] for name, phrases in everything.offers.phrases.items()}),
    )


def few_records(folder: Path, shared: Path) -> Settings:
    """Settings over `FEW`, which name no other records, in `folder`; model and known vectors come from `shared`."""
    for name in FEW:
        record = yaml.safe_load((RECORDS / f"{name}.yaml").read_text(encoding="utf-8"))
        for field in ("related", "contacts", "statutes"):
            record.pop(field, None)
        for said in record.get("says", []):
            said["cites"] = [record["id"]]
        write(folder / "records", record)
    data = folder / "data"
    (data / "index").mkdir(parents=True)
    (data / "e5-small").symlink_to((shared / "e5-small").resolve())
    # vectors of the same texts, worked out before: what is embedded are the changes
    shutil.copy(shared / "index" / "vectors.npz", data / "index")
    return Settings(_env_file=None, data=data, records=folder / "records", console_tls=False)


def write(records: Path, record: dict[str, Any]) -> None:
    """Put `record` where it belongs below `records`."""
    file = records / str(record["kind"]) / f"{record['id']}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
