"""multilingual-e5-small as an ordinary sentence-transformers folder, in 32 bits: to compare with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import torch
import transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from knowledge.e5 import E5Weights, tokenizer

NAME: Final = "e5-small-torch"


def folder(models: Path) -> Path:
    """Give the model's folder below `models`; it is made where it is missing, whole or not at all.

    Raises WeightsError where the weights can't be read.
    """
    target = models / NAME
    if not target.is_dir():
        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        draft = models / f"{NAME}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        _write(E5Weights(), draft / "parts", draft / "whole")
        (draft / "whole").replace(target)
        shutil.rmtree(draft)
    return target


def _write(weights: E5Weights, parts: Path, whole: Path) -> None:
    _model(weights).save_pretrained(parts)
    _tokenizer(weights).save_pretrained(parts)
    modules = [
        Transformer(str(parts), max_seq_length=weights.shape.positions),
        Pooling(weights.shape.hidden, "mean"),
        Normalize(),
    ]
    SentenceTransformer(modules=modules, device="cpu").save(str(whole))


def _tokenizer(weights: E5Weights) -> PreTrainedTokenizerFast:
    made = tokenizer(weights)
    made.no_truncation()
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=weights.shape.positions,
    )


def _model(weights: E5Weights) -> BertModel:
    shape = weights.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        pad_token_id=weights.vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    for name, parameter in model.named_parameters():
        values = weights.dense(name)
        parameter.data = torch.tensor(values).reshape(parameter.shape)
    return model
