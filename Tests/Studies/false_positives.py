#!/usr/bin/env python3
"""Counts how often 'memprobe compare' finds something where nothing is to be found, and whether it finds what is.

    false_positives.py --memprobe PATH [--networks 200] [--jobs 2] [--folder DIR]

Draws networks of 32 units exactly as Glorot twins are drawn (kernels Glorot uniform over the fused gates, biases zero, the
LSTM's forget bias 1), from Python's generator with a fixed seed, writes each as safetensors, and compares each, as a file of
its own, with its Glorot and its shuffled twins: of independent, identically distributed weights a permutation is another
draw, so that both null hypotheses hold. Of each cell type are told, with exact 95% intervals (Clopper & Pearson),
- the share of comparisons with p <= .05, which has to be within 3 and 7%, and
- the share of files with a finding after Holm's correction, which has to be at most 7%.
Then the trained networks of results/networks are compared in the same way, with the default number of steps: each has to
take longer to 1e-3 than at least 198 of 199 twins of either kind.

Prints a table, and ends with 0 if all of this holds, with 1 if not. Needs numpy, scipy and h5py. The horizon of the drawn
networks is short (--steps 500, of which 200 differ; their differences are below 1e-3 after some 40), because a test of
ranks is as exact at any; on two cores it takes some minutes.
"""

import argparse
import json
import math
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
from scipy.stats import beta

ROOT = Path(__file__).resolve().parents[2]
HIDDEN, INPUTS = 32, 2
GATES = {"lstm": 4, "gru": 3}
KINDS = "glorot,shuffled"


def write_network(path, cell, generator):
    """A network as PyTorch's state_dict holds it; rows are gates by units."""
    rows = GATES[cell] * HIDDEN

    def kernel(columns):
        limit = math.sqrt(6 / (columns + rows))
        return [generator.uniform(-limit, limit) for _ in range(rows * columns)]

    bias = [0.0] * rows
    if cell == "lstm":  # input, forget, cell, output
        bias[HIDDEN : 2 * HIDDEN] = [1.0] * HIDDEN
    arrays = {
        "rnn.weight_ih_l0": ([rows, INPUTS], kernel(INPUTS)),
        "rnn.weight_hh_l0": ([rows, HIDDEN], kernel(HIDDEN)),
        "rnn.bias_ih_l0": ([rows], bias),
        "rnn.bias_hh_l0": ([rows], [0.0] * rows),
    }
    header, body = {}, b""
    for name, (shape, values) in arrays.items():
        start = len(body)
        body += struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, len(body)]}
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def compare(memprobe, networks, output, options):
    """Makes the results file of a comparison."""
    command = [memprobe, "compare", *map(str, networks), "--against", KINDS, "--quiet", "--force", "-o", str(output), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def column(path, name):
    with h5py.File(path) as file:
        values = file[name][:]
    return values[~np.isnan(values)] if values.dtype.kind == "f" else values[values >= 0]


def interval(count, total):
    low = beta.ppf(0.025, count, total - count + 1) if count else 0.0
    high = beta.ppf(0.975, count + 1, total - count) if count < total else 1.0
    return f"{count} of {total}, {100 * count / total:.1f}% ({100 * low:.1f} to {100 * high:.1f}%)"


def false_positives(arguments, cell, folder):
    generator = random.Random(f"{arguments.seed} {cell}")
    options = ["--total-steps", str(arguments.steps), "--unique-steps", "200", "--jobs", str(arguments.jobs)]
    p, files = [], 0
    for index in range(arguments.networks):
        network, output = folder / f"{cell}-{index}.safetensors", folder / f"{cell}-{index}.h5"
        write_network(network, cell, generator)
        compare(arguments.memprobe, [network], output, options)
        p += list(column(output, "threshold_p_value"))
        files += bool((column(output, "threshold_holm_p_value") <= 0.05 * (1 + 1e-12)).any())
        output.unlink()
        if (index + 1) % 20 == 0:
            print(f"{cell}: {index + 1} files, {sum(x <= 0.05 for x in p)} of {len(p)}, {files}", file=sys.stderr)
    found = sum(value <= 0.05 for value in p)
    rate, family = found / len(p), files / arguments.networks
    print(f"{cell:5} p <= .05: {interval(found, len(p))}; files with a finding: {interval(files, arguments.networks)}")
    return 0.03 <= rate <= 0.07 and family <= 0.07


def power(arguments, folder):
    networks = sorted((ROOT / "results/networks").glob("adding-*.*"))
    networks = [path for path in networks if path.suffix in (".keras", ".safetensors")]
    holds = True
    for network in networks:
        output = folder / "power.h5"
        compare(arguments.memprobe, [network], output, ["--jobs", str(arguments.jobs)])
        below = column(output, "threshold_twins_below")
        adjusted = column(output, "threshold_holm_p_value")
        print(f"{network.name}: longer than {', '.join(map(str, below))} of 199 ({KINDS}), Holm p {adjusted}")
        holds = holds and (below >= 198).all()
    return holds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--memprobe", required=True, help="the release program")
    parser.add_argument("--networks", type=int, default=200, help="drawn of each cell type")
    parser.add_argument("--cells", default="lstm,gru")
    parser.add_argument("--steps", type=int, default=500, help="total steps of the drawn networks")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", help="where networks are kept; a temporary folder by default")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        holds = [false_positives(arguments, cell, folder) for cell in arguments.cells.split(",")]
        holds.append(power(arguments, folder))
    print("All holds." if all(holds) else "Something does not hold.")
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
