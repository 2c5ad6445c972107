"""Does the stated error of a memory capacity hold, and is the capacity of short series that of long ones?

    swift build -c release
    python3 Tests/Studies/capacity_study.py [MEMPROBE] [--sizes 30,100] [--steps 10000,3000] [--series 40] [--seed 1]

Draws a network of each cell and size, measures its capacity on 40 input series of 10,000 steps to fit and as many to
judge, of 3,000, and on 6 of 100,000: the reference. Says of each length, over the 40, the mean error and its standard
error, the spread beside the stated standard error, and how often the reference lies within 1.96 stated errors (of both).
Takes numpy and h5py, and some minutes of one core.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

# Gates in the order of PyTorch's files: i, f, g, o; r, z, n. An echo state network without leak is an RNN of other
# weights.
GATES = {"esn": 1, "rnn": 1, "lstm": 4, "gru": 3}


def glorot(random, gates, rows, columns):
    # Uniform on the fused kernel, as Keras draws it.
    limit = np.sqrt(6 / (columns + gates * rows))
    return random.uniform(-limit, limit, size=(gates * rows, columns))


def draw(cell, units, random):
    gates = GATES[cell]
    if cell == "esn":
        recurrent = random.uniform(-1, 1, size=(units, units))
        recurrent *= 0.9 / np.abs(np.linalg.eigvals(recurrent)).max()
        inputs = random.uniform(-0.1, 0.1, size=(units, 1))
    else:
        inputs, recurrent = glorot(random, gates, units, 1), glorot(random, gates, units, units)
    bias = np.zeros(gates * units)
    if cell == "lstm":
        bias[units:2 * units] = 1
    name = "rnn" if cell == "esn" else cell
    return {
        f"{name}.weight_ih_l0": inputs, f"{name}.weight_hh_l0": recurrent, f"{name}.bias_ih_l0": bias,
        f"{name}.bias_hh_l0": np.zeros(gates * units)}


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        numbers = tensor.astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def measure(program, network, output, steps, repeats, seed, delays):
    subprocess.run(
        [program, "capacity", "--network", network, "--repeats", str(repeats), "--training-steps", str(steps),
         "--test-steps", str(steps), "--maximum-delay", str(delays), "--surrogates", "2", "--seed", str(seed),
         "--jobs", "1", "--quiet", "--force", "--output", output],
        check=True, capture_output=True)
    with h5py.File(output) as results:
        return [results[name][0] for name in (
            "memory_capacity", "memory_capacity_error", "uncorrected_memory_capacity")]


parser = argparse.ArgumentParser()
parser.add_argument("memprobe", nargs="?", default=".build/release/memprobe")
parser.add_argument("--cells", default="rnn,lstm,gru,esn")
parser.add_argument("--sizes", default="30,100")
parser.add_argument("--steps", default="10000,3000")
parser.add_argument("--series", type=int, default=40)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

lengths = [int(steps) for steps in options.steps.split(",")]
covered = {steps: [] for steps in lengths}
print("cell units  100,000 steps  uncorrected |  steps capacity  error of mean    spread stated covered  uncorrected")
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    for cell in options.cells.split(","):
        for units in map(int, options.sizes.split(",")):
            random = np.random.default_rng([options.seed, units, GATES[cell], cell == "esn"])
            network = folder / f"{cell}{units}.safetensors"
            write_safetensors(network, draw(cell, units, random))

            def found(steps, repeats, seed):
                output = folder / "results.h5"
                return measure(options.memprobe, network, output, steps, repeats, seed, max(100, 2 * units))

            long, long_error, long_uncorrected = found(100_000, 6, options.seed + 1)
            reference = long.mean()
            reference_error = np.sqrt((long_error**2).mean() / len(long))
            for steps in lengths:
                short, error, uncorrected = found(steps, options.series, options.seed)
                spread = short.std(ddof=1)
                bias, bias_error = short.mean() - reference, np.hypot(spread / np.sqrt(len(short)), reference_error)
                within = np.abs(short - reference) <= 1.96 * np.hypot(error, reference_error)
                covered[steps].append(within.mean())
                print(
                    f"{cell:4} {units:5}  {reference:6.3f} ± {reference_error:.3f} {long_uncorrected.mean():12.3f} | "
                    f"{steps:6} {short.mean():8.3f}  {bias:+.3f} ± {bias_error:.3f}  {spread:7.3f} "
                    f"{np.sqrt((error**2).mean()):6.3f} {within.mean():7.1%} {uncorrected.mean():12.3f}",
                    flush=True)
for steps, shares in covered.items():
    print(f"{steps} steps: {np.mean(shares):.1%} covered in all")
