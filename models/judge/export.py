#!/usr/bin/env python3
"""Stage 5: a checkpoint as an ONNX graph whose weights stand in 8 bits and are computed with in float.

Matrices have a scale per output, embeddings one per row, both symmetric. The runtime unfolds the matrices once, at
load; embeddings are unfolded row by row as they are looked up. Activations stay float: quantised as they come
(`quantize_dynamic`), they were a third faster but moved a probability by .048 in the mean, and by up to .16 with
the claims that stand beside: a claim's opinion must not depend on its neighbours. Says how far the numbers move.

Usage: export.py FOLDER MODEL.pt OUT.onnx [EXAMPLES.jsonl]
"""

import pathlib
import sys

import numpy as np
import onnx
import torch

import model as M


def graph(judge, path):
    """The float graph, with every length free."""
    tokens = torch.tensor([[0, 5, 6, 2, 2, 7, 8, 2, 2, 9, 2]])
    groups = torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]])
    positions = torch.tensor([[0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6]])
    pool = torch.rand(1, 2, 11)
    torch.onnx.export(
        judge, (tokens, groups, positions, pool), str(path), dynamo=False, opset_version=17,
        input_names=["tokens", "groups", "positions", "pool"], output_names=["logits"],
        dynamic_axes={"tokens": {1: "t"}, "groups": {1: "t"}, "positions": {1: "t"}, "pool": {1: "c", 2: "t"},
                      "logits": {1: "c"}})


def narrowed(values, axis):
    """Rows or columns as int8 with a float scale each."""
    scale = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-8) / 127
    return np.clip(np.round(values / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def narrow(path, out):
    """Embedding tables and matrices in 8 bits."""
    whole = onnx.load(str(path))
    tables = {t.name: t for t in whole.graph.initializer}
    make, store = onnx.helper.make_node, onnx.numpy_helper.from_array
    unfolded, nodes, gone = set(), [], set()

    def keep(name, rows, scale):
        whole.graph.initializer.extend([store(rows, name + ".rows"), store(scale, name + ".scale")])
        gone.add(name)

    for node in whole.graph.node:
        name = node.input[0] if node.op_type == "Gather" else node.input[1] if node.op_type in ("MatMul", "Gemm") else ""
        values = onnx.numpy_helper.to_array(tables[name]) if name in tables else np.zeros(0)
        if values.ndim != 2 or values.size < 100_000:
            nodes.append(node)
            continue
        if node.op_type == "Gather":
            keep(name, *narrowed(values, 1))
            nodes += [make("Gather", [name + ".rows", node.input[1]], [name + ".got"]),
                      make("Cast", [name + ".got"], [name + ".cast"], to=onnx.TensorProto.FLOAT),
                      make("Gather", [name + ".scale", node.input[1]], [name + ".by"]),
                      make("Mul", [name + ".cast", name + ".by"], [node.output[0]])]
            continue
        if name not in unfolded:
            unfolded.add(name)
            turned = any(a.name == "transB" and a.i for a in node.attribute)
            keep(name, *narrowed(values, 1 if turned else 0))
            nodes += [make("Cast", [name + ".rows"], [name + ".cast"], to=onnx.TensorProto.FLOAT),
                      make("Mul", [name + ".cast", name + ".scale"], [name + ".wide"])]
        node.input[1] = name + ".wide"
        nodes.append(node)
    left = [t for t in whole.graph.initializer if t.name not in gone]
    del whole.graph.initializer[:], whole.graph.node[:]
    whole.graph.initializer.extend(left)
    whole.graph.node.extend(nodes)
    onnx.checker.check_model(whole)
    onnx.save(whole, str(out))


def main() -> None:
    folder, name, out = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    judge = M.load(folder, name) if name != "encoder" else M.from_encoder(folder).eval()
    graph(judge, folder / "float.onnx")
    narrow(folder / "float.onnx", folder / out)
    print(out, (folder / out).stat().st_size, "bytes")
    if len(sys.argv) > 4:
        from score import opinions
        rows = M.read_jsonl(sys.argv[4])
        four = len(M.LABELS)
        soft = lambda found: np.concatenate(
            [np.exp(x[:, :four] - np.logaddexp.reduce(x[:, :four], axis=1, keepdims=True)) for x in found])
        before, after = soft(opinions(folder, name, rows)), soft(opinions(folder, out, rows))
        moved = np.abs(before - after).max(axis=1)
        print(f"{len(moved)} claims: a probability moves by {moved.mean():.4f} in the mean, {np.quantile(moved, .99):.4f}"
              f" at the 99th percentile; {np.mean(before.argmax(1) != after.argmax(1)):.4f} change their label")


main()
