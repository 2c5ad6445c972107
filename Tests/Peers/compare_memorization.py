#!/usr/bin/env python3
"""Checks that memprobe and memorize_pytorch_batched.py learn the random memorization task alike.

Both programs train many networks of one size for each position, all with weights and sequences of their
own, and the losses on fresh sequences are compared: Kolmogorov-Smirnov, which sees any difference, and
Mann-Whitney, which sees a shift better, for each cell and position. All p-values together are corrected by
Holm's method: if the distributions are the same, all rows say "agree" with a probability of at least 99%.

Exit status: 0 all agree, 1 some differ, 2 no verdict (a program failed).

    peers-venv/bin/python compare_memorization.py --memprobe ../../.build/release/memprobe
"""

import argparse
import json
import pathlib
import sys
import tempfile

import h5py
import numpy as np
from scipy import stats

from compare_distributions import LEVEL, Comparison, correct, fail, mann_whitney, note, run, verdict


def main():
    options = parse_options()
    rows, peer = [], ""
    for cell in options.cell.split(","):
        memprobe = run_memprobe(options, cell)
        for position in options.positions.split(","):
            peer, theirs = run_pytorch(options, cell, position)
            ours = memprobe[int(position)]
            rows.append(
                Comparison(
                    cell, str(options.hidden), position, "loss", (np.median(ours), np.median(theirs)),
                    smirnov=stats.ks_2samp(ours, theirs).pvalue,
                    mann_whitney=mann_whitney(ours, theirs, "two-sided"),
                )
            )
    correct(rows)
    print(f"memprobe and {peer}: {options.repeats} networks each of {options.layers} x {options.hidden}"
          f" units, {options.epochs} epochs, seed {options.seed}\n")
    print("cell  position   memprobe    PyTorch       KS p       MW p  corrected")
    for row in rows:
        print("{:4} {:>9} {:10.4f} {:10.4f} {:10.3g} {:10.3g} {:10.3g}  {}".format(
            row.cell, row.input, *row.medians, row.smirnov, row.mann_whitney, row.corrected, verdict(row)))
    differing = sum(row.corrected <= LEVEL for row in rows)
    print(f"\n{'DIFFER' if differing else 'agree'}: {differing} of {len(rows)} rows differ at a family-wise"
          f" level of {LEVEL:.0%}; smallest corrected p {min(row.corrected for row in rows):.2g}")
    sys.exit(1 if differing else 0)


def run_memprobe(options, cell):
    """Losses of all networks, by position."""
    note(f"memprobe: {cell}")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "memorization.h5")
        run([
            options.memprobe, "memorize", "--quiet", "-o", path, "--cells", cell, "--layers", options.layers,
            "--hidden-sizes", options.hidden, "--positions", options.positions, "--repeats", options.repeats,
            "--epochs", options.epochs, "--seed", options.seed, "--initializer", "pytorch",
            "--learning-rate", 0.05,
        ])
        with h5py.File(path) as file:
            losses = file["loss"][0, 0, 0]
            return dict(zip(file["position"][...].tolist(), losses))


def run_pytorch(options, cell, position):
    """The peer's name, and the losses of all networks."""
    note(f"pytorch: {cell}, position {position}")
    lines = run([
        sys.executable, pathlib.Path(__file__).with_name("memorize_pytorch_batched.py"), "--json",
        "--cell", cell, "--layers", options.layers, "--hidden", options.hidden, "--position", position,
        "--repeats", options.repeats, "--epochs", options.epochs, "--seed", options.seed + 1,
    ]).splitlines()
    records = [json.loads(line) for line in lines]
    return records[0]["framework"], np.array([record["loss"] for record in records])


def parse_options():
    parser = argparse.ArgumentParser(
        description="Compares what memprobe and PyTorch learn. Exits with 1 if it differs."
    )
    parser.add_argument("--memprobe", required=True, metavar="PATH", help="the built tool")
    parser.add_argument("--cell", default="rnn,lstm,gru", help="comma-separated (rnn,lstm,gru)")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--hidden", type=int, default=5)
    parser.add_argument("--positions", default="1,3,4,5,7,10", help="comma-separated (1,3,4,5,7,10)")
    parser.add_argument("--repeats", type=int, default=30, help="networks per position and program (30)")
    parser.add_argument("--epochs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
