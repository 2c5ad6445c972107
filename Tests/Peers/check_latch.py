#!/usr/bin/env python3
"""Checks that a latch made by memprobe returns its first input in other frameworks, too.

    check_latch.py --memprobe PATH [--steps 10000] [--only torch|keras|onnxruntime]

Has memprobe write the latch of every cell in both precisions (.safetensors for PyTorch, .weights.h5 for Keras),
loads each into the framework's own layer, feeds it 16 sequences of standard normals whose first input is scaled
by 1e-10 to 1e5, and compares 2^76 h[0] after the last step with that first input. In PyTorch and Keras every
answer has to be the first input, bit for bit.

Keras runs with and without XLA, on the backend that KERAS_BACKEND names: tensorflow by default, or jax, in
float32 only, since its layers do not run in float64 there. ONNX Runtime, which runs what torch.onnx.export makes
of the PyTorch layer, has a tanh that is some units in the last place off near 0: there the answer has to be the
same bits at every step, and within 4e-7 of the first input. Its RNN is left out: that has another tanh, which is
0 near 0.

Prints one line per check and, at the end, "N passed, N failed"; exits with 1 if any failed. Verified with PyTorch
2.13.0, Keras 3.15.1 on TensorFlow 2.21.0 and JAX 0.10.2, and ONNX Runtime 1.31.1; requirements.txt lists the
packages.
"""

import argparse
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import numpy as np

HIDDEN_SIZE = 32
SCALE = 2.0**76
MAGNITUDES = 10.0 ** np.arange(-10, 6)
PRECISIONS = ("float32", "float64")
# Those that the framework has.
TORCH_CELLS = ("lstm", "gru", "rnn")
KERAS_CELLS = ("lstm", "gru", "gru-reset-before", "rnn")


class Tally:
    passed = failed = 0

    def report(self, title, outputs, first_inputs):
        answers = outputs[:, 0].astype(np.float64) * SCALE
        errors = np.abs(answers - first_inputs)
        if (errors == 0).all():
            self.passed += 1
            print(f"ok      {title}: all {len(errors)} answers are exact")
        else:
            self.failed += 1
            relative = (errors / np.abs(first_inputs)).max()
            print(f"FAILED  {title}: {(errors > 0).sum()} of {len(errors)} are not exact, by up to {relative:.2g}")

    def report_constant(self, title, outputs, first_inputs):
        """Of the outputs at every step of a GRU or LSTM, which have their answer from step 2 on."""
        answers = outputs[:, 1:, 0].astype(np.float64) * SCALE
        changes = (answers != answers[:, :1]).any(axis=1).sum()
        relative = (np.abs(answers[:, -1] - first_inputs) / np.abs(first_inputs)).max()
        if changes == 0 and relative <= 4e-7:
            self.passed += 1
            print(f"ok      {title}: no answer ever changes, all are within {relative:.2g}")
        else:
            self.failed += 1
            print(f"FAILED  {title}: {changes} of {len(answers)} change, they are off by up to {relative:.2g}")

    def stopped(self, title, error):
        self.failed += 1
        print(f"FAILED  {title}: {type(error).__name__}: {error}")


def sequences(steps, precision):
    inputs = np.random.default_rng(0).standard_normal((len(MAGNITUDES), steps, 1)).astype(precision)
    inputs[:, 0, 0] *= MAGNITUDES.astype(precision)
    return inputs, inputs[:, 0, 0].astype(np.float64)


def construct(memprobe, folder, tag, cell, precision, ending):
    path = os.path.join(folder, f"{tag}-{cell}-{precision}{ending}")
    command = [
        memprobe, "construct", "latch", "--cell", cell, "--hidden-size", str(HIDDEN_SIZE), "--precision", precision,
        "--output", path,
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


def torch_layer(path, cell, precision):
    import torch
    from safetensors.torch import load_file

    kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[cell]
    layer = kind(1, HIDDEN_SIZE, batch_first=True, dtype=getattr(torch, precision))
    layer.load_state_dict(load_file(path))
    return layer.eval()


def check_torch(tally, path, cell, precision, steps):
    import torch

    inputs, first_inputs = sequences(steps, precision)
    with torch.inference_mode():
        outputs, _ = torch_layer(path, cell, precision)(torch.from_numpy(inputs))
    tally.report(f"PyTorch {torch.__version__} {cell} {precision}", outputs[:, -1].numpy(), first_inputs)


def check_onnxruntime(tally, path, cell, precision, steps):
    import io
    import warnings

    import onnxruntime
    import torch

    inputs, first_inputs = sequences(steps, precision)
    layer = torch_layer(path, cell, precision)
    model = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(layer, (torch.from_numpy(inputs),), model, dynamo=False)
    session = onnxruntime.InferenceSession(model.getvalue(), providers=["CPUExecutionProvider"])
    outputs = session.run(None, {session.get_inputs()[0].name: inputs})[0]
    tally.report_constant(f"ONNX Runtime {onnxruntime.__version__} {cell} {precision}", outputs, first_inputs)


def check_keras(tally, path, cell, precision, steps):
    import keras

    kinds = {
        "lstm": (keras.layers.LSTM, {}),
        "gru": (keras.layers.GRU, {}),
        "gru-reset-before": (keras.layers.GRU, {"reset_after": False}),
        "rnn": (keras.layers.SimpleRNN, {}),
    }
    inputs, first_inputs = sequences(steps, precision)
    kind, options = kinds[cell]
    for compiled in (False, True):
        keras.backend.clear_session()
        model = keras.Sequential(
            [keras.Input((None, 1), dtype=precision), kind(HIDDEN_SIZE, dtype=precision, **options)]
        )
        model.load_weights(path)
        model.compile(jit_compile=compiled)
        outputs = model.predict_on_batch(inputs)
        title = f"Keras {keras.__version__} ({keras.backend.backend()}{', XLA' if compiled else ''})"
        tally.report(f"{title} {cell} {precision}", np.asarray(outputs), first_inputs)


CHECKS = {
    "torch": (check_torch, TORCH_CELLS, ".safetensors", PRECISIONS),
    "onnxruntime": (check_onnxruntime, TORCH_CELLS[:2], ".safetensors", PRECISIONS[:1]),
    "keras": (
        check_keras, KERAS_CELLS, ".weights.h5", PRECISIONS[: 1 if os.environ["KERAS_BACKEND"] == "jax" else 2]
    ),
}


def main():
    parser = argparse.ArgumentParser(description="Checks memprobe's latch in other frameworks.")
    parser.add_argument("--memprobe", required=True, help="the built tool")
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--only", choices=CHECKS, action="append", help="may be given several times")
    arguments = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.only or CHECKS:
            check, cells, ending, precisions = CHECKS[name]
            for precision in precisions:
                for cell in cells:
                    try:
                        path = construct(arguments.memprobe, folder, name, cell, precision, ending)
                        check(tally, path, cell, precision, arguments.steps)
                    except Exception as error:  # the others are still worth a look
                        tally.stopped(f"{name} {cell} {precision}", error)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
