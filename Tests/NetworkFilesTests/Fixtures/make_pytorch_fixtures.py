#!/usr/bin/env python3
"""Writes pytorch/: state_dicts of PyTorch modules as safetensors, and what the modules compute.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy==2.4.6 torch==2.13.0 safetensors==0.8.0    # a CPU-only torch will do
    fixtures-venv/bin/python make_pytorch_fixtures.py

The committed files were made by Python 3.11.7, numpy 2.4.6, PyTorch 2.13.0 (CPU) and safetensors 0.8.0 on
x86-64. Weights and inputs come from seeded generators; a rerun changes outputs in their last bits at most.
fixture_cases.py describes cases.json.
"""

import os

import numpy as np
import safetensors
import safetensors.torch
import torch

from fixture_cases import GATES, STEPS, case, draw, layer, random_of, weights_like, write_cases

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch")
MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
CELLS = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
KINDS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
# Input and hidden size: different, so that a swapped axis cannot pass.
SIZES = (3, 5)


def fill(module, name, dtype=None):
    """Gives a module seeded weights, rounded to dtype if there is one."""
    random = random_of(name)
    with torch.no_grad():
        for _, parameter in sorted(module.named_parameters()):
            value = torch.from_numpy(weights_like(random, tuple(parameter.shape)))
            parameter.copy_(value if dtype is None else value.to(dtype))
    return module.eval()


def save(module, file, dtype=None):
    state = {key: value.contiguous() for key, value in module.state_dict().items()}
    if dtype is not None:
        state = {key: value.to(dtype) for key, value in state.items()}
    path = os.path.join(FOLDER, file)
    safetensors.torch.save_file(state, path, {"format": "pt"})
    os.chmod(path, 0o644)


def sequence(name, precision, size=SIZES[0]):
    return draw(random_of(name + " inputs"), (STEPS, size), dtype=precision)


def run(module, inputs):
    """The outputs of every step, from a zero state."""
    with torch.inference_mode():
        return module(torch.from_numpy(inputs[:, None].copy()))[0][:, 0].numpy()


def run_cell(module, inputs):
    outputs, state = [], None
    with torch.inference_mode():
        for step in inputs:
            state = module(torch.from_numpy(step[None].copy()), state)
            outputs.append((state[0] if isinstance(state, tuple) else state)[0].numpy())
    return np.stack(outputs)


def count(cell, inputs, hidden, bias=True):
    return GATES[cell] * hidden * (inputs + hidden + (2 if bias else 0))


def stack_layers(cell, layers, storage, prefix="", bias=True):
    sizes = [SIZES] + [(SIZES[1], SIZES[1])] * (layers - 1)
    return [
        layer(f"{prefix}l{index}", KINDS[cell], cell, size, count(cell, *size, bias), storage)
        for index, size in enumerate(sizes)
    ]


def stacks():
    for cell, module in MODULES.items():
        for precision in ("float32", "float64"):
            for layers in (1, 3):
                name = f"{cell}-{precision}-layers-{layers}"
                net = fill(module(*SIZES, num_layers=layers, dtype=getattr(torch, precision)), name)
                save(net, f"{name}.safetensors")
                inputs = sequence(name, precision)
                found = stack_layers(cell, layers, precision)
                yield case(name, f"{name}.safetensors", found, precision, inputs, run(net, inputs))


def short_numbers():
    """Weights in half precision; outputs of the same weights in float32."""
    for dtype, storage in ((torch.float16, "float16"), (torch.bfloat16, "bfloat16")):
        for cell, module in MODULES.items():
            name = f"{cell}-{storage}"
            net = fill(module(*SIZES), name, dtype)
            save(net, f"{name}.safetensors", dtype)
            inputs = sequence(name, "float32")
            found = stack_layers(cell, 1, storage)
            yield case(name, f"{name}.safetensors", found, "float32", inputs, run(net, inputs))


def without_bias():
    for cell, module in MODULES.items():
        name = f"{cell}-no-bias"
        net = fill(module(*SIZES, num_layers=2, bias=False), name)
        save(net, f"{name}.safetensors")
        inputs = sequence(name, "float32")
        found = stack_layers(cell, 2, "float32", bias=False)
        yield case(name, f"{name}.safetensors", found, "float32", inputs, run(net, inputs))


def single_cells():
    for cell, module in CELLS.items():
        name = f"{cell}-cell"
        net = fill(module(*SIZES), name)
        save(net, f"{name}.safetensors")
        inputs = sequence(name, "float32")
        found = [layer("cell", KINDS[cell] + "Cell", cell, SIZES, count(cell, *SIZES), "float32")]
        yield case(name, f"{name}.safetensors", found, "float32", inputs, run_cell(net, inputs))


def bidirectional():
    for cell, module in MODULES.items():
        name = f"{cell}-bidirectional"
        net = fill(module(*SIZES, num_layers=2, bidirectional=True), name)
        save(net, f"{name}.safetensors")
        inputs, hidden = sequence(name, "float32"), SIZES[1]
        below = fill(module(*SIZES, bidirectional=True), name)
        below.load_state_dict({key: value for key, value in net.state_dict().items() if "_l0" in key})
        middle = run(below, inputs)
        found = [
            layer(
                f"l{index}{suffix}", KINDS[cell], cell, (size, hidden), count(cell, size, hidden), "float32",
                direction,
            )
            for index, size in enumerate((SIZES[0], 2 * hidden))
            for suffix, direction in (("", "forward"), ("_reverse", "backward"))
        ]
        for number, (given, output) in enumerate(((inputs, middle), (middle, run(net, inputs)))):
            file = f"{name}.safetensors"
            forward, backward = output[:, :hidden], output[::-1, hidden:]
            yield case(f"{name} l{number}", file, found, "float32", given, forward, [f"l{number}"])
            yield case(
                f"{name} l{number}_reverse", file, found, "float32", given[::-1], backward,
                [f"l{number}_reverse"],
            )


def model():
    """Several modules and other tensors in one file, one of them integers."""

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = torch.nn.GRU(*SIZES, num_layers=2)
            self.decoder = torch.nn.Module()
            self.decoder.cell = torch.nn.LSTMCell(4, 2)
            self.head = torch.nn.Linear(2, 7)
            self.norm = torch.nn.BatchNorm1d(7)
            self.blocks = torch.nn.ModuleList([torch.nn.RNN(2, 2) for _ in range(11)])

    net = fill(Model(), "model")
    save(net, "model.safetensors")
    blocks = [layer(f"blocks.{n}.l0", "RNN", "rnn", (2, 2), count("rnn", 2, 2), "float32") for n in range(11)]
    cell = layer("decoder.cell", "LSTMCell", "lstm", (4, 2), count("lstm", 4, 2), "float32")
    found = blocks + [cell] + stack_layers("gru", 2, "float32", "encoder.")
    for name, module, size, runs, selection in (
        ("encoder", net.encoder, 3, run, ["encoder.l0", "encoder.l1"]),
        ("decoder", net.decoder.cell, 4, run_cell, ["decoder.cell"]),
        ("blocks", net.blocks[10], 2, run, ["blocks.10.l0"]),
    ):
        inputs = sequence(f"model {name}", "float32", size)
        outputs = runs(module, inputs)
        yield case(f"model {name}", "model.safetensors", found, "float32", inputs, outputs, selection)


def unusual():
    net = fill(torch.nn.LSTM(*SIZES, num_layers=2, proj_size=2), "projected")
    save(net, "projected.safetensors")
    found = [
        layer(
            f"l{index}", "LSTM", "lstm", (size, 5), 4 * 5 * (size + 2 + 2) + 2 * 5, "float32",
            refused=f"projections (weight_hr_l{index})",
        )
        for index, size in enumerate((3, 2))
    ]
    yield case("projected", "projected.safetensors", found)

    net = torch.nn.LSTM(*SIZES)
    for name in ("weight_ih_l0", "weight_hh_l0"):
        torch.nn.utils.parametrizations.weight_norm(net, name)
    save(fill(net, "weight-norm"), "weight-norm.safetensors")
    found = [layer("l0", "LSTM", "lstm", SIZES, count("lstm", *SIZES), "float32")]
    inputs = sequence("weight-norm", "float32")
    yield case("weight norm", "weight-norm.safetensors", found, inputs=inputs, outputs=run(net, inputs))

    net = torch.nn.GRU(*SIZES)
    torch.nn.utils.weight_norm(net, "weight_hh_l0")
    save(fill(net, "old-weight-norm"), "old-weight-norm.safetensors")
    found = [layer("l0", "GRU", "gru", SIZES, count("gru", *SIZES), "float32")]
    inputs = sequence("old-weight-norm", "float32")
    yield case("older weight norm", "old-weight-norm.safetensors", found, inputs=inputs, outputs=run(net, inputs))


def main():
    os.makedirs(FOLDER, exist_ok=True)
    torch.manual_seed(0)
    makers = (stacks, short_numbers, without_bias, single_cells, bidirectional, model, unusual)
    cases = [made for maker in makers for made in maker()]
    write_cases(FOLDER, cases, {"torch": torch.__version__, "safetensors": safetensors.__version__})


if __name__ == "__main__":
    main()
