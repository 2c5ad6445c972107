#!/usr/bin/env python3
"""Checks that memprobe and peer_keras.py measure the same distributions in the divergence protocol.

Both programs run many networks of each size, all with draws of their own, and each count is compared between
the two samples:

    settled             settled_steps at hidden sizes up to 16 (--settled-up-to), in 100,000 steps
    to 1e-3, to 1e-6    threshold_steps at all hidden sizes; beyond 16 in 3,000 steps

1,000 of these steps are unique. The 3,000 are enough for the thresholds, which are reached within a few
hundred shared steps; that none was cut off at their end is checked. Where outputs never settled, they count
as settled at the end of the run, in both programs.

Two tests per size and count: Kolmogorov-Smirnov, which sees any difference, and Mann-Whitney, which sees a
shift better. For shifts too small to show at one size, Mann-Whitney tests over all input sizes, and over all
sizes (Stouffer's sum of the scores). All p-values together are corrected by Holm's method: if the
distributions are the same, all rows say "agree" with a probability of at least 99%.

Exit status: 0 all agree, 1 some differ, 2 no verdict (a program failed, or a threshold was cut off).
KERAS_BACKEND chooses Keras's backend, as for peer_keras.py.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import h5py
import numpy as np
from scipy import stats

import protocol

LEVEL = 0.01
THRESHOLDS = {"to 1e-3": 1e-3, "to 1e-6": 1e-6}
TOTAL_STEPS = {True: 100_000, False: 3_000}  # by whether settling is compared
UNIQUE_STEPS = 1_000


@dataclass
class Sample:
    """The counts of one measure from all repeats of one size, and whether each was reached in the run."""

    steps: np.ndarray
    reached: np.ndarray


@dataclass
class Comparison:
    cell: str
    hidden: str
    input: str
    measure: str
    medians: tuple = ()
    censored: tuple = ()
    smirnov: float | None = None
    mann_whitney: float = 1.0
    corrected: float = 1.0


def main():
    options = parse_options()
    peer, counts = "", {}
    for settles in (True, False):
        hidden_sizes = [size for size in options.hidden if (size <= options.settled_up_to) == settles]
        if hidden_sizes:
            peer, keras = run_keras(options, hidden_sizes, TOTAL_STEPS[settles])
            memprobe = run_memprobe(options, hidden_sizes, TOTAL_STEPS[settles])
            counts |= {key: (memprobe[key], keras[key]) for key in keras if settles or key[3] != "settled"}
    rows = [compare(*key, *samples) for key, samples in counts.items()]
    rows += pooled(counts)
    correct(rows)
    print(f"memprobe and {peer}, {options.repeats} networks of each size from each, seed {options.seed}\n")
    print_table(rows)
    cut_off = [row for row in rows if row.measure in THRESHOLDS and any(row.censored)]
    if cut_off:
        sys.exit(fail(f"no verdict: in {len(cut_off)} rows a threshold was not reached within the run"))
    differing = sum(row.corrected <= LEVEL for row in rows)
    print(f"\n{'DIFFER' if differing else 'agree'}: {differing} of {len(rows)} rows differ at a family-wise"
          f" level of {LEVEL:.0%}; smallest corrected p {min(row.corrected for row in rows):.2g}")
    sys.exit(1 if differing else 0)


def run_keras(options, hidden_sizes, total_steps):
    """The name of the peer, and a Sample by (cell, hidden size, input size, measure)."""
    command = [options.keras_python, pathlib.Path(__file__).with_name("peer_keras.py"), "--json"]
    command += ["--cell", join(options.cell), "--hidden", join(hidden_sizes), "--input", join(options.input)]
    command += protocol_arguments(options, total_steps) + ["--seed", str(options.seed)]
    note(f"keras: hidden sizes {join(hidden_sizes)}, {total_steps} steps")
    records, peer = {}, ""
    for line in run(command).splitlines():
        record = json.loads(line)
        peer = record["framework"]
        key = (record["cell"], record["hidden_size"], record["input_size"])
        records.setdefault((*key, "settled"), []).append((record["settled_steps"], record["settled"]))
        for measure, threshold in THRESHOLDS.items():
            at = index_of(threshold, record["thresholds"])
            values = (record["threshold_steps"][at], record["within_threshold"][at])
            records.setdefault((*key, measure), []).append(values)
    return peer, {key: Sample(*np.array(values).T) for key, values in records.items()}


def run_memprobe(options, hidden_sizes, total_steps):
    """A Sample by (cell, hidden size, input size, measure).

    memprobe feeds the same sequences to networks of every cell and hidden size. A seed for each makes their
    results independent, as the test over all sizes assumes.
    """
    samples = {}
    with tempfile.TemporaryDirectory() as folder:
        for cell in options.cell:
            for hidden_size in hidden_sizes:
                path = pathlib.Path(folder, f"{cell}-{hidden_size}.h5")
                seed = np.random.SeedSequence([options.seed, protocol.GATES[cell], hidden_size])
                command = [options.memprobe, "divergence", "--quiet", "-o", path]
                command += ["--cells", cell, "--hidden-sizes", hidden_size]
                command += ["--input-sizes", join(options.input)]
                command += protocol_arguments(options, total_steps) + ["--seed", seed.generate_state(1)[0]]
                note(f"memprobe: {cell}, hidden size {hidden_size}, {total_steps} steps")
                run(command)
                samples |= read_memprobe(path, cell, hidden_size)
    return samples


def read_memprobe(path, cell, hidden_size):
    with h5py.File(path) as file:
        if not (file["run_status"][...] == 1).all():
            sys.exit(fail(f"memprobe has no result for some networks ({cell}, hidden size {hidden_size})"))
        samples = {}
        for at, input_size in enumerate(file["input_size"][...]):
            where = (0, 0, 0, at)
            key = (cell, hidden_size, int(input_size))
            samples[*key, "settled"] = Sample(file["settled_steps"][where], file["settled"][where])
            for measure, threshold in THRESHOLDS.items():
                column = index_of(threshold, file["threshold"][...])
                steps, within = file["threshold_steps"][where], file["within_threshold"][where]
                samples[*key, measure] = Sample(steps[:, column], within[:, column])
    return samples


def compare(cell, hidden_size, input_size, measure, memprobe, keras):
    """Censored counts take part with the length of the run, at which both programs cut off."""
    samples = memprobe.steps, keras.steps
    return Comparison(
        cell,
        str(hidden_size),
        str(input_size),
        measure,
        tuple(np.median(steps) for steps in samples),
        tuple(int((sample.reached == 0).sum()) for sample in (memprobe, keras)),
        stats.ks_2samp(*samples).pvalue,
        mann_whitney(*samples, "two-sided"),
    )


def pooled(counts):
    """Tests for a shift in one direction over all input sizes, and over all hidden and input sizes."""
    groups = {}
    for (cell, hidden_size, _, measure), pair in counts.items():
        groups.setdefault((cell, str(hidden_size), measure), []).append(pair)
        groups.setdefault((cell, "all", measure), []).append(pair)
    rows = []
    for (cell, hidden_size, measure), pairs in groups.items():
        one_sided = [
            stats.combine_pvalues(
                [mann_whitney(memprobe.steps, keras.steps, side) for memprobe, keras in pairs], "stouffer"
            ).pvalue
            for side in ("less", "greater")
        ]
        p = min(1.0, 2 * min(one_sided))
        rows.append(Comparison(cell, hidden_size, "all", measure, mann_whitney=p))
    return rows


def mann_whitney(first, second, side):
    """Without continuity correction, so that the p-values of the two sides add up to 1."""
    if np.ptp([first, second]) == 0:
        return 1.0 if side == "two-sided" else 0.5
    test = stats.mannwhitneyu(first, second, use_continuity=False, alternative=side, method="asymptotic")
    return test.pvalue


def correct(rows):
    """Holm's correction over both tests of all rows; a row takes the smaller of its corrected p-values."""
    tests = [(p, row) for row in rows for p in (row.smirnov, row.mann_whitney) if p is not None]
    largest = 0.0
    for rank, (p, row) in enumerate(sorted(tests, key=lambda test: test[0])):
        largest = max(largest, min(1.0, p * (len(tests) - rank)))
        row.corrected = min(row.corrected, largest)


def print_table(rows):
    print("cell  hidden  input  measure     median     median   censored       KS p       MW p  corrected")
    print("                              memprobe      Keras")
    for row in rows:
        medians = "{:10g} {:10g}".format(*row.medians) if row.medians else f"{'':21}"
        censored = "{:5}/{:<4}".format(*row.censored) if any(row.censored) else f"{'':10}"
        smirnov = f"{'':10}" if row.smirnov is None else f"{row.smirnov:10.3g}"
        print(f"{row.cell:4} {row.hidden:>7} {row.input:>6}  {row.measure:7} {medians} {censored} {smirnov}"
              f" {row.mann_whitney:10.3g} {row.corrected:10.3g}  {verdict(row)}")


def verdict(row):
    return "DIFFER" if row.corrected <= LEVEL else "agree"


def protocol_arguments(options, total_steps):
    return ["--repeats", options.repeats, "--total-steps", total_steps, "--unique-steps", UNIQUE_STEPS]


def run(command):
    """Runs a program to its end; its output. Its messages are shown only if it fails."""
    command = [str(part) for part in command]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        sys.exit(fail(f"cannot run {command[0]}: {error.strerror}"))
    if result.returncode != 0:
        sys.exit(fail(f"{' '.join(command)}\n{result.stderr}"))
    return result.stdout


def index_of(threshold, thresholds):
    return int(np.argmin(np.abs(np.log(np.divide(thresholds, threshold)))))


def join(items):
    return ",".join(map(str, items))


def note(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    note(text)
    return 2


def parse_options():
    parser = argparse.ArgumentParser(
        description="Compares what memprobe and peer_keras.py measure. Exits with 1 if it differs."
    )
    parser.add_argument("--memprobe", required=True, metavar="PATH", help="the built tool")
    parser.add_argument("--keras-python", default=sys.executable, metavar="PATH",
                        help="the Python that has Keras (this one)")
    parser.add_argument("--cell", type=protocol.cell_list, default="lstm,gru")
    parser.add_argument("--hidden", type=protocol.size_list, default="1,2,4,8,16,32,64,128")
    parser.add_argument("--input", type=protocol.size_list, default="1,4,16",
                        help="input sizes (1,4,16); the article's are 1,2,4,8,16,32,64,128")
    parser.add_argument("--settled-up-to", type=protocol.size, default=16, metavar="HIDDEN",
                        help="largest hidden size at which settled_steps is compared (16)")
    parser.add_argument("--repeats", type=protocol.size, default=30,
                        help="networks per size and program (30)")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
