#!/usr/bin/env python3
"""Writes keras/: small network files of Keras and tf_keras, and expected.json with what those compute.

The Swift tests read each file, feed the same inputs to the selected layers and compare the outputs.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0 tf_keras==2.21.0 h5py==3.14.0
    fixtures-venv/bin/python make_keras_fixtures.py

The committed files were made by Python 3.11, Keras 3.15.1 on its TensorFlow backend (2.21.0), tf_keras 2.21.0
and h5py 3.14.0 on x86-64. Weights come from a seeded generator, biases included, so that none is zero.

Layout of expected.json: {"made_by": {...}, "cases": [case, ...]}, where a case holds

    file        in keras/
    layers      names of the first and the last layer selected, or null for the default selection
    precision   "float32" | "float64": what the outputs were computed in
    inputs      [step][input], in the order in which the layers take them
    outputs     [step][unit] of the last layer
"""

import json
import os
import platform
import zipfile
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402

FOLDER = Path(__file__).parent / "keras"
STEPS = 7
cases = []
generator = np.random.default_rng(20261121)


def randomise(model):
    """Gives every weight a random value, so that biases and gate orders matter."""
    for weight in model.weights:
        values = generator.normal(scale=0.5, size=weight.shape)
        weight.assign(values.astype(np.float64 if "float64" in str(weight.dtype) else np.float32))


def expect(file, layer, inputs, layers=None, precision="float32", reverse=False):
    """Records a case: what `layer`, a callable on [batch, step, input], makes of `inputs`."""
    values = inputs[None].astype(precision)
    outputs = np.asarray(layer(values)).astype(np.float64)[0]
    cases.append(
        {
            "file": file,
            "layers": layers,
            "precision": precision,
            "inputs": (inputs[::-1] if reverse else inputs).astype(precision).tolist(),
            "outputs": outputs.tolist(),
        }
    )


def inputs(size):
    return generator.normal(size=(STEPS, size)).astype(np.float32)


def stack(library, **kwargs):
    """LSTM, dropout, GRU, SimpleRNN: one stack."""
    layers = library.layers
    library.backend.clear_session()
    # bfloat16 has no orthogonal initialiser, which would be Keras's default.
    recurrent = dict(recurrent_initializer="glorot_uniform", return_sequences=True, **kwargs)
    return library.Sequential(
        [
            library.Input((None, 2)),
            layers.LSTM(3, dropout=0.1, name="encoder", **recurrent),
            layers.Dropout(0.2, **kwargs),
            layers.GRU(2, **recurrent),
            layers.SimpleRNN(3, **recurrent),
        ]
    )


def keras_stack():
    model = stack(keras)
    randomise(model)
    x = inputs(2)
    model.save(FOLDER / "stack.keras")
    model.save_weights(FOLDER / "stack.weights.h5")
    model.save(FOLDER / "stack.h5")
    for file in ["stack.keras", "stack.weights.h5", "stack.h5"]:
        expect(file, model, x)
    with zipfile.ZipFile(FOLDER / "stack.keras") as archive:
        with zipfile.ZipFile(FOLDER / "deflated.keras", "w", zipfile.ZIP_DEFLATED) as deflated:
            for name in archive.namelist():
                deflated.writestr(zipfile.ZipInfo(name), archive.read(name), zipfile.ZIP_DEFLATED)
    expect("deflated.keras", model, x)
    for name, versions in [("latest", "latest"), ("v108", ("v108", "v108"))]:
        resave(FOLDER / "stack.weights.h5", FOLDER / f"{name}.weights.h5", versions)
        expect(f"{name}.weights.h5", model, x)
    resave(FOLDER / "stack.h5", FOLDER / "latest.h5", "latest")
    expect("latest.h5", model, x)


def resave(source, target, versions):
    """The same contents in the format of a later HDF5; matrices in compressed chunks where that is read."""
    with h5py.File(source) as old, h5py.File(target, "w", libver=versions, track_order=True) as new:

        def copy(name, item):
            made = new.require_group(name) if isinstance(item, h5py.Group) else new.create_dataset(
                name, data=item[()],
                **(dict(chunks=(2, 2), compression="gzip", shuffle=True, fletcher32=True)
                   if item.ndim == 2 and versions != "latest" else {}))
            made.attrs.update(item.attrs)

        new.attrs.update(old.attrs)
        members = []
        old.visititems(lambda name, item: members.append((name, item)))
        # In the order of the model, which visiting does not keep.
        rank = {name: index for index, name in enumerate(
            ["lstm"] + [f"lstm_{index}" for index in range(1, 12)] + ["dropout", "gru", "simple_rnn"])}
        members.sort(key=lambda member: rank.get((member[0].split("/") + [""])[1], -1))
        for name, item in members:
            copy(name, item)


def keras_conventions():
    layers = keras.layers
    keras.backend.clear_session()
    model = keras.Sequential(
        [
            keras.Input((None, 3)),
            layers.GRU(2, reset_after=False, return_sequences=True),
            layers.LSTM(2, use_bias=False, return_sequences=True),
            layers.GRU(3, use_bias=False, return_sequences=True),
            layers.SimpleRNN(2, use_bias=False, return_sequences=True),
        ]
    )
    randomise(model)
    x = inputs(3)
    model.save(FOLDER / "conventions.keras")
    expect("conventions.keras", model, x)

    keras.backend.clear_session()
    model = keras.Sequential([keras.Input((None, 2))])
    for _ in range(12):
        model.add(layers.LSTM(2, return_sequences=True))
    randomise(model)
    x = inputs(2)
    model.save_weights(FOLDER / "twelve.weights.h5")
    resave(FOLDER / "twelve.weights.h5", FOLDER / "dense.weights.h5", "latest")
    for file in ["twelve.weights.h5", "dense.weights.h5"]:
        expect(file, model, x)


def keras_functional():
    layers = keras.layers
    keras.backend.clear_session()
    entry = keras.Input((None, 2))
    a = layers.LSTM(3, return_sequences=True, name="a")
    bi = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="bi")
    inner = keras.Sequential(
        [layers.Dropout(0.1), layers.SimpleRNN(2, return_sequences=True, name="inner")], name="part"
    )
    cells = layers.RNN([layers.LSTMCell(2), layers.GRUCell(3)], return_sequences=True, name="cells")
    one = layers.RNN(layers.SimpleRNNCell(4), return_sequences=True, name="one")
    branch = layers.GRU(2, name="branch", return_sequences=True)
    signal = a(entry)
    upper = cells(inner(bi(signal)))
    model = keras.Model(entry, [one(layers.LayerNormalization()(upper)), branch(upper)])
    randomise(model)
    for name in ["functional.keras", "functional.h5"]:
        model.save(FOLDER / name)
        x = inputs(2)
        expect(name, a, x, ["a", "a"])
        expect(name, lambda x: bi.forward_layer(a(x)), x, ["a", "bi/forward_layer"])
        x = inputs(3)
        expect(name, bi.backward_layer, x, ["bi/backward_layer", "bi/backward_layer"], reverse=True)
        x = inputs(4)
        expect(name, lambda x: cells(inner(x)), x, ["inner", "cells/gru_cell"])
        expect(name, lambda x: branch(cells(inner(x))), x, ["inner", "branch"])
        expect(name, one, inputs(3), ["one", "one"])

    backward = keras.Sequential(
        [
            keras.Input((None, 2)),
            layers.LSTM(2, go_backwards=True, return_sequences=True, name="backward"),
            layers.LSTM(3, return_sequences=True, name="upper"),
        ]
    )
    randomise(backward)
    backward.save(FOLDER / "backward.keras")
    expect("backward.keras", backward, inputs(2), ["backward", "upper"], reverse=True)

    left, right = keras.Input((None, 2)), keras.Input((None, 3))
    _, *state = layers.LSTM(2, return_state=True, name="encoder")(left)
    decoder = layers.LSTM(2, return_sequences=True, name="decoder")
    translator = keras.Model([left, right], decoder(right, initial_state=state))
    randomise(translator)
    translator.save(FOLDER / "translator.keras")
    expect("translator.keras", decoder, inputs(3), ["decoder", "decoder"])


def keras_numbers():
    model = stack(keras, dtype="float64")
    randomise(model)
    model.save(FOLDER / "float64.keras")
    expect("float64.keras", model, inputs(2), precision="float64")
    for policy in ["float16", "bfloat16", "mixed_float16"]:
        model = stack(keras, dtype=policy)
        randomise(model)
        model.save(FOLDER / f"{policy}.keras")
        # What the stored weights make in float32.
        twin = stack(keras)
        twin.set_weights([np.asarray(keras.ops.cast(w.value, "float32")) for w in model.weights])
        expect(f"{policy}.keras", twin, inputs(2))


@keras.saving.register_keras_serializable("mine")
class Peephole(keras.layers.LSTM):
    pass


class Subclassed(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = keras.layers.LSTM(2, return_sequences=True)
        self.second = keras.layers.Dense(2)

    def call(self, x):
        return self.second(self.first(x))


def keras_refused():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((None, 4, 2)),
            layers.ConvLSTM1D(2, 2, return_sequences=True, name="convolution"),
            layers.TimeDistributed(layers.LSTM(2), name="distributed"),
            layers.LSTM(2, activation="relu", return_sequences=True, name="relu"),
            layers.GRU(2, recurrent_activation="hard_sigmoid", return_sequences=True, name="hard"),
            layers.SimpleRNN(2, activation=None, return_sequences=True, name="linear"),
            Peephole(2, return_sequences=True, name="custom"),
            layers.Dense(2),
            layers.LSTM(2, name="good"),
        ]
    )
    model.save(FOLDER / "refused.keras")
    keras.backend.clear_session()
    model = Subclassed()
    model(np.zeros((1, 2, 3), np.float32))
    randomise(model)
    model.save(FOLDER / "subclassed.keras")
    expect("subclassed.keras", model.first, inputs(3))
    dense = keras.Sequential([keras.Input((2,)), layers.Dense(2)])
    dense.save(FOLDER / "dense.keras")


def legacy():
    model = stack(tf_keras)
    randomise(model)
    x = inputs(2)
    model.save(FOLDER / "legacy_stack.h5")
    model.save_weights(FOLDER / "legacy_weights.h5")
    model.save(FOLDER / "legacy_stack.keras")
    for file in ["legacy_stack.h5", "legacy_weights.h5", "legacy_stack.keras"]:
        expect(file, model, x)

    layers = tf_keras.layers
    tf_keras.backend.clear_session()
    entry = tf_keras.Input((None, 2))
    bi = layers.Bidirectional(layers.LSTM(2, return_sequences=True), name="bi")
    inner = tf_keras.Sequential([layers.GRU(2, return_sequences=True, name="inner")], name="part")
    cells = layers.RNN([layers.LSTMCell(2), layers.GRUCell(3)], return_sequences=True, name="cells")
    model = tf_keras.Model(entry, cells(inner(bi(entry))))
    randomise(model)
    x, y = inputs(2), inputs(4)
    for file in ["legacy_functional.h5", "legacy_functional.keras"]:
        model.save(FOLDER / file)
        upper = [case for case in ["inner", model.layers[-1].cell.cells[-1].name]]
        expect(file, bi.forward_layer, x, ["bi/forward_layer", "bi/forward_layer"])
        expect(file, bi.backward_layer, x, ["bi/backward_layer", "bi/backward_layer"], reverse=True)
        expect(file, lambda x: cells(inner(x)), y, [upper[0], f"cells/{upper[1]}"])
    model.save_weights(FOLDER / "legacy_functional_weights.h5")
    expect("legacy_functional_weights.h5", bi.forward_layer, x, ["bi/forward_layer", "bi/forward_layer"])
    expect(
        "legacy_functional_weights.h5", bi.backward_layer, x, ["bi/backward_layer", "bi/backward_layer"],
        reverse=True)


def tiny():
    """One layer of one unit, small enough to damage byte by byte."""
    keras.backend.clear_session()
    model = keras.Sequential([keras.Input((None, 1)), keras.layers.GRU(1, name="tiny")])
    randomise(model)
    model.save(FOLDER / "tiny.keras")
    model.save_weights(FOLDER / "tiny.weights.h5")
    model.save(FOLDER / "tiny.h5")
    resave(FOLDER / "tiny.weights.h5", FOLDER / "tiny_latest.weights.h5", "latest")


def trained():
    """A model whose optimizer counted nine steps, in the format of Keras 2."""
    keras.backend.clear_session()
    model = keras.Sequential([keras.Input((None, 1)), keras.layers.GRU(2)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((6, 3, 1)), np.zeros((6, 2)), batch_size=2, epochs=3, verbose=0)
    model.save(FOLDER / "trained.h5")


def activations():
    """A layer for every other activation that Keras names, in the place of the candidate's and of the gates'."""
    for library, file, names in (
        (keras, "activations.keras", ["relu6", "hard_silu", "softplus", "gelu", "mish", "leaky_relu"]),
        (tf_keras, "legacy_activations.h5", ["swish", "elu", "softplus", "gelu", "mish", "leaky_relu"]),
    ):
        layers = library.layers
        library.backend.clear_session()
        model = library.Sequential([library.Input((None, 2))])
        for place, name in enumerate(names):
            other = names[place - 1]
            kind, gates = [
                (layers.LSTM, {"recurrent_activation": other}),
                (layers.GRU, {"recurrent_activation": "hard_sigmoid"}),
                (layers.SimpleRNN, {}),
            ][place % 3]
            model.add(kind(2, activation=name, return_sequences=True, name=name, **gates))
        randomise(model)
        model.save(FOLDER / file)
        for layer in model.layers:
            expect(file, layer, inputs(2), [layer.name, layer.name])


FOLDER.mkdir(exist_ok=True)
keras_stack()
keras_conventions()
keras_functional()
keras_numbers()
keras_refused()
legacy()
tiny()
trained()
activations()
made_by = {
    "python": platform.python_version(), "keras": keras.__version__, "tensorflow": tf.__version__,
    "tf_keras": tf_keras.__version__, "h5py": h5py.__version__, "numpy": np.__version__,
}
(FOLDER / "expected.json").write_text(json.dumps({"made_by": made_by, "cases": cases}) + "\n")
