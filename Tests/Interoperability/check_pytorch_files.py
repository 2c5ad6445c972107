#!/usr/bin/env python3
"""Checks that PyTorch opens the safetensors files that memprobe writes, and computes the same with them.

    MEMPROBE_FILES_FOR_PYTORCH=FOLDER swift test --filter FilesForOtherPrograms
    check_pytorch_files.py FOLDER

The first writes networks, and networks.json, which says what their layers are, what they were fed and what
they gave. This script loads every file with safetensors.torch.load_file, gives it to torch.nn.RNN, LSTM and
GRU by load_state_dict with nothing missing and nothing left over, and compares the outputs. Prints one line
per file and, at the end, "N passed, N failed"; exits with 1 if any failed. It needs numpy, torch and
safetensors.
"""

import json
import os
import sys

import numpy as np
import safetensors
import safetensors.torch
import torch

MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
# A few units in the last place of outputs near 1, over 8 steps; there are up to 12 layers.
TOLERANCES = {"float32": 1e-6, "float64": 4e-15}


def modules(layers, dtype):
    """The stack as PyTorch has it: one module if layers are equal, else one for each."""
    first, sizes = layers[0], {(layer["cell"], layer["hiddenSize"]) for layer in layers}
    if len(sizes) == 1:
        module = MODULES[first["cell"]]
        return module(first["inputSize"], first["hiddenSize"], num_layers=len(layers), dtype=dtype)
    return torch.nn.Sequential(
        *(MODULES[layer["cell"]](layer["inputSize"], layer["hiddenSize"], dtype=dtype) for layer in layers)
    )


def run(net, inputs):
    with torch.inference_mode():
        for module in net if isinstance(net, torch.nn.Sequential) else [net]:
            inputs = module(inputs)[0]
    return inputs.numpy()


def check(folder, network):
    path = os.path.join(folder, network["file"])
    dtype = getattr(torch, network["precision"])
    net = modules(network["layers"], dtype)
    tensors = safetensors.torch.load_file(path)
    if {tensor.dtype for tensor in tensors.values()} != {dtype}:
        raise ValueError("other number types")
    net.load_state_dict(tensors, strict=True)
    with safetensors.safe_open(path, "pt") as file:
        metadata = file.metadata()
    cells = ",".join(layer["cell"] for layer in network["layers"])
    if (metadata["format"], metadata["source"], metadata["cells"]) != ("pt", "memprobe", cells):
        raise ValueError(f"metadata {metadata}")
    outputs = run(net, torch.tensor(network["inputs"], dtype=dtype))
    worst = np.abs(outputs - np.array(network["outputs"])).max()
    if not worst <= TOLERANCES[network["precision"]]:
        raise ValueError(f"outputs differ by up to {worst:.1e}")
    return f"{cells} in {network['precision']}: outputs within {worst:.1e}"


def main(arguments):
    if len(arguments) != 1:
        print("usage: check_pytorch_files.py FOLDER", file=sys.stderr)
        return 64
    with open(os.path.join(arguments[0], "networks.json"), encoding="utf-8") as file:
        networks = json.load(file)
    failed = 0
    for network in networks:
        try:
            print(f"passed  {network['file']}: {check(arguments[0], network)}")
        except Exception as error:  # the other files are still worth a look
            failed += 1
            print(f"FAILED  {network['file']}: {type(error).__name__}: {error}")
    print(f"{len(networks) - failed} passed, {failed} failed")
    return 1 if failed or not networks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
