"""What turns sentences into vectors: onnxruntime for the model that comes along, torch for any other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

GRAPH: Final = "model-7bit.onnx"
TOKENIZER: Final = "tokenizer.json"
FEW: Final = 8
Vectors = npt.NDArray[np.float32]


class EncoderMissingError(Exception):
    """The model that the operator named can't be had; says what to do."""


class Encoder(Protocol):
    """Gives one unit vector a text, as an array of shape (texts, dimensions)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class GraphEncoder:
    """An ONNX graph with its tokenizer, as `knowledge/e5_graph.py` writes them to a folder.

    Texts go through one by one: the scale of their bytes is their own, so that a text's vector never depends
    on its neighbours, and no time is lost on padding.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        # Many threads on one short text only wait for each other: each has a text of its own instead.
        options.intra_op_num_threads = 1
        self._graph = onnxruntime.InferenceSession(
            folder / GRAPH, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1:
            return self._vector(texts[0])
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._vector, texts)))

    def _vector(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(text)
        (vector,) = self._graph.run(["vector"], {"ids": np.array([tokens.ids], dtype=np.int64)})
        return np.asarray(vector, dtype=np.float32)


def need_torch(model: str) -> None:
    """Raise EncoderMissingError, with the line that installs them, where the packages that run `model` are missing."""
    if find_spec("sentence_transformers") is None:
        line = f"{sys.executable} -m pip install 'ogoh[models]'"
        raise EncoderMissingError(
            f"the embedding model {model} needs PyTorch, which is not installed. Install it with:\n    {line}"
        )


class TorchEncoder:
    """A sentence-transformers model by its name or folder.

    Raises EncoderMissingError where there is no such model, or nothing to run it with.
    """

    def __init__(self, model: str, threads: int) -> None:
        need_torch(model)
        # Torch takes seconds to load and hundreds of MB: only who chooses such a model pays for it.
        import torch  # noqa: PLC0415
        import transformers  # noqa: PLC0415
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        self._set_threads = torch.set_num_threads
        self._threads = threads
        try:
            self._model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as fault:
            raise EncoderMissingError(f"the embedding model {model} can't be loaded: {fault}") from fault

    def encode(self, texts: Sequence[str]) -> Vectors:
        # For one short text more threads only wait for each other, for seconds on a busy machine.
        self._set_threads(1 if len(texts) < FEW else self._threads)
        vectors = self._model.encode(
            list(texts),
            batch_size=64,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, dtype=np.float32)
