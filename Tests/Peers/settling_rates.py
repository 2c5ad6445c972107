#!/usr/bin/env python3
"""Measures how often the outputs of LSTMs of 32 units settle, by program: bit-identity belongs to the implementation.

    settling_rates.py --memprobe PATH [--networks 10] [--steps 20000] [--hidden 32] [--input 4] [--only NAME,...]

Every program runs the same float32 networks (Glorot uniform, forget bias 1) on the same pairs of input sequences, which
differ in the first 1,000 steps. Once the difference of the outputs has come within 1e-6 nothing is left of the beginning,
and it is rounding alone that decides when the outputs become the same, bit for bit. How often that happens is the settling
rate: settled runs per 1,000 steps that runs were watched from there on, until they settled or ended.

    numpy       the equations written down, one matrix product per step
    torch       torch.nn.LSTM
    keras       keras.layers.LSTM, as a TensorFlow graph
    keras-xla   the same compiled by XLA
    memprobe    memprobe forward

The steps to within 1e-6 are printed beside: these agree in all programs. A run has settled at the first step after which
the outputs are bit-identical to the end. Programs that are not installed are left out. Takes some minutes.
"""

import argparse
import importlib.util
import os
import subprocess
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import numpy as np

from protocol import glorot_weights

UNIQUE_STEPS = 1_000
THRESHOLD = 1e-6


def sigmoid(x):
    return np.float32(1) / (np.float32(1) + np.exp(-x))


def run_numpy(weights, inputs, options):
    kernel, recurrent, bias = weights
    units = recurrent.shape[0]
    outputs = np.empty((2, inputs.shape[1], units), np.float32)
    for sequence in range(2):
        projected = inputs[sequence] @ kernel + bias
        h, c = np.zeros((2, units), np.float32)
        for step, projection in enumerate(projected):
            i, f, g, o = np.split(projection + h @ recurrent, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            outputs[sequence, step] = h
    return outputs


def run_torch(weights, inputs, options):
    import torch

    torch.set_num_threads(1)
    kernel, recurrent, bias = (torch.from_numpy(values.T.copy()) for values in weights)
    layer = torch.nn.LSTM(inputs.shape[2], recurrent.shape[1], batch_first=True)
    with torch.inference_mode():
        layer.weight_ih_l0.copy_(kernel)
        layer.weight_hh_l0.copy_(recurrent)
        layer.bias_ih_l0.copy_(bias)
        layer.bias_hh_l0.zero_()
        return layer(torch.from_numpy(inputs))[0].numpy()


def run_keras(weights, inputs, options, xla=False):
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    layer = keras.layers.LSTM(weights[1].shape[0], return_sequences=True)
    layer.build((2, None, inputs.shape[2]))
    layer.set_weights(weights)
    return tf.function(layer, jit_compile=xla)(tf.constant(inputs)).numpy()


def run_keras_xla(weights, inputs, options):
    return run_keras(weights, inputs, options, xla=True)


def run_memprobe(weights, inputs, options):
    from safetensors.numpy import save_file

    kernel, recurrent, bias = weights
    with tempfile.TemporaryDirectory() as folder:
        network = os.path.join(folder, "lstm.safetensors")
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        values = (kernel.T.copy(), recurrent.T.copy(), bias, np.zeros_like(bias))
        save_file(dict(zip(names, values)), network)
        outputs = []
        for sequence in inputs:
            read, written = (os.path.join(folder, name) for name in ("in.npy", "out.npy"))
            np.save(read, sequence)
            subprocess.run(
                [options.memprobe, "forward", "--network", network, "--inputs", read, "-o", written, "--force"],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            outputs.append(np.load(written))
    return np.stack(outputs)


PROGRAMS = {
    "numpy": (run_numpy, "numpy"),
    "torch": (run_torch, "torch"),
    "keras": (run_keras, "keras"),
    "keras-xla": (run_keras_xla, "keras"),
    "memprobe": (run_memprobe, "safetensors"),
}


def after_last(holds):
    """Places before which something last did not hold."""
    fails = np.flatnonzero(~holds)
    return 0 if len(fails) == 0 else int(fails[-1]) + 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--memprobe", required=True, help="the program")
    parser.add_argument("--networks", type=int, default=10)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--hidden", type=int, default=32)
    parser.add_argument("--input", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default=",".join(PROGRAMS), help="programs")
    options = parser.parse_args()

    print(f"LSTM, {options.hidden} units, {options.input} inputs, float32; {options.networks} networks")
    print("program     settled  per 1,000 steps  median steps to 1e-6")
    for name in options.only.split(","):
        run, package = PROGRAMS[name]
        if importlib.util.find_spec(package) is None:
            print(f"{name:10}  not installed")
            continue
        generator = np.random.default_rng(options.seed)
        settled, watched, close = 0, 0, []
        for _ in range(options.networks):
            weights = glorot_weights("lstm", options.hidden, options.input, generator)
            inputs = generator.standard_normal((2, options.steps, options.input), dtype=np.float32)
            inputs[1, UNIQUE_STEPS:] = inputs[0, UNIQUE_STEPS:]
            outputs = run(weights, inputs, options)[:, UNIQUE_STEPS:]
            differences = np.abs(outputs[0] - outputs[1]).max(axis=1)
            start, end = after_last(differences <= THRESHOLD), after_last(differences == 0)
            close.append(start + 1)
            settled += end < len(differences)
            watched += end - start
        rate = 1_000 * settled / max(watched, 1)
        print(f"{name:10}  {settled:7}  {rate:15.2f}  {np.median(close):20.0f}", flush=True)


if __name__ == "__main__":
    main()
