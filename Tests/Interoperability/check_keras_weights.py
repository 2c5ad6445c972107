#!/usr/bin/env python3
"""Opens .weights.h5 files written by memprobe with Keras itself, as `load_weights` of a Sequential.

    KERAS_BACKEND=tensorflow check_keras_weights.py FILE...

For every file: builds the Sequential that it is for from the names and shapes in it, loads it, and compares
every weight with the file's, bit for bit. Stops at the first difference with exit code 1. Checked with Keras
3.15.1 on TensorFlow 2.21.0.
"""

import os
import re
import sys

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

CLASSES = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU, "simple_rnn": keras.layers.SimpleRNN}


def check(path):
    with h5py.File(path) as file:
        # In the order in which the layers were written, which is that of the network.
        groups = list(h5py.Group(file["layers"].id))
        weights = {name: [file[f"layers/{name}/cell/vars/{i}"][()] for i in range(3)] for name in groups}
    dtype = str(next(iter(weights.values()))[0].dtype)
    keras.backend.clear_session()
    keras.config.set_floatx(dtype)
    model = keras.Sequential([keras.Input((None, next(iter(weights.values()))[0].shape[0]))])
    for name, (_, recurrent, bias) in weights.items():
        kind = re.sub(r"_\d+$", "", name)
        options = {"reset_after": bias.ndim == 2} if kind == "gru" else {}
        model.add(CLASSES[kind](recurrent.shape[0], return_sequences=True, **options))
    model.load_weights(path)
    for layer, (name, expected) in zip(model.layers, weights.items(), strict=True):
        for found, wanted in zip(layer.get_weights(), expected, strict=True):
            if found.dtype != wanted.dtype or not np.array_equal(found, wanted):
                sys.exit(f"{path}: {name}: Keras does not find what is in the file")
    if not np.isfinite(np.asarray(model(np.ones((1, 3, model.input_shape[-1]), dtype)))).all():
        sys.exit(f"{path}: Keras computes values that are not finite")
    print(f"{path}: {len(groups)} layers of {dtype}, loaded by Keras {keras.__version__}")


for argument in sys.argv[1:]:
    check(argument)
