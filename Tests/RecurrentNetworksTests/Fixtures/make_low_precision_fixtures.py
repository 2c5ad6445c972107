#!/usr/bin/env python3
"""Writes low_precision.json: what PyTorch's cells compute on the CPU in bfloat16 and float16.

The Swift tests load the same weights, feed the same inputs and compare the outputs bit for bit: PyTorch rounds the
result of every operation there, a matrix product with its bias being one operation, which it sums in float32. In what
order it sums is not to be known: weights and inputs are multiples of 1/8, so that most sums are exact in any order.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy==2.4.6
    fixtures-venv/bin/pip install torch==2.13.0        # a CPU-only build will do
    fixtures-venv/bin/python make_low_precision_fixtures.py

oneDNN is switched off: on some processors it multiplies bfloat16 numbers in pairs and without denormal ones.

Layout of the file: that of forward_passes.json (see make_fixtures.py), with the precisions "bfloat16" and "float16".
Second biases are zero but for the candidate of the GRU: elsewhere a layer here has the sum of the two as one.
"""

import json
import platform

import numpy as np
import torch

from fixture_numbers import encode

STEPS, INPUTS, UNITS = 64, 3, 8
CELLS = {"rnn": (1, torch.nn.RNNCell), "lstm": (4, torch.nn.LSTMCell), "gru": (3, torch.nn.GRUCell)}


def numbers(tensor):
    """As float32, which holds 16-bit numbers exactly."""
    return tensor.detach().to(torch.float32).numpy()


def case(name, precision, seed):
    random = np.random.default_rng(seed)
    kind = getattr(torch, precision)
    gates, cell = CELLS[name]

    def draw(*shape, scale):
        return torch.tensor(np.round(random.standard_normal(shape) * scale * 8) / 8, dtype=torch.float64).to(kind)

    arrays = {
        "weight_ih": draw(gates * UNITS, INPUTS, scale=0.7),
        "weight_hh": draw(gates * UNITS, UNITS, scale=0.5),
        "bias_ih": draw(gates * UNITS, scale=0.3),
        "bias_hh": torch.zeros(gates * UNITS, dtype=kind),
    }
    if name == "gru":
        arrays["bias_hh"][2 * UNITS :] = draw(UNITS, scale=0.3)
    inputs = draw(STEPS, INPUTS, scale=1.0)
    layer = cell(INPUTS, UNITS).to(kind)
    with torch.no_grad():
        for array, values in arrays.items():
            getattr(layer, array).copy_(values)
        state, outputs = None, []
        for step in range(STEPS):
            state = layer(inputs[step : step + 1], state)
            outputs.append((state[0] if name == "lstm" else state)[0])
    return {
        "name": f"pytorch {name} {precision}", "framework": "pytorch", "cell": name, "precision": precision,
        "input_size": INPUTS, "hidden_size": UNITS,
        "layers": [{array: numbers(values) for array, values in arrays.items()}],
        "inputs": numbers(inputs), "outputs": numbers(torch.stack(outputs)),
    }


def main():
    torch.set_num_threads(1)
    with torch.backends.mkldnn.flags(enabled=False):
        cases = [
            case(name, precision, seed)
            for precision in ("bfloat16", "float16")
            for seed, name in enumerate(CELLS)
        ]
    made_by = {
        "python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__,
        "machine": platform.machine(),
    }
    with open("low_precision.json", "w", encoding="utf-8") as file:
        file.write(encode({"made_by": made_by, "cases": cases}) + "\n")
    json.load(open("low_precision.json", encoding="utf-8"))


main()
