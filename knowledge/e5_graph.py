"""multilingual-e5-small as an ONNX graph: the token ids of a sentence in, a unit vector out.

The table of words stays in its 4 bits. The linear layers are brought to 7 bits, one scale an output, and
multiply in bytes: on a processor without VNNI 8 bits would overflow where two products are summed.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from knowledge.e5 import BLOCK, E5Weights, Floats, tokenizer
from knowledge.encoders import GRAPH, TOKENIZER

OPSETS: Final = {"": 20, "com.microsoft": 1}
IR_VERSION: Final = 10
HIGHEST: Final = 63
"""The largest weight in 7 bits."""


@dataclass
class _Graph:
    """Nodes and constants as they are added."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, array: npt.NDArray[Any]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, *inputs: str, outputs: Sequence[str] = (), **attributes: Any) -> str:
        """Add a node, and name its first output."""
        names = outputs or [f"n{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0]

    def fused(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node of one of onnxruntime's own kinds."""
        return self.node(kind, *inputs, domain="com.microsoft", **attributes)

    def linear(self, given: str, matrix: Floats, bias: Floats) -> str:
        """Multiply by `matrix`, of shape (outputs, inputs), and add `bias`."""
        scales = np.maximum(np.abs(matrix).max(axis=1), 1e-9) / HIGHEST
        rounded = np.round(matrix / scales[:, np.newaxis]).astype(np.int8)
        constants = (self.constant(rounded.T), self.constant(scales.astype(np.float32)))
        return self.fused("DynamicQuantizeMatMul", given, *constants, "", self.constant(bias))


class _Encoder:
    """Adds the parts of a BERT encoder to a graph."""

    def __init__(self, weights: E5Weights) -> None:
        self.graph = _Graph()
        self._weights = weights
        hidden = self._embedded()
        for number in range(weights.shape.layers):
            hidden = self._layer(f"encoder.layer.{number}", hidden)
        self._pool(hidden)

    def _embedded(self) -> str:
        graph, hidden = self.graph, self._weights.shape.hidden
        words = self._weights.matrix("embeddings.word_embeddings.weight")
        table = graph.constant(words.codes.reshape(len(words.codes), -1))
        found = graph.fused(
            "GatherBlockQuantized", table, "ids", graph.constant(words.scales), bits=4, block_size=BLOCK
        )
        types, places = (
            self._weights.vector(f"embeddings.{kind}_embeddings.weight").reshape(-1, hidden)
            for kind in ("token_type", "position")
        )
        # Every token is of the first type.
        place, zero = graph.constant(places + types[0]), graph.constant(np.array([0]))
        count = graph.node("Shape", "ids", start=1)
        return self._normed(found, graph.node("Slice", place, zero, count, zero), "embeddings.LayerNorm")

    def _layer(self, name: str, hidden: str) -> str:
        graph = self.graph
        together = self._linear(
            hidden, *(f"{name}.attention.self.{part}" for part in ("query", "key", "value"))
        )
        parts = [f"{name}.{part}" for part in "qkv"]
        graph.node("Split", together, outputs=parts, axis=-1, num_outputs=3)
        seen = graph.fused("MultiHeadAttention", *parts, num_heads=self._weights.shape.heads)
        told = self._linear(seen, f"{name}.attention.output.dense")
        attended = self._normed(told, hidden, f"{name}.attention.output.LayerNorm")
        wide = graph.node("Gelu", self._linear(attended, f"{name}.intermediate.dense"))
        return self._normed(self._linear(wide, f"{name}.output.dense"), attended, f"{name}.output.LayerNorm")

    def _linear(self, given: str, *names: str) -> str:
        """Add the linear layers `names` as one."""
        biases = [self._weights.vector(f"{name}.bias") for name in names]
        matrices = [self._weights.matrix(f"{name}.weight").dense() for name in names]
        return self.graph.linear(given, np.concatenate(matrices), np.concatenate(biases))

    def _normed(self, given: str, other: str, name: str) -> str:
        norm = [self.graph.constant(self._weights.vector(f"{name}.{part}")) for part in ("weight", "bias")]
        total = self.graph.node("Add", given, other)
        return self.graph.node("LayerNormalization", total, *norm, epsilon=self._weights.epsilon)

    def _pool(self, hidden: str) -> None:
        """Add up the tokens; brought to length one, the sum is the mean."""
        tokens = self.graph.constant(np.array([1]))
        total = self.graph.node("ReduceSum", hidden, tokens, keepdims=0)
        self.graph.node("LpNormalization", total, outputs=["vector"], axis=-1, p=2)


def build(target: Path, weights: Path | None = None) -> None:
    """Write the graph and the tokenizer to the folder `target`, whole or not at all.

    Raises WeightsError where the weights can't be read.
    """
    read = E5Weights(weights)
    draft = target.with_name(target.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    onnx.save(_model(read), draft / GRAPH)
    tokenizer(read).save(str(draft / TOKENIZER), pretty=False)
    shutil.rmtree(target, ignore_errors=True)
    draft.replace(target)


def _model(weights: E5Weights) -> onnx.ModelProto:
    """Give the graph: `ids`, i64 (1, tokens), to `vector`, f32 (1, hidden)."""
    graph = _Encoder(weights).graph
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
    vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, weights.shape.hidden])
    opsets = [helper.make_opsetid(domain, version) for domain, version in OPSETS.items()]
    whole = helper.make_graph(graph.nodes, "e5", [ids], [vector], graph.constants)
    return helper.make_model(whole, opset_imports=opsets, ir_version=IR_VERSION)
