#!/usr/bin/env python3
"""Writes training.json: losses, gradients and a descent step of PyTorch for given weights and sequences.

The Swift tests load the same weights, train on the same sequences and compare, so this file pins loss, gradients,
truncation and what becomes of PyTorch's two biases to those of PyTorch.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy==2.4.6 torch==2.13.0        # a CPU-only build of PyTorch will do
    fixtures-venv/bin/python make_training_fixtures.py

The committed file was made by Python 3.11.7, numpy 2.4.6 and PyTorch 2.13.0 (CPU) on x86-64; its "made_by" says
so, too. Weights and sequences come from a seeded generator, so a rerun changes results in their last bits at most.

Layout of the file: {"made_by": {...}, "cases": [case, ...]}, where a case holds

    name, cell ("rnn" | "lstm" | "gru"), precision ("float32" | "float64"), input_size I, hidden_size H,
    truncation  steps over which gradients flow back, or null: the state before is detached
    layers      one object per layer with weight_ih (G*H, I), weight_hh (G*H, H), bias_ih (G*H), bias_hh (G*H)
    sequences   objects with inputs (steps, I) and target
    loss        mean over the sequences of |target - sum of the last layer's hidden state after the last step|
    gradients   one object per layer, as `layers`
    learning_rate, descended    the layers after one step of torch.optim.SGD
"""

import json
import os
import platform
import zlib

import numpy as np
import torch

from fixture_numbers import draw, encode, same

LAYERS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
INPUT_SIZE, HIDDEN_SIZE = 2, 3
# (layers, truncation)
DEPTHS = [(1, None), (3, None), (2, 3)]
LENGTHS = [7, 4, 6]
LEARNING_RATE = 0.05


def run(module, inputs, truncation):
    """The last layer's hidden state after the last step."""
    cut = 0 if truncation is None else max(0, len(inputs) - truncation)
    state = None
    if cut > 0:
        with torch.no_grad():
            _, state = module(inputs[:cut], state)
    outputs, _ = module(inputs[cut:], state)
    return outputs[-1]


def arrays(module, layers, pick):
    names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
    return [
        {name: pick(getattr(module, f"{name}_l{index}")).detach().numpy().copy() for name in names}
        for index in range(layers)
    ]


def make_case(cell, precision, layers, truncation):
    name = f"{cell} {precision} layers {layers} truncation {truncation}"
    random = np.random.default_rng(zlib.crc32(name.encode()))
    module = LAYERS[cell](INPUT_SIZE, HIDDEN_SIZE, num_layers=layers, dtype=getattr(torch, precision))
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.from_numpy(draw(random, tuple(parameter.shape), 0.6, precision)))
    before = arrays(module, layers, lambda parameter: parameter)
    sequences = [
        {
            "inputs": draw(random, (length, INPUT_SIZE), 1, precision),
            "target": draw(random, (1,), 1, precision)[0],
        }
        for length in LENGTHS
    ]
    errors = [
        (torch.from_numpy(sequence["inputs"]), float(sequence["target"])) for sequence in sequences
    ]
    loss = torch.stack(
        [(target - run(module, inputs, truncation).sum()).abs() for inputs, target in errors]
    ).mean()
    loss.backward()
    gradients = arrays(module, layers, lambda parameter: parameter.grad)
    torch.optim.SGD(module.parameters(), lr=LEARNING_RATE).step()
    return {
        "name": name,
        "cell": cell,
        "precision": precision,
        "input_size": INPUT_SIZE,
        "hidden_size": HIDDEN_SIZE,
        "truncation": truncation,
        "layers": before,
        "sequences": sequences,
        "loss": loss.detach().numpy()[()],
        "gradients": gradients,
        "learning_rate": LEARNING_RATE,
        "descended": arrays(module, layers, lambda parameter: parameter),
    }


def main():
    cases = [
        make_case(cell, precision, *depth)
        for cell in LAYERS
        for precision in ("float32", "float64")
        for depth in DEPTHS
    ]
    document = {
        "made_by": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": torch.__version__,
            "machine": platform.machine(),
        },
        "cases": cases,
    }
    text = encode(document) + "\n"
    assert same(document, json.loads(text))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "training.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{path}: {len(cases)} cases, {len(text)} bytes")


if __name__ == "__main__":
    main()
