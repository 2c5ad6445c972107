"""What the scripts that make fixtures share: seeded numbers, and the JSON that says what a file computes.

cases.json beside the files: {"made_by": {...}, "cases": [case, ...]}, where a case holds

    name       what it is about
    file       the network file's name
    selection  layer names: none for all layers, one, or the first and the last of a run
    layers     all layers of the file in the order expected: name, kind, cell, direction, input_size,
               hidden_size, parameters, storage, and refused: the refusal in words, or null
    precision  "float32" or "float64": in which the outputs were computed
    inputs     (steps, inputs), none if nothing is computed
    outputs    (steps, units) from a zero state, or of the last steps alone; a backward layer's in the order of its own
               steps

Every number is the shortest decimal that reads back as the same float32 or float64.
"""

import json
import math
import os
import platform
import zlib

import numpy as np

STEPS = 8
GATES = {"rnn": 1, "lstm": 4, "gru": 3, "gru-reset-before": 3}


def random_of(name):
    return np.random.default_rng(zlib.crc32(name.encode()))


def draw(random, shape, scale=1.0, dtype="float64"):
    """Few decimals keep files short."""
    return np.round(random.standard_normal(shape) * scale, 3).astype(dtype)


def weights_like(random, shape):
    """Weights small enough for stacks not to amplify rounding; biases are vectors."""
    return draw(random, shape, 0.5 if len(shape) == 1 else 1 / math.sqrt(max(shape[-1], 1)))


def layer(name, kind, cell, sizes, parameters, storage, direction="forward", refused=None):
    return {
        "name": name,
        "kind": kind,
        "cell": cell,
        "direction": direction,
        "input_size": sizes[0],
        "hidden_size": sizes[1],
        "parameters": parameters,
        "storage": storage,
        "refused": refused,
    }


def case(name, file, layers, precision="float32", inputs=(), outputs=(), selection=()):
    assert len(inputs) >= len(outputs), name
    return {
        "name": name,
        "file": file,
        "selection": list(selection),
        "layers": layers,
        "precision": precision,
        "inputs": np.asarray(inputs),
        "outputs": np.asarray(outputs),
    }


def encode(value):
    if isinstance(value, np.ndarray):
        return "[" + (",\n" if value.ndim > 1 else ",").join(encode(item) for item in value) + "]"
    if isinstance(value, np.floating):
        return np.format_float_positional(value, unique=True, trim="-")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {encode(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",\n".join(encode(item) for item in value) + "]"
    return json.dumps(value)


def write_cases(folder, cases, versions):
    versions = {"python": platform.python_version(), "numpy": np.__version__, **versions}
    text = encode({"made_by": {**versions, "machine": platform.machine()}, "cases": cases}) + "\n"
    json.loads(text)
    with open(os.path.join(folder, "cases.json"), "w", encoding="utf-8") as file:
        file.write(text)
    total = sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file())
    print(f"{folder}: {len(cases)} cases, {total} bytes in all")
