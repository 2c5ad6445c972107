#!/usr/bin/env python3
"""Writes checkpoints/: what torch.save and torch.jit.save write, in both container formats, and what the modules
compute.

Run it from this folder with a Python that has PyTorch, Debian's python3-torch for one:

    /usr/bin/python3 make_checkpoint_fixtures.py

The committed files were made by Debian's Python and PyTorch, whose versions cases.json names. Weights and inputs come
from seeded generators; a rerun changes outputs in their last bits at most. fixture_cases.py describes cases.json.
"""

import argparse
import json
import os
import shutil
import struct
from collections import OrderedDict

import torch
import torch.nn.utils.prune

from fixture_cases import GATES, STEPS, case, draw, layer, random_of, weights_like, write_cases

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "checkpoints")
MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
KINDS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
SIZES = (3, 5)


class Net(torch.nn.Module):
    """An ordinary model: a recurrent layer and a readout."""

    def __init__(self, cell="lstm", **settings):
        super().__init__()
        self.rnn = MODULES[cell](*SIZES, **settings)
        self.head = torch.nn.Linear(SIZES[1], 2)

    def forward(self, x):
        return self.head(self.rnn(x)[0])


class Cells(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = torch.nn.ModuleList([torch.nn.LSTMCell(3, 5), torch.nn.LSTMCell(5, 4), torch.nn.LSTMCell(4, 2)])


class Encoder(torch.nn.Module):
    """Two modules, one on the other, as forward() says and no file does."""

    def __init__(self):
        super().__init__()
        self.lstm1 = torch.nn.LSTM(3, 5, num_layers=2)
        self.lstm2 = torch.nn.LSTM(5, 4)


def fill(module, name, dtype=None):
    random = random_of(name)
    with torch.no_grad():
        for _, parameter in sorted(module.named_parameters()):
            value = torch.from_numpy(weights_like(random, tuple(parameter.shape) or (1,))).view(parameter.shape)
            parameter.copy_(value if dtype is None else value.to(dtype))
    return module.eval()


def save(value, file, **settings):
    torch.save(value, os.path.join(FOLDER, file), **settings)


LEGACY = {"_use_new_zipfile_serialization": False}


def sequence(name, precision="float32", size=SIZES[0]):
    return draw(random_of(name + " inputs"), (STEPS, size), dtype=precision)


def run(module, inputs):
    with torch.inference_mode():
        return module(torch.from_numpy(inputs[:, None].copy()))[0][:, 0].numpy()


def count(cell, inputs, hidden):
    return GATES[cell] * hidden * (inputs + hidden + 2)


def found(cell, prefix="rnn.", storage="float32", sizes=(SIZES,), refused=None):
    return [
        layer(f"{prefix}l{index}", KINDS[cell], cell, size, count(cell, *size), storage, refused=refused)
        for index, size in enumerate(sizes)
    ]


def state_dicts():
    for cell in MODULES:
        for suffix, settings in (("", {}), ("-legacy", LEGACY)):
            name = f"{cell}{suffix}"
            net = fill(Net(cell, num_layers=2), name)
            save(net.state_dict(), f"{name}.pt", **settings)
            inputs = sequence(name)
            layers = found(cell, sizes=(SIZES, (5, 5)))
            yield case(name, f"{name}.pt", layers, inputs=inputs, outputs=run(net.rnn, inputs))
    for dtype, storage, precision in (
        (torch.float16, "float16", "float32"), (torch.bfloat16, "bfloat16", "float32"),
        (torch.float64, "float64", "float64"),
    ):
        for suffix, settings in (("", {}), ("-legacy", LEGACY)):
            name = f"gru-{storage}{suffix}"
            net = fill(Net("gru").to(getattr(torch, precision)), name, dtype)
            save({key: value.to(dtype) for key, value in net.state_dict().items()}, f"{name}.pth", **settings)
            inputs = sequence(name, precision)
            layers = found("gru", storage=storage)
            yield case(name, f"{name}.pth", layers, precision, inputs, run(net.rnn, inputs))


def checkpoints():
    """State_dicts beside other things, under the usual names."""
    for key in ("state_dict", "model_state_dict", "model", "net", "module"):
        name = f"under-{key.replace('_', '-')}"
        net = fill(Net("gru"), name)
        optimizer = torch.optim.Adam(net.parameters(), lr=0)
        net(torch.zeros(2, 1, 3)).sum().backward()
        optimizer.step()
        save(
            {
                "epoch": 7, key: net.state_dict(), "optimizer": optimizer.state_dict(),
                "args": argparse.Namespace(lr=0.1, sizes=[3, 5], name="run"), "loss": 0.25, "history": [0.5, 0.25],
                "rng": torch.get_rng_state()[:16], "big": 1 << 80, "done": False, "size": torch.Size([3, 5]),
                "device": torch.device("cpu"), "dtype": torch.float32, "set": {1, 2}, "bytes": b"abc", "none": None,
            },
            f"{name}.ckpt", **(LEGACY if key == "net" else {}),
        )
        inputs = sequence(name)
        yield case(name, f"{name}.ckpt", found("gru"), inputs=inputs, outputs=run(net.rnn, inputs))

    generator, critic = fill(Net("gru"), "generator"), fill(Net("lstm"), "critic")
    # One of them on several GPUs.
    parallel = {f"module.{key}": value for key, value in critic.state_dict().items()}
    save({"generator": generator.state_dict(), "critic": parallel}, "two-models.pt")
    layers = found("lstm", "critic.rnn.") + found("gru", "generator.rnn.")
    for name, net in (("generator", generator), ("critic", critic)):
        inputs = sequence(f"two models {name}")
        yield case(
            f"two models {name}", "two-models.pt", layers, inputs=inputs, outputs=run(net.rnn, inputs),
            selection=[f"{name}.rnn.l0"],
        )


def whole_modules():
    for suffix, settings in (("", {}), ("-legacy", LEGACY)):
        name = f"module{suffix}"
        net = fill(Net("lstm"), name)
        save(net, f"{name}.pt", **settings)
        inputs = sequence(name)
        yield case(name, f"{name}.pt", found("lstm"), inputs=inputs, outputs=run(net.rnn, inputs))

    name = "parallel-module"
    net = fill(Net("gru"), name)
    save({"epoch": 1, "net": torch.nn.DataParallel(net)}, f"{name}.pt")
    inputs = sequence(name)
    yield case(name, f"{name}.pt", found("gru"), inputs=inputs, outputs=run(net.rnn, inputs))

    net = fill(Net("rnn", nonlinearity="relu"), "relu-module")
    save(net, "relu-module.pt")
    inputs = sequence("relu-module")
    yield case("relu module", "relu-module.pt", found("rnn"), inputs=inputs, outputs=run(net.rnn, inputs))


def prefixes():
    for prefix in ("module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module."):
        name = "prefix-" + prefix.replace(".", "-") + "name"
        net = fill(Net("gru"), name)
        save(OrderedDict((prefix + key, value) for key, value in net.state_dict().items()), f"{name}.pt")
        inputs = sequence(name)
        yield case(name, f"{name}.pt", found("gru"), inputs=inputs, outputs=run(net.rnn, inputs))


def views():
    """Tensors that share one storage, as those of a module on a GPU do, or whose rows do not follow one another."""
    for suffix, settings in (("", {}), ("-legacy", LEGACY)):
        for name in (f"flat{suffix}", f"transposed{suffix}"):
            net = fill(Net("gru"), name)
            state = net.state_dict()
            if name.startswith("flat"):
                flat = torch.cat([torch.full((9,), 7.0)] + [value.flatten() for value in state.values()])
                start = 9
                for key, value in state.items():
                    state[key] = flat[start:start + value.numel()].view(value.shape)
                    start += value.numel()
            else:
                state = {key: value.t().contiguous().t() for key, value in state.items()}
            save(state, f"{name}.pt", **settings)
            inputs = sequence(name)
            yield case(name, f"{name}.pt", found("gru"), inputs=inputs, outputs=run(net.rnn, inputs))


def reparametrized():
    for name, dim in (("weight-norm", 0), ("weight-norm-columns", 1), ("weight-norm-whole", None)):
        net = Net("lstm")
        for weight in ("weight_ih_l0", "weight_hh_l0"):
            torch.nn.utils.weight_norm(net.rnn, weight, dim)
        fill(net, name)
        net(torch.zeros(1, 1, 3))
        save(net.state_dict(), f"{name}.pt")
        inputs = sequence(name)
        yield case(name, f"{name}.pt", found("lstm"), inputs=inputs, outputs=run(net.rnn, inputs))

    name = "pruned"
    net = fill(Net("gru"), name)
    torch.nn.utils.prune.l1_unstructured(net.rnn, "weight_hh_l0", 0.4)
    save(net.state_dict(), f"{name}.pt")
    inputs = sequence(name)
    yield case(name, f"{name}.pt", found("gru"), inputs=inputs, outputs=run(net.rnn, inputs))

    net = Net("gru")
    torch.nn.utils.spectral_norm(net.rnn, "weight_hh_l0")
    save(fill(net, "spectral-norm").state_dict(), "spectral-norm.pt")
    refusal = "spectral normalisation (rnn.weight_hh_l0_orig)"
    yield case("spectral norm", "spectral-norm.pt", found("gru", refused=refusal))

    net = Net("gru")
    torch.nn.utils.parametrizations.orthogonal(net.rnn, "weight_hh_l0")
    save(fill(net, "orthogonal").state_dict(), "orthogonal.pt")
    refusal = "a parametrization (rnn.parametrizations.weight_hh_l0.original)"
    yield case("orthogonal", "orthogonal.pt", found("gru", refused=refusal))

    # As fastai's WeightDropout keeps them: the weights themselves outside, what dropout left of them inside.
    name = "weight-dropout"
    net = fill(Net("lstm"), name)
    state = {key.replace("rnn.", "rnn.module."): value for key, value in net.state_dict().items()}
    state["rnn.weight_hh_l0_raw"] = state["rnn.module.weight_hh_l0"]
    state["rnn.module.weight_hh_l0"] = torch.zeros(20, 5)
    save(state, f"{name}.pt")
    inputs = sequence(name)
    yield case(name, f"{name}.pt", found("lstm", "rnn.module."), inputs=inputs, outputs=run(net.rnn, inputs))


def scripts():
    name = "script"
    net = fill(Net("gru"), name)
    torch.jit.save(torch.jit.script(net), os.path.join(FOLDER, f"{name}.pt"))
    inputs = sequence(name)
    yield case(name, f"{name}.pt", found("gru"), inputs=inputs, outputs=run(net.rnn, inputs))

    frozen = torch.jit.freeze(torch.jit.script(fill(Net("gru"), "frozen")))
    torch.jit.save(frozen, os.path.join(FOLDER, "frozen-script.pt"))


def one_on_another():
    """Modules whose sizes fit, for --layers-from."""
    name = "cells"
    net = fill(Cells(), name)
    save(net.state_dict(), f"{name}.pt")
    sizes = ((3, 5), (5, 4), (4, 2))
    layers = [
        layer(f"cells.{index}", "LSTMCell", "lstm", size, count("lstm", *size), "float32")
        for index, size in enumerate(sizes)
    ]
    inputs, states, outputs = sequence(name), [None] * 3, []
    with torch.inference_mode():
        for step in inputs:
            value = torch.from_numpy(step[None].copy())
            for index, cell in enumerate(net.cells):
                states[index] = cell(value, states[index])
                value = states[index][0]
            outputs.append(value[0].numpy())
    yield case(name, f"{name}.pt", layers, inputs=inputs, outputs=outputs, selection=["cells.0", "cells.2"])

    name = "encoder"
    net = fill(Encoder(), name)
    save(net.state_dict(), f"{name}.pt")
    inputs = sequence(name)
    layers = found("lstm", "lstm1.", sizes=(SIZES, (5, 5))) + found("lstm", "lstm2.", sizes=((5, 4),))
    outputs = run(net.lstm2, run(net.lstm1, inputs))
    yield case(name, f"{name}.pt", layers, inputs=inputs, outputs=outputs, selection=["lstm1.l0", "lstm2.l0"])
    outputs = run(net.lstm2, inputs_of := sequence(name, size=5))
    yield case(f"{name} above", f"{name}.pt", layers, inputs=inputs_of, outputs=outputs, selection=["lstm2.l0"])


def hub():
    """Folders as the Hugging Face hub has them."""
    net = fill(Net("gru", num_layers=2), "hub")
    inputs = sequence("hub")
    state = net.state_dict()
    layers = found("gru", sizes=(SIZES, (5, 5)))

    def folder(name):
        path = os.path.join(FOLDER, name)
        os.makedirs(path)
        with open(os.path.join(path, "config.json"), "w") as file:
            json.dump({"architectures": ["Net"], "model_type": "net"}, file)
        return path

    def safetensors(path, tensors):
        header, data = {}, b""
        for key, value in tensors.items():
            raw = value.contiguous().numpy().tobytes()
            header[key] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
            data += raw
        text = json.dumps(header).encode()
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text + data)

    path = folder("hub")
    safetensors(os.path.join(path, "model.safetensors"), state)
    yield case("hub", "hub", layers, inputs=inputs, outputs=run(net.rnn, inputs))

    path = folder("hub-bin")
    torch.save(state, os.path.join(path, "pytorch_model.bin"))
    yield case("hub bin", "hub-bin", layers, inputs=inputs, outputs=run(net.rnn, inputs))

    for name, ending, write in (
        ("hub-shards", "model-0000{}-of-00003.safetensors", safetensors),
        ("hub-bin-shards", "pytorch_model-0000{}-of-00003.bin", lambda path, part: torch.save(part, path)),
    ):
        path = folder(name)
        keys = list(state)
        parts = [[key for key in keys if "head" in key], keys[:3], [key for key in keys[3:] if "head" not in key]]
        files = {key: ending.format(index + 1) for index, part in enumerate(parts) for key in part}
        for index, part in enumerate(parts):
            # The one without recurrent layers is not there: nobody asks for it.
            if index > 0:
                write(os.path.join(path, ending.format(index + 1)), {key: state[key].clone() for key in part})
        index = "model.safetensors.index.json" if "bin" not in name else "pytorch_model.bin.index.json"
        with open(os.path.join(path, index), "w") as file:
            json.dump({"metadata": {"total_size": 1}, "weight_map": files}, file, indent=2)
        yield case(name, name, layers, inputs=inputs, outputs=run(net.rnn, inputs))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    torch.manual_seed(0)
    makers = (
        state_dicts, checkpoints, whole_modules, prefixes, views, reparametrized, scripts, one_on_another, hub,
    )
    cases = [made for maker in makers for made in maker()]
    write_cases(FOLDER, cases, {"torch": torch.__version__})


if __name__ == "__main__":
    main()
