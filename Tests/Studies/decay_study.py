#!/usr/bin/env python3
"""Holds the decay of differences, as 'memprobe divergence' has it, to the largest Lyapunov exponent, as 'memprobe lyapunov'.

    decay_study.py --memprobe PATH [--repeats 10] [--jobs 2] [--folder DIR]

Draws LSTMs and GRUs of 16 and 64 units with 4 inputs, and for each measures, with the same weights and inputs,
- the slope of the logarithm of the difference of the outputs between 1e-4 and 1e-12, in float64, by least squares over the
  points of the recorded curve in that window (equally spaced steps between them, by interpolation of the logarithm), and
- lambda_1 with its standard error, over 10,000 steps.
The largest exponent is of the long run, and the slope of the hundred steps or so of one fall: with how many it agrees
within 10% is told, and how far the others are off. Beside it stands whether they agree within their errors, as far as these
are known: three times the exponent's over as many steps as the fall has, its standard error times sqrt(10,000 / steps).

Prints a table, and ends with 0 if all means over the repeats, and at least 95% of the pairs, agree within 10%; else with 1.
Needs numpy and h5py.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np

CELLS, HIDDEN, INPUTS, STEPS = ["lstm", "gru"], [16, 64], 4, 10_000
WINDOW = (1e-12, 1e-4)


def sweep(memprobe, measure, path, repeats, jobs, *options):
    command = [memprobe, measure, "--cells", ",".join(CELLS), "--hidden-sizes", ",".join(map(str, HIDDEN))]
    command += ["--input-sizes", str(INPUTS), "--repeats", str(repeats), "--jobs", str(jobs), "--quiet", "--force"]
    subprocess.run(command + [*options, "--output", str(path)], check=True, stdout=subprocess.DEVNULL)
    return h5py.File(path)


def slope(steps, differences):
    """Slope of ln d between the ends of the window, and the steps that it takes; NaN where a curve does not reach them."""
    inside = differences > 0
    every = np.arange(1, steps[inside].max() + 1)
    logs = np.interp(every, steps[inside], np.log(differences[inside]))
    above = np.flatnonzero(logs > np.log(WINDOW[1]))
    below = np.flatnonzero(logs < np.log(WINDOW[0]))
    first = above.max() + 1 if above.size else 0
    if not below.size or below.min() - first < 5:
        return np.nan, 0
    x, y = every[first : below.min()], logs[first : below.min()]
    return np.polyfit(x, y, 1)[0], len(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--memprobe", required=True)
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp())
    common = (arguments.repeats, arguments.jobs)
    falls = sweep(
        arguments.memprobe, "divergence", folder / "decay.h5", *common, "--precision", "float64", "--curves",
        "--total-steps", "5000",
    )
    rates = sweep(
        arguments.memprobe, "lyapunov", folder / "exponents.h5", *common, "--exponents", "1", "--steps", str(STEPS)
    )
    steps = falls["curve_step"][:].astype(float)
    # cell, layers, hidden size, input size, repeat
    curves = falls["difference"][:, 0, :, 0].astype(float)
    exponents = rates["largest_exponent"][:, 0, :, 0]
    errors = rates["lyapunov_exponent_error"][:, 0, :, 0, :, 0]

    print(f"{'cell':>4} {'units':>5} {'lambda_1':>9} {'slope':>9} {'of means':>8} {'off, each':>20} {'in errors':>9}")
    close, pairs, holds = 0, 0, True
    for c, cell in enumerate(CELLS):
        for h, units in enumerate(HIDDEN):
            found = [slope(steps, curve) for curve in curves[c, h]]
            slopes, lengths = np.array(found).T
            off = slopes / exponents[c, h] - 1
            allowed = 3 * errors[c, h] * np.sqrt(STEPS / np.maximum(lengths, 1))
            agree = np.abs(slopes - exponents[c, h]) <= allowed
            mean = slopes.mean() / exponents[c, h].mean() - 1
            close += np.count_nonzero(np.abs(off) <= 0.1)
            pairs += off.size
            holds = holds and abs(mean) <= 0.1
            print(
                f"{cell:>4} {units:>5} {exponents[c, h].mean():>9.4f} {slopes.mean():>9.4f} {mean:>8.1%} "
                f"{off.min():>9.1%} to {off.max():>6.1%} {np.count_nonzero(agree):>3} of {off.size}"
            )
    print(f"{close} of {pairs} pairs agree within 10%")
    return 0 if holds and close >= 0.95 * pairs else 1


if __name__ == "__main__":
    sys.exit(main())
