#!/usr/bin/env python3
"""Runs the snippets of the guide OpeningResults.md on the committed results and checks what they print.

    check_snippets.py MEMPROBE

MEMPROBE    the built tool, which makes the exports that some of them open

Runs open_results.py with this Python, open_results.R with R (package hdf5r) and open_results.m with Octave, in a
folder like the repository's root. Each prints the same three things, in its own way: the mean settled steps of LSTMs
by hidden and input size, the mean steps to 1e-6 of GRUs of 64 units by input size, and the median settled steps of
all runs that settled. They are computed here with h5py, and have to stand in the output, in this order, to the
digits that it shows. Ends with 0, or with what does not hold.
"""

import os
import re
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAMS = {
    "open_results.py": [sys.executable],
    "open_results.R": ["Rscript", "--vanilla"],
    "open_results.m": ["octave-cli", "--quiet", "--no-init-file"],
}


def expected():
    with h5py.File(os.path.join(ROOT, "results", "divergence.h5")) as file:
        lstm = file["cell"].asstr()[:].tolist().index("lstm")
        gru = file["cell"].asstr()[:].tolist().index("gru")
        units = file["hidden_size"][:].tolist().index(64)
        micro = file["threshold"][:].tolist().index(1e-6)
        table = file["mean_settled_steps"][lstm, 0].ravel()
        steps = file["threshold_steps"][gru, 0, units, :, :, micro].mean(axis=1)
        settled = file["settled_steps"][:][file["settled"][:] == 1]
        return [*table, *steps, np.median(settled)], file["settled"].size


def check_output(name, output, numbers):
    """Every number has to follow those before it, rounded to the digits that are printed."""
    printed = re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?", output)
    place = 0
    for number in numbers:
        while place < len(printed) and not agrees(printed[place], number):
            place += 1
        if place == len(printed):
            sys.exit(f"{name}: {number} is not where it should be in:\n{output}")
        place += 1


def agrees(word, number):
    digits = len(word.partition(".")[2]) if "e" not in word else 0
    tolerance = 0.51 * 10.0**-digits if "e" not in word else 1e-4 * abs(number)
    return abs(float(word) - number) <= tolerance


numbers, runs = expected()
with tempfile.TemporaryDirectory() as folder:
    os.symlink(os.path.join(ROOT, "results"), os.path.join(folder, "results"))
    for ending in ("csv", "mat"):
        export = [os.path.abspath(sys.argv[1]), "export", "results/divergence.h5", "-o", f"divergence.{ending}"]
        subprocess.run(export, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for name, program in PROGRAMS.items():
        run = subprocess.run(
            [*program, os.path.join(HERE, name)], cwd=folder, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        if run.returncode != 0 or run.stderr:
            sys.exit(f"{name}: exit {run.returncode}: {run.stderr}")
        check_output(name, run.stdout, numbers)
        print(f"{name}: {len(numbers)} numbers as h5py reads them")
    table = pd.read_parquet(os.path.join(folder, "runs.parquet"))
    tidy = pd.read_csv(os.path.join(folder, "divergence-runs.csv"))
    tidy.to_parquet(os.path.join(folder, "divergence-runs.parquet"))
    again = pd.read_parquet(os.path.join(folder, "divergence-runs.parquet"))
    if len(table) != runs or not again.equals(tidy):
        sys.exit("the Parquet files do not hold the runs")
    print(f"pandas: {runs} runs through Parquet and back")
