"""The adding problem (Hochreiter and Schmidhuber 1997), a task that no network without memory can do; shared by
train_keras.py and train_pytorch.py.

A sequence has 100 steps of two inputs: a number drawn uniformly from 0 to 1, and a marker, which is 1 at one step
of the first half and at one of the second, and 0 elsewhere. What is asked for after the last step is the sum of
the two marked numbers. Whoever always answers 1 has a mean squared error of 1/6; an answer is right if it is off
by less than 0.04.
"""

import argparse
import json
from pathlib import Path

import numpy as np

STEPS = 100
INPUTS = 2
BATCH = 64
MOST_UPDATES = 12_000
CHECK_EVERY = 200
ENOUGH = 2e-4  # mean squared error at which training ends

RESULTS = Path(__file__).resolve().parents[2] / "results" / "networks"


def draw(random, sequences):
    """Inputs (sequences x steps x inputs) and answers (sequences), float32."""
    numbers = random.random((sequences, STEPS), np.float32)
    markers = np.zeros_like(numbers)
    rows = np.arange(sequences)
    markers[rows, random.integers(0, STEPS // 2, sequences)] = 1
    markers[rows, random.integers(STEPS // 2, STEPS, sequences)] = 1
    return np.stack([numbers, markers], axis=2), (numbers * markers).sum(axis=1)


def judge(answers, expected):
    errors = answers.reshape(-1) - expected
    return {
        "mean_squared_error": float(np.mean(errors**2)),
        "right": float(np.mean(np.abs(errors) < 0.04)),
    }


def train(update, predict, seed):
    """Calls update(inputs, answers) on fresh batches until predict(inputs) is good enough on sequences kept apart.

    Returns what was reached, on yet other sequences."""
    random = np.random.default_rng([seed, 0])
    checked, expected = draw(np.random.default_rng([seed, 1]), 1_000)
    for count in range(1, MOST_UPDATES + 1):
        update(*draw(random, BATCH))
        if count % CHECK_EVERY == 0:
            reached = judge(predict(checked), expected)
            print(f"{count:6} updates: {reached}", flush=True)
            if reached["mean_squared_error"] < ENOUGH:
                break
    tested, expected = draw(np.random.default_rng([seed, 2]), 10_000)
    return {"updates": count, **judge(predict(tested), expected)}


def options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cell", choices=["lstm", "gru"], default="lstm")
    parser.add_argument("--units", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    return chosen


def record(path, chosen, framework, reached):
    """Writes what was reached beside a network, and says so."""
    outcome = {
        "task": "adding problem", "steps": STEPS, "cell": chosen.cell, "units": chosen.units, "seed": chosen.seed,
        "framework": framework, **reached,
    }
    Path(f"{path}.json").write_text(json.dumps(outcome, indent=2) + "\n")
    print(json.dumps(outcome))


if __name__ == "__main__":
    # The inputs of 200 sequences, end to end, for measures on recorded inputs.
    chosen = options(__doc__)
    inputs, _ = draw(np.random.default_rng([chosen.seed, 3]), 200)
    np.save(chosen.folder / "adding-inputs.npy", inputs.reshape(-1, INPUTS))
