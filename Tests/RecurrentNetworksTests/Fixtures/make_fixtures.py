#!/usr/bin/env python3
"""Writes forward_passes.json: what Keras and PyTorch compute for given weights and inputs.

The Swift tests load the same weights, feed the same inputs and compare the outputs, so this file pins the
gate orders, the kernel layouts, both GRU candidates and the bias handling to those of the two frameworks.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy==2.4.6 keras==3.15.1 tensorflow-cpu==2.21.0
    fixtures-venv/bin/pip install torch==2.13.0        # a CPU-only build will do
    fixtures-venv/bin/python make_fixtures.py

The committed file was made by Python 3.11.7, numpy 2.4.6, Keras 3.15.1 on its TensorFlow backend (2.21.0)
and PyTorch 2.13.0 (CPU) on x86-64; its "made_by" says so, too. (Not on its torch backend: there, Keras 3.15.1
multiplies float64 matrices in float32.) Weights and inputs come from a seeded generator, so a rerun changes
the outputs in their last bits at most.

Layout of the file: {"made_by": {...}, "cases": [case, ...]}, where a case holds

    name, framework ("keras" | "pytorch"), cell ("rnn" | "lstm" | "gru" | "gru-reset-before"),
    precision ("float32" | "float64"), input_size I, hidden_size H,
    layers    one object per layer, its arrays under the framework's own names and in its own layout, with
              G = 4 (lstm), 3 (gru) or 1 (rnn) gates, and I = H from the second layer on:
              keras    input_kernel (I, G*H), recurrent_kernel (H, G*H),
                       bias (G*H), or (2, 3*H) for "gru": row 0 input, row 1 recurrent
              pytorch  weight_ih (G*H, I), weight_hh (G*H, H), bias_ih (G*H), bias_hh (G*H)
    inputs    (steps, I)
    outputs   (steps, H): the last layer's hidden state at each step, from a zero state

Every number is the shortest decimal that reads back as the same float32 or float64.
"""

import json
import math
import os
import platform
import zlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow
import torch

from fixture_numbers import draw, encode, same

STEPS = 12
# (input size, hidden size, layers): never equal to each other, so that a swapped axis cannot pass.
SIZES = [(3, 5, 1), (3, 5, 3), (7, 17, 1)]
# Standard deviations. Weights divided by the square root of the hidden size keep the stacks from amplifying
# rounding, so that the tests can be strict.
WEIGHT_SCALE, BIAS_SCALE = 1.0, 0.5
GATES = {"rnn": 1, "lstm": 4, "gru": 3, "gru-reset-before": 3}

KERAS_LAYERS = {
    "rnn": keras.layers.SimpleRNN,
    "lstm": keras.layers.LSTM,
    "gru": keras.layers.GRU,
    "gru-reset-before": keras.layers.GRU,
}
TORCH_LAYERS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def keras_shapes(cell, input_size, hidden_size):
    width = GATES[cell] * hidden_size
    return {
        "input_kernel": (input_size, width),
        "recurrent_kernel": (hidden_size, width),
        "bias": (2, width) if cell == "gru" else (width,),
    }


def torch_shapes(cell, input_size, hidden_size):
    width = GATES[cell] * hidden_size
    return {
        "weight_ih": (width, input_size),
        "weight_hh": (width, hidden_size),
        "bias_ih": (width,),
        "bias_hh": (width,),
    }


def run_keras(cell, precision, layers, hidden_size, inputs):
    model = keras.Sequential([keras.Input(batch_shape=(1, *inputs.shape), dtype=precision)])
    for _ in layers:
        options = {"reset_after": cell == "gru"} if cell.startswith("gru") else {}
        layer = KERAS_LAYERS[cell](
            hidden_size, return_sequences=True, use_bias=True, dtype=precision, **options
        )
        model.add(layer)
    for layer, weights in zip(model.layers, layers):
        layer.set_weights([weights["input_kernel"], weights["recurrent_kernel"], weights["bias"]])
    return keras.ops.convert_to_numpy(model(inputs[None]))[0]


def run_torch(cell, precision, layers, hidden_size, inputs):
    module = TORCH_LAYERS[cell](
        inputs.shape[1], hidden_size, num_layers=len(layers), dtype=getattr(torch, precision)
    )
    with torch.inference_mode():
        for index, weights in enumerate(layers):
            for name, value in weights.items():
                getattr(module, f"{name}_l{index}").copy_(torch.from_numpy(value))
        outputs, _ = module(torch.from_numpy(inputs[:, None]))
    return outputs[:, 0].numpy()


def make_case(framework, cell, precision, input_size, hidden_size, layer_count):
    name = f"{framework} {cell} {precision} {input_size}x{hidden_size} layers {layer_count}"
    random = np.random.default_rng(zlib.crc32(name.encode()))
    weight_scale = WEIGHT_SCALE / math.sqrt(hidden_size)
    shapes = keras_shapes if framework == "keras" else torch_shapes

    layers = []
    for index in range(layer_count):
        wanted = shapes(cell, input_size if index == 0 else hidden_size, hidden_size)
        layers.append(
            {
                key: draw(random, shape, BIAS_SCALE if "bias" in key else weight_scale, precision)
                for key, shape in wanted.items()
            }
        )
    inputs = draw(random, (STEPS, input_size), 1, precision)
    run = run_keras if framework == "keras" else run_torch
    outputs = run(cell, precision, layers, hidden_size, inputs)
    assert outputs.dtype == np.dtype(precision) and outputs.shape == (STEPS, hidden_size), name
    return {
        "name": name,
        "framework": framework,
        "cell": cell,
        "precision": precision,
        "input_size": input_size,
        "hidden_size": hidden_size,
        "layers": layers,
        "inputs": inputs,
        "outputs": outputs,
    }


def main():
    cases = [
        make_case(framework, cell, precision, *sizes)
        for framework, cells in (("keras", KERAS_LAYERS), ("pytorch", TORCH_LAYERS))
        for cell in cells
        for precision in ("float32", "float64")
        for sizes in SIZES
    ]
    document = {
        "made_by": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "keras": keras.__version__,
            "keras_backend": keras.backend.backend(),
            "tensorflow": tensorflow.__version__,
            "torch": torch.__version__,
            "machine": platform.machine(),
        },
        "cases": cases,
    }
    text = encode(document) + "\n"
    assert same(document, json.loads(text))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "forward_passes.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{path}: {len(cases)} cases, {len(text)} bytes")


if __name__ == "__main__":
    main()
