#!/usr/bin/env python3
"""Writes keras-old/: files as Keras 1 and 2 wrote them, Keras on Windows, subclassed models and sharded weights, and what
the layers compute.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy h5py==3.14.0 tensorflow-cpu==2.21.0 tf_keras==2.21.0 keras==3.15.1
    fixtures-venv/bin/python make_old_keras_fixtures.py

Outputs are those of tf_keras, which is Keras 2; CuDNN layouts are made by its own conversion. The layouts of old are
written with h5py as the versions of their time did. fixture_cases.py describes cases.json.
"""

import io
import json
import os
import shutil
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import h5py
import keras
import numpy as np
import tf_keras
from tf_keras.src.saving.legacy.hdf5_format import _convert_rnn_weights

from fixture_cases import GATES, STEPS, case, draw, layer, random_of, weights_like, write_cases

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "keras-old")
CLASSES = {"lstm": "LSTM", "gru": "GRU", "gru-reset-before": "GRU", "rnn": "SimpleRNN"}
SIZES = (2, 3)


def place(name):
    return os.path.join(FOLDER, name)


def make(cell, name, sizes=SIZES, library=tf_keras, **settings):
    """A layer with seeded weights, in a model."""
    if cell.startswith("gru"):
        settings["reset_after"] = cell == "gru"
    made = getattr(library.layers, CLASSES[cell])(sizes[1], return_sequences=True, name=name, **settings)
    model = library.Sequential([library.layers.Input((None, sizes[0])), made])
    random = random_of(name + cell)
    made.set_weights([weights_like(random, value.shape).astype("float32") for value in made.get_weights()])
    return model, made


def sequence(name):
    return draw(random_of(name + " inputs"), (STEPS, SIZES[0]), dtype="float32")


def run(model, inputs):
    return np.asarray(model(inputs[None]))[0]


def count(cell, inputs, hidden):
    return GATES[cell] * hidden * (inputs + hidden + (2 if cell == "gru" else 1))


def found(cell, name, kind, refused=None, sizes=SIZES):
    return [layer(name, kind, cell, sizes, count(cell, *sizes), "float32", refused=refused)]


def write_group(group, name, arrays):
    own = group.create_group(name)
    own.attrs["weight_names"] = [key.encode() for key, _ in arrays]
    for key, value in arrays:
        own.create_dataset(key, data=value)


def weights_file(file, layers, version=None, backend="tensorflow"):
    with h5py.File(place(file), "w") as root:
        root.attrs["layer_names"] = [name.encode() for name, _ in layers]
        if version:
            root.attrs["keras_version"] = version
            root.attrs["backend"] = backend
        for name, arrays in layers:
            write_group(root, name, arrays)


def model_file(file, config, layers, version):
    with h5py.File(place(file), "w") as root:
        if version:
            root.attrs["keras_version"] = version
        root.attrs["model_config"] = json.dumps(config)
        weights = root.create_group("model_weights")
        weights.attrs["layer_names"] = [name.encode() for name, _ in layers]
        for name, arrays in layers:
            write_group(weights, name, arrays)


def named(name, weights):
    return [(f"{name}/{role}:0", value) for role, value in zip(("kernel", "recurrent_kernel", "bias"), weights)]


def versions():
    """Weights alone, which do not say what the gates go through."""
    for version, activation, refused in (
        ("2.2.4", "hard_sigmoid", None), ("2.1.6-tf", "hard_sigmoid", None),
        ("2.2.4-tf", "sigmoid", "recurrent_activation"),
        ("2.3.1", "sigmoid", None), ("2.3.0-tf", "sigmoid", None), (None, "sigmoid", "recurrent_activation"),
    ):
        for cell in ("lstm", "gru-reset-before"):
            model, own = make(cell, f"{cell}_1".replace("-reset-before", ""), recurrent_activation=activation)
            name = f"{cell}-weights-{version or 'unknown'}"
            weights_file(f"{name}.h5", [(own.name, named(own.name, own.get_weights()))], version)
            inputs = sequence(name)
            layers = found(cell, own.name, own.name, refused)
            yield case(name, f"{name}.h5", layers, inputs=inputs, outputs=run(model, inputs))


def keras_1():
    """Every gate apart: W, U and b of i, c, f, o (LSTM) or z, r, h (GRU)."""
    orders = {"lstm": ("icfo", "ifco"), "gru-reset-before": ("zrh", "zrh"), "rnn": ("", "")}
    for cell, (order, ours) in orders.items():
        for activation in ("sigmoid", "hard_sigmoid") if order else (None,):
            settings = {"recurrent_activation": activation} if order else {}
            name = {"lstm": "lstm_1", "gru-reset-before": "gru_1", "rnn": "simplernn_1"}[cell]
            model, own = make(cell, name, **settings)
            kernel, recurrent, bias = own.get_weights()
            arrays = []
            for gate in order or [""]:
                start = ours.index(gate) * SIZES[1]
                suffix = f"_{gate}" if gate else ""
                for letter, value in (("W", kernel), ("U", recurrent), ("b", bias)):
                    arrays.append((f"{name}_{letter}{suffix}:0", value[..., start:start + SIZES[1]]))
            config = {
                "class_name": "Sequential",
                "config": [{
                    "class_name": CLASSES[cell],
                    "config": {
                        "name": name, "output_dim": SIZES[1], "input_dim": SIZES[0], "activation": "tanh",
                        "batch_input_shape": [None, None, SIZES[0]], "return_sequences": True, "go_backwards": False,
                        **({"inner_activation": activation} if order else {}),
                    },
                }],
            }
            title = f"keras-1-{cell}" + (f"-{activation}" if order else "")
            model_file(f"{title}.h5", config, [(name, arrays)], "1.2.2")
            inputs = sequence(title)
            layers = found(cell, name, CLASSES[cell])
            yield case(title, f"{title}.h5", layers, inputs=inputs, outputs=run(model, inputs))
            if activation != "sigmoid":
                # Keras 1 did not write its version beside weights alone at first; its layout tells.
                weights_file(f"{title}-weights.h5", [(name, arrays)])
                layers = found(cell, name, name)
                yield case(f"{title} weights", f"{title}-weights.h5", layers, inputs=inputs, outputs=run(model, inputs))


def cudnn():
    for cell in ("lstm", "gru"):
        for sizes in ((2, 3), (5, 3)):
            name = f"cu_dnn{cell}"
            model, own = make(cell, name, sizes)
            target = type("CuDNN" + CLASSES[cell], (), {"units": sizes[1]})()
            weights = _convert_rnn_weights(target, own.get_weights())
            title = f"cudnn-{cell}-{sizes[0]}"
            inputs = draw(random_of(title + " inputs"), (STEPS, sizes[0]), dtype="float32")
            outputs = run(model, inputs)
            parameters = GATES[cell] * sizes[1] * (sum(sizes) + (1 if cell == "lstm" else 2))
            config = {
                "class_name": "Sequential",
                "config": {
                    "name": "s",
                    "layers": [{
                        "class_name": "CuDNN" + CLASSES[cell],
                        "config": {"name": name, "units": sizes[1], "return_sequences": True},
                    }],
                },
            }
            model_file(f"{title}.h5", config, [(name, named(name, weights))], "2.2.4")
            layers = [layer(name, "CuDNN" + CLASSES[cell], cell, sizes, parameters, "float32")]
            yield case(title, f"{title}.h5", layers, inputs=inputs, outputs=outputs)
            weights_file(f"{title}-weights.h5", [(name, named(name, weights))], "2.2.4")
            layers = [layer(name, name, cell, sizes, parameters, "float32")]
            yield case(f"{title} weights", f"{title}-weights.h5", layers, inputs=inputs, outputs=outputs)


def with_backslashes(data):
    """The same file as Keras 2.15 and before wrote it on Windows: groups that are paths in the root."""
    source, target = h5py.File(io.BytesIO(data)), io.BytesIO()
    with h5py.File(target, "w") as root:
        def copy(name, item):
            parts = name.split("/")
            spread = name.replace("/", "\\") if "vars" not in parts else (
                "\\".join(parts[:parts.index("vars")]) + "/" + "/".join(parts[parts.index("vars"):])).lstrip("/")
            if isinstance(item, h5py.Dataset):
                root[spread] = item[()]
            elif parts[-1] != "layers":
                group = root.require_group(spread)
                for key, value in item.attrs.items():
                    group.attrs[key] = value
        source.visititems(copy)
    return target.getvalue()


def windows():
    model, own = make("gru", "gru")
    inputs = sequence("windows")
    outputs = run(model, inputs)
    model.save(place("windows.keras"), save_format="keras")
    with zipfile.ZipFile(place("windows.keras")) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["model.weights.h5"] = with_backslashes(entries["model.weights.h5"])
    entries["metadata.json"] = b'{"keras_version": "2.15.0", "date_saved": "2024-01-01@00:00:00"}'
    with zipfile.ZipFile(place("windows.keras"), "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    with open(place("windows.weights.h5"), "wb") as file:
        file.write(entries["model.weights.h5"])
    yield case("windows", "windows.keras", found("gru", "gru", "GRU"), inputs=inputs, outputs=outputs)
    layers = found("gru", "gru", "gru")
    yield case("windows weights", "windows.weights.h5", layers, inputs=inputs, outputs=outputs)


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = keras.layers.GRU(SIZES[1], return_sequences=True)
        self.head = keras.layers.Dense(2)

    def call(self, x):
        return self.head(self.encoder(x))


def keras_3():
    model = Subclassed()
    inputs = sequence("subclassed")
    model(inputs[None])
    random = random_of("subclassed")
    own = model.encoder
    own.set_weights([weights_like(random, value.shape).astype("float32") for value in own.get_weights()])
    model.save_weights(place("subclassed.weights.h5"))
    outputs = np.asarray(own(inputs[None]))[0]
    layers = found("gru", own.name, "encoder")
    yield case("subclassed", "subclassed.weights.h5", layers, inputs=inputs, outputs=outputs)

    layers = [
        keras.layers.Input((None, SIZES[0])), keras.layers.LSTM(3, return_sequences=True), keras.layers.Dense(4),
        keras.layers.GRU(3, return_sequences=True), keras.layers.GRU(2, return_sequences=True),
    ]
    model = keras.Sequential(layers)
    random = random_of("sharded")
    model.set_weights([weights_like(random, value.shape).astype("float32") for value in model.get_weights()])
    model.save_weights(place("sharded.weights.json"), max_shard_size=4e-7)
    found_layers = [
        layer(own.name, kind, cell, size, count(cell, *size), "float32")
        for own, kind, cell, size in (
            (layers[1], "lstm", "lstm", (2, 3)), (layers[3], "gru", "gru", (4, 3)), (layers[4], "gru_1", "gru", (3, 2)),
        )
    ]
    inputs = sequence("sharded")
    outputs = np.asarray(layers[1](inputs[None]))[0]
    yield case(
        "sharded", "sharded.weights.json", found_layers, inputs=inputs, outputs=outputs,
        selection=[layers[1].name],
    )
    inputs = draw(random_of("sharded gru inputs"), (STEPS, 4), dtype="float32")
    outputs = np.asarray(layers[4](layers[3](inputs[None])))[0]
    yield case(
        "sharded stack", "sharded.weights.json", found_layers, inputs=inputs, outputs=outputs,
        selection=[layers[3].name, layers[4].name],
    )


def convolutional():
    """Layers of which none runs here, for what is said then."""
    names = ("conv_lstm2d", "conv_lstm2d_1")
    configs = [
        {
            "class_name": "ConvLSTM2D",
            "config": {
                "name": name, "filters": 2, "kernel_size": [1, 1], "activation": "tanh",
                "recurrent_activation": "hard_sigmoid", "return_sequences": True,
            },
        }
        for name in names
    ]
    arrays = [
        (name, named(name, [np.zeros((1, 1, size, 8)), np.zeros((1, 1, 2, 8)), np.zeros(8)]))
        for name, size in zip(names, (1, 2))
    ]
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": configs}}
    model_file("none-runs.h5", config, arrays, "2.2.4")
    return []


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    makers = (versions, keras_1, cudnn, windows, keras_3, convolutional)
    cases = [made for maker in makers for made in maker()]
    write_cases(FOLDER, cases, {"keras": keras.__version__, "tf_keras": tf_keras.__version__, "h5py": h5py.__version__})


if __name__ == "__main__":
    main()
