#!/usr/bin/env python3
"""Writes onnx/: ONNX models from PyTorch's exporters and from onnx.helper, and what ONNX Runtime computes.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy==2.4.6 torch==2.13.0        # a CPU-only torch will do
    fixtures-venv/bin/pip install onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.31.1
    fixtures-venv/bin/python make_onnx_fixtures.py

The committed files were made by Python 3.11.7 and these versions on x86-64. Weights and inputs come from
seeded generators; a rerun changes outputs in their last bits at most. fixture_cases.py describes cases.json.

Outputs in float32 are ONNX Runtime's. It has no float64, float16 or bfloat16 layers, so a float64 case is the
float64 PyTorch module that was exported, or, where PyTorch has no such cell, the plain equations of ONNX's
specification in numpy, which are held against ONNX Runtime in float32 here; and a case in a short number type
is the same weights in float32. Those of ONNX's own node tests (node-*.onnx) are the tests'.
"""

import logging
import os
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases

from fixture_cases import GATES, STEPS, case, draw, layer, random_of, weights_like, write_cases

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx")
MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
OPERATORS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU", "gru-reset-before": "GRU"}
SIZES = (3, 5)
OPSET = 22
TYPES = {
    "float32": TensorProto.FLOAT,
    "float64": TensorProto.DOUBLE,
    "float16": TensorProto.FLOAT16,
    "bfloat16": TensorProto.BFLOAT16,
}


def count(cell, inputs, hidden, bias=True):
    return GATES[cell] * hidden * (inputs + hidden + (2 if bias else 0))


def sequence(name, precision="float32", size=SIZES[0]):
    return draw(random_of(name + " inputs"), (STEPS, size), dtype=precision)


def run(path, feed):
    """The model's first output for (steps, inputs), by ONNX Runtime; batches of one, the steps first."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    return session.run(None, {given.name: feed})[0]


# --- PyTorch's exporters ------------------------------------------------------------------------------


class Sequence(torch.nn.Module):
    """A module without its final states, which the exporters would keep."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, inputs):
        return self.module(inputs)[0]


def fill(module, name):
    random = random_of(name)
    with torch.no_grad():
        for _, parameter in sorted(module.named_parameters()):
            parameter.copy_(torch.from_numpy(weights_like(random, tuple(parameter.shape))))
    return module.eval()


def export(module, name, example, dynamo):
    path = os.path.join(FOLDER, f"{name}.onnx")
    torch.onnx.export(
        Sequence(module), (torch.from_numpy(example),), path, dynamo=dynamo, input_names=["x"],
        output_names=["y"], verbose=False,
    )
    return path


def exported_names(path):
    """The names of the file's recurrent nodes, in its order."""
    graph = onnx.load(path, load_external_data=False).graph
    return [node.name for node in graph.node if node.op_type in OPERATORS.values()]


def exported():
    for dynamo in (True, False):
        for cell, module in MODULES.items():
            if dynamo and cell == "rnn":
                continue  # unrolled: see without_layers
            for precision in ("float32", "float64"):
                for layers, batch_first in ((1, False), (2, True)):
                    name = f"torch-{'dynamo' if dynamo else 'script'}-{cell}-{precision}-{layers}"
                    dtype = getattr(torch, precision)
                    net = fill(
                        module(*SIZES, num_layers=layers, batch_first=batch_first, dtype=dtype), name
                    )
                    inputs = sequence(name, precision)
                    feed = inputs[None] if batch_first else inputs[:, None]
                    path = export(net, name, feed.copy(), dynamo)
                    with torch.inference_mode():
                        outputs = net(torch.from_numpy(feed.copy()))[0].numpy()
                    if precision == "float32":
                        expected, outputs = outputs, run(path, feed)
                        assert np.abs(expected - outputs).max() < 1e-6, name
                    found = [
                        layer(node, OPERATORS[cell], cell, size, count(cell, *size), precision)
                        for node, size in zip(exported_names(path), [SIZES, (SIZES[1], SIZES[1])])
                    ]
                    outputs = outputs[0] if batch_first else outputs[:, 0]
                    yield case(name, f"{name}.onnx", found, precision, inputs, outputs)


def exported_without_folding():
    """What the exporter writes where weights are too large for it to reorder the gates itself: more than
    8,192 numbers in a tensor."""
    for cell, hidden in (("lstm", 48), ("gru", 53)):
        name = f"torch-dynamo-large-{cell}"
        net = torch.nn.__dict__[OPERATORS[cell]](2, hidden, bidirectional=cell == "gru")
        net = fill(net, name)
        inputs = sequence(name, size=2)
        path = export(net, name, inputs[:, None].copy(), True)
        outputs = run(path, inputs[:, None])[:, 0]
        graph = onnx.load(path, load_external_data=False).graph
        assert {"Slice", "Concat", "Unsqueeze"} <= {node.op_type for node in graph.node}, name
        (node,) = exported_names(path)
        suffixes = [("/forward", "forward"), ("/reverse", "backward")] if cell == "gru" else [("", "forward")]
        kind = OPERATORS[cell] + (" (bidirectional)" if cell == "gru" else "")
        found = [
            layer(node + suffix, kind, cell, (2, hidden), count(cell, 2, hidden), "float32", direction)
            for suffix, direction in suffixes
        ]
        forward = outputs[:, :hidden]
        yield case(name, f"{name}.onnx", found, "float32", inputs, forward, [found[0]["name"]])


def without_layers():
    """PyTorch's newer exporter unrolls an RNN."""
    net = fill(torch.nn.RNN(*SIZES), "unrolled")
    path = os.path.join(FOLDER, "torch-dynamo-rnn.onnx")
    export(net, "torch-dynamo-rnn", sequence("unrolled")[:2, None].copy(), True)
    assert not exported_names(path)
    return []


# --- onnx.helper --------------------------------------------------------------------------------------


def equations(cell, weights, recurrent, bias, inputs):
    """ONNX's specification of one direction, step by step, in the arrays' own precision."""
    hidden = recurrent.shape[1]
    state, memory = np.zeros(hidden, inputs.dtype), np.zeros(hidden, inputs.dtype)
    input_bias, recurrent_bias = np.split(bias, 2)

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    outputs = []
    for step in inputs:
        given = weights @ step + input_bias
        if cell == "rnn":
            state = np.tanh(given + recurrent @ state + recurrent_bias)
        elif cell == "lstm":
            i, o, f, c = np.split(given + recurrent @ state + recurrent_bias, 4)
            memory = sigmoid(f) * memory + sigmoid(i) * np.tanh(c)
            state = sigmoid(o) * np.tanh(memory)
        else:
            wz, wr, wh = np.split(given, 3)
            (rz, rr, rh), (bz, br, bh) = np.split(recurrent, 3), np.split(recurrent_bias, 3)
            z, r = sigmoid(wz + rz @ state + bz), sigmoid(wr + rr @ state + br)
            if cell == "gru":
                candidate = np.tanh(wh + r * (rh @ state + bh))
            else:
                candidate = np.tanh(wh + rh @ (r * state) + bh)
            state = (1 - z) * candidate + z * state
        outputs.append(state)
    return np.stack(outputs)


def stored(name, array, storage, how):
    """A tensor in a number type, its numbers raw or listed."""
    if how == "raw":
        if storage == "bfloat16":
            bits = (array.astype("float32").view("uint32") >> 16).astype("uint16")
            return helper.make_tensor(name, TYPES[storage], array.shape, bits.tobytes(), raw=True)
        return numpy_helper.from_array(array.astype(storage), name)
    return helper.make_tensor(name, TYPES[storage], array.shape, array.flatten())


def rounded(array, storage):
    """The nearest numbers that a short type holds, towards zero for bfloat16."""
    if storage == "bfloat16":
        return (array.astype("float32").view("uint32") & 0xFFFF0000).view("float32").astype("float64")
    return array.astype(storage).astype("float64")


def made(
    name, cell, precision="float32", storage=None, direction="forward", layout=0, bias=True, how="raw",
    constants=False, named=True, batch_first_between=False, layers=1,
):
    """A case of one node, or two, and the file for it."""
    storage = storage or precision
    halves = 2 if direction == "bidirectional" else 1
    random, hidden = random_of(name), SIZES[1]
    sizes = [SIZES] + [(hidden, hidden)] * (layers - 1)
    nodes, initializers, arrays, previous = [], [], [], "x"
    for index, (size, units) in enumerate(sizes):
        rows = GATES[cell] * units
        shapes = {"W": (halves, rows, size), "R": (halves, rows, units), "B": (halves, 2 * rows)}
        weights = {}
        for key, shape in shapes.items():
            if key == "B" and not bias:
                continue
            weights[key] = rounded(draw(random, shape, 0.5 if key == "B" else units**-0.5), storage)
            tensor = stored(f"{key}{index}", weights[key], storage, how)
            if constants:
                nodes.append(helper.make_node("Constant", [], [tensor.name], value=tensor))
            else:
                initializers.append(tensor)
        weights.setdefault("B", np.zeros((halves, 2 * rows)))
        arrays.append(weights)
        settings = {} if direction == "forward" else {"direction": direction}
        if layout:
            settings["layout"] = layout
        if cell == "gru":
            settings["linear_before_reset"] = 1
        inputs = [previous, f"W{index}", f"R{index}"] + ([f"B{index}"] if bias else [])
        nodes.append(
            helper.make_node(
                OPERATORS[cell], inputs, [f"y{index}"], name=f"layer{index}" if named else "",
                hidden_size=units, **settings,
            )
        )
        if index + 1 < layers:
            initializers.append(numpy_helper.from_array(np.array([2 if layout else 1]), f"axis{index}"))
            nodes.append(helper.make_node("Squeeze", [f"y{index}", f"axis{index}"], [f"s{index}"]))
            previous = f"s{index}"
            if batch_first_between:
                # As converters do that leave every layer in the order of steps and batches outside.
                for turn in ("t", "u"):
                    nodes.append(
                        helper.make_node("Transpose", [previous], [f"{turn}{index}"], perm=[1, 0, 2])
                    )
                    previous = f"{turn}{index}"
    feed = sequence(name, precision)
    shape = (1, STEPS, SIZES[0]) if layout else (STEPS, 1, SIZES[0])
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("x", TYPES[storage], shape)],
        [helper.make_tensor_value_info(f"y{layers - 1}", TYPES[storage], None)], initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    path = os.path.join(FOLDER, f"{name}.onnx")
    with open(path, "wb") as file:
        file.write(model.SerializeToString())

    signal = [feed.astype("float64" if precision == "float64" else "float32")]
    outputs = []
    for half in range(halves):
        backward = direction == "reverse" or half == 1
        signal = feed[::-1] if backward else feed
        for weights in arrays:
            signal = equations(
                cell, *(weights[key][half].astype(precision) for key in ("W", "R", "B")), signal
            )
        outputs.append(signal)
    if storage == "float32" and layout == 0:  # ONNX Runtime has no other layout
        found = run(path, feed[:, None])
        for half in range(halves):
            backward = direction == "reverse" or half == 1
            ours, theirs = outputs[half], found[:, half, 0]
            theirs = theirs[::-1] if backward else theirs
            assert np.abs(ours - theirs).max() < 1e-6, (name, np.abs(ours - theirs).max())
            outputs[half] = theirs

    names = [
        node.name or f"{node.op_type}_{index}"
        for index, node in enumerate(nodes)
        if node.op_type in OPERATORS.values()
    ]
    kind = OPERATORS[cell] + (" (bidirectional)" if halves == 2 else "")
    if halves == 2:
        found = [
            layer(f"{names[0]}/{suffix}", kind, cell, SIZES, count(cell, *SIZES, bias), storage, way)
            for suffix, way in (("forward", "forward"), ("reverse", "backward"))
        ]
    else:
        way = "backward" if direction == "reverse" else "forward"
        found = [
            layer(node, kind, cell, size, count(cell, *size, bias), storage, way)
            for node, size in zip(names, sizes)
        ]
    for half in range(halves):
        backward = direction == "reverse" or half == 1
        selection = [found[half]["name"]] if direction != "forward" else []
        yield case(
            f"{name} {direction}" if halves == 1 else f"{name} half {half}", f"{name}.onnx", found,
            precision, feed[::-1] if backward else feed, outputs[half], selection,
        )


def by_hand():
    for cell in OPERATORS:
        for direction in ("forward", "reverse", "bidirectional"):
            yield from made(f"{cell}-{direction}", cell, direction=direction)
        yield from made(f"{cell}-float64", cell, precision="float64", how="listed")
        yield from made(f"{cell}-layout-1", cell, layout=1)
        yield from made(f"{cell}-stack", cell, layers=3, batch_first_between=cell != "lstm")
    yield from made("lstm-stack-layout-1", "lstm", layers=2, layout=1)
    yield from made("gru-no-bias", "gru", bias=False)
    yield from made("lstm-no-bias", "lstm", bias=False)
    yield from made("lstm-constants", "lstm", constants=True, named=False)
    yield from made("gru-listed", "gru", how="listed")
    for storage in ("float16", "bfloat16"):
        yield from made(f"lstm-{storage}", "lstm", storage=storage)
        yield from made(f"gru-{storage}-listed", "gru", storage=storage, how="listed")


ROWS = {"LSTM": 4, "GRU": 3, "RNN": 1}


def node(name, operator, settings, more=(), directions=1):
    """Writes a model of one node of two units, without biases but with `more` inputs, by place: its path, what it is
    expected to be called, and its number of parameters."""
    random, gates = random_of(name), ROWS[operator]
    tensors = {
        1: ("W", draw(random, (directions, gates * 2, 3), dtype="float32")),
        2: ("R", draw(random, (directions, gates * 2, 2), dtype="float32")),
        **dict(more),
    }
    inputs = [("x" if i == 0 else tensors[i][0] if i in tensors else "") for i in range(max(tensors) + 1)]
    made = helper.make_node(operator, inputs, ["y"], name="n", hidden_size=2, **settings)
    graph = helper.make_graph(
        [made], name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, (STEPS, 1, 3))],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(array, key) for key, array in tensors.values()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    path = os.path.join(FOLDER, f"{name}.onnx")
    with open(path, "wb") as file:
        file.write(model.SerializeToString())
    cell = operator.lower()
    if operator == "GRU":
        cell = "gru" if settings.get("linear_before_reset") else "gru-reset-before"
    parameters = sum(array.size for key, array in tensors.values() if key in "WRBP") // directions
    return path, cell, parameters


def varied():
    """Nodes whose gates, candidate and cell state go through something else than usual, or that clip
    pre-activations, couple their gates or have peepholes. ONNX Runtime clips no cell state."""

    def activations(*names, alpha=(), beta=()):
        parameters = {"activation_alpha": alpha, "activation_beta": beta}
        return {"activations": names} | {key: value for key, value in parameters.items() if value}

    peepholes = {7: ("P", draw(random_of("peepholes"), (1, 6), dtype="float32"))}
    both = {7: ("P", draw(random_of("peepholes both ways"), (2, 6), dtype="float32"))}
    biases = {3: ("B", draw(random_of("clipped biases"), (1, 16), dtype="float32"))}
    lengths = {4: ("L", np.array([STEPS], "int32"))}
    cases = [
        ("activation-relu-rnn", "RNN", activations("Relu"), {}),
        ("activation-hard-sigmoid-gru", "GRU", activations("HardSigmoid", "Tanh"), {}),
        ("activation-softsign-gru", "GRU", activations("Sigmoid", "Softsign"), {}),
        ("activation-elu-lstm", "LSTM", activations("Sigmoid", "Elu", "Tanh"), {}),
        ("activation-hard-lstm", "LSTM", activations("HardSigmoid", "Relu", "Softsign"), {}),
        ("activation-affine-rnn", "RNN", activations("Affine", alpha=[0.25], beta=[-0.5]), {}),
        ("activation-scaled-tanh-rnn", "RNN", activations("ScaledTanh", alpha=[1.5], beta=[0.5]), {}),
        ("activation-thresholded-relu-rnn", "RNN", activations("ThresholdedRelu", alpha=[-0.3]), {}),
        ("activation-leaky-relu-rnn", "RNN", activations("LeakyRelu"), {}),
        ("activation-softplus-rnn", "RNN", activations("Softplus"), {}),
        (
            "activation-parameters-gru", "GRU",
            activations("HardSigmoid", "LeakyRelu", alpha=[0.3, 0.1], beta=[0.4]), {},
        ),
        (
            "activation-parameters-lstm", "LSTM",
            activations("Softplus", "Elu", "ScaledTanh", alpha=[0.5, 1.25], beta=[0.75]), {},
        ),
        ("clip-rnn", "RNN", {"clip": 0.7}, {}),
        ("clip-gru", "GRU", {"clip": 0.7, "linear_before_reset": 1}, {}),
        ("clip-gru-reset-before", "GRU", {"clip": 0.7}, {}),
        ("clip-lstm", "LSTM", {"clip": 0.5}, biases),
        ("input-forget-lstm", "LSTM", {"input_forget": 1}, {}),
        ("peepholes-lstm", "LSTM", {}, peepholes),
        ("all-lstm", "LSTM", {"clip": 0.5, "input_forget": 1}, biases | peepholes),
        ("peepholes-bidirectional-lstm", "LSTM", {"direction": "bidirectional", "clip": 0.9}, both),
        ("sequence-lengths-gru", "GRU", {}, lengths),
    ]
    for name, operator, settings, more in cases:
        halves = 2 if settings.get("direction") else 1
        path, cell, parameters = node(name, operator, settings, more, halves)
        feed = sequence(name)
        names, kind = ["n"], operator
        if halves == 2:
            names, kind = ["n/forward", "n/reverse"], f"{operator} (bidirectional)"
        ways = ["forward", "backward"]
        found = [
            layer(one, kind, cell, (3, 2), parameters, "float32", way) for one, way in zip(names, ways)
        ]
        outputs = run(path, feed[:, None])[:, :, 0]
        for half in range(halves):
            turn = -1 if half else 1
            yield case(
                name if halves == 1 else f"{name} half {half}", f"{name}.onnx", found, "float32",
                feed[::turn], outputs[::turn, half], [names[half]] if halves == 2 else [],
            )


def node_tests():
    """ONNX's own tests of its operators, their weights as initialisers, each sequence of the batch a case. What is
    right is what the tests say: of most only the state after the last step."""
    tests = [test for test in collect_testcases(None) if test.model.graph.node[0].op_type in ROWS]
    assert len(tests) == 18
    for test in tests:
        model = onnx.ModelProto()
        model.CopyFrom(test.model)
        graph, (recurrent,) = model.graph, model.graph.node
        (arrays, expected), settings = test.data_sets[0], {a.name: a for a in recurrent.attribute}
        given = dict(zip((name for name in recurrent.input if name), arrays))
        inputs = given.pop(recurrent.input[0])
        graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in given.items())
        for value in [value for value in graph.input if value.name in given]:
            graph.input.remove(value)
        name = test.name.removeprefix("test_").replace("_", "-")
        with open(os.path.join(FOLDER, f"node-{name}.onnx"), "wb") as file:
            file.write(model.SerializeToString())

        batch_first = "layout" in settings
        direction = settings["direction"].s.decode() if "direction" in settings else "forward"
        cell = {"GRU": "gru-reset-before"}.get(recurrent.op_type, recurrent.op_type.lower())
        halves, hidden = given["R"].shape[0], given["R"].shape[2]
        parameters = sum(given[key].size for key in ("W", "R", "B", "P") if key in given) // halves
        called = f"{recurrent.op_type}_0"
        ways = {"reverse": ["backward"], "bidirectional": ["forward", "backward"]}.get(direction, ["forward"])
        names, kind = [called], recurrent.op_type
        if halves == 2:
            names, kind = [f"{called}/forward", f"{called}/reverse"], f"{kind} (bidirectional)"
        size = (inputs.shape[2], hidden)
        found = [layer(one, kind, cell, size, parameters, "float32", way) for one, way in zip(names, ways)]
        # Y_h: directions x sequences x units, or the sequences first.
        last = expected[[one for one in recurrent.output if one].index("Y_h")]
        for sequence in range(inputs.shape[0 if batch_first else 1]):
            feed = inputs[sequence] if batch_first else inputs[:, sequence]
            for half in range(halves):
                outputs = last[sequence, half] if batch_first else last[half, sequence]
                backward = ways[half] == "backward"
                yield case(
                    f"node {name} sequence {sequence}" + (f" half {half}" if halves == 2 else ""),
                    f"node-{name}.onnx", found, "float32", feed[::-1] if backward else feed, outputs[None],
                    [names[half]] if direction != "forward" else [],
                )


def refused():
    """What the engine does not compute, or what programs do not agree on, one setting each."""
    cases = [
        ("clip-0", "LSTM", {"clip": 0.0}, {}, "clip=0.0"),
        ("affine", "RNN", {"activations": ["Affine"]}, {}, "Affine without activation_alpha"),
        (
            "scaled-tanh", "RNN", {"activations": ["ScaledTanh"], "activation_alpha": [1.5]}, {},
            "ScaledTanh without activation_beta",
        ),
        (
            "thresholded-relu", "RNN", {"activations": ["ThresholdedRelu"]}, {},
            "ThresholdedRelu without activation_alpha",
        ),
        ("input-forget-gru", "GRU", {"input_forget": 1}, {}, "input_forget=1"),
        ("other-activation", "RNN", {"activations": ["Gelu"]}, {}, "activation=Gelu"),
    ]
    for name, operator, settings, more, words in cases:
        _, cell, parameters = node(f"refused-{name}", operator, settings, more)
        found = [layer("n", operator, cell, (3, 2), parameters, "float32", refused=words)]
        yield case(f"refused {name}", f"refused-{name}.onnx", found)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    makers = (exported, exported_without_folding, without_layers, by_hand, varied, node_tests, refused)
    cases = [made for maker in makers for made in maker()]
    versions = {module.__name__: module.__version__ for module in (torch, onnx, onnxruntime)}
    write_cases(FOLDER, cases, versions)


if __name__ == "__main__":
    main()
