"""Numbers of the fixtures: drawn with few decimals, written as JSON that reads back bit for bit."""

import json

import numpy as np

# Few decimals keep the files short.
DECIMALS = 3


def draw(random, shape, scale, precision):
    return np.round(random.standard_normal(shape) * scale, DECIMALS).astype(precision)


def encode(value):
    """JSON with one array row per line; numpy's shortest round-trip decimals for both precisions."""
    if isinstance(value, np.ndarray):
        if value.ndim == 2:
            return "[\n" + ",\n".join(encode(row) for row in value) + "]"
        return "[" + ",".join(encode(number) for number in value) + "]"
    if isinstance(value, np.floating):
        return np.format_float_positional(value, unique=True, trim="-")
    if isinstance(value, dict):
        return "{" + ",\n".join(f"{json.dumps(key)}: {encode(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(encode(item) for item in value) + "]"
    return json.dumps(value)


def same(original, decoded):
    """Whether what was read back is bit for bit what was meant to be written."""
    if isinstance(original, np.ndarray):
        return np.array_equal(original, np.array(decoded, dtype=np.float64).astype(original.dtype))
    if isinstance(original, dict):
        return original.keys() == decoded.keys() and all(same(original[k], decoded[k]) for k in original)
    if isinstance(original, list):
        return len(original) == len(decoded) and all(map(same, original, decoded))
    return original == decoded
