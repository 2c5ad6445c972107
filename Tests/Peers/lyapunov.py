"""Lyapunov exponents of a driven network, as users of other frameworks would compute them; shared by lyapunov_*.py.

The complete state s (h, and c of an LSTM) of a random network is driven by N(0,1) inputs. Directions Q, state size x
exponents, are advanced by the derivatives of a step and made orthonormal again at every step, Q R = J Q, and the exponents
are the means of ln |R_ii| (Benettin et al. 1980). Everything is in float64.
"""

import argparse
import json
import os
import time

import numpy as np

from protocol import glorot_weights


def main(peer, load):
    parser = argparse.ArgumentParser()
    parser.add_argument("--cell", default="lstm", choices=["lstm", "gru"])
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--input", type=int, default=1)
    parser.add_argument("--exponents", type=int, help="default: all")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
        os.environ[variable] = str(options.threads)
    # (framework, exponents): the latter of weights, inputs (steps, I) and directions (state size, exponents).
    framework, exponents = load(options)

    random = np.random.default_rng(options.seed)
    weights = [array.astype(float) for array in glorot_weights(options.cell, options.hidden, options.input, random)]
    size = options.hidden * (2 if options.cell == "lstm" else 1)
    count = min(options.exponents or size, size)
    inputs = random.standard_normal((options.steps, options.input))
    directions = np.linalg.qr(random.standard_normal((size, count)))[0]
    exponents(weights, inputs, directions)  # compiled, for this number of steps, and warm
    start, processor_start = time.perf_counter(), time.process_time()
    found = exponents(weights, inputs, directions)
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor_start
    line = {
        "peer": peer,
        "framework": framework,
        "cell": options.cell,
        "hidden_size": options.hidden,
        "exponents": count,
        "steps": options.steps,
        "microseconds_per_step": 1e6 * seconds / options.steps,
        "processor_microseconds_per_step": 1e6 * processor_seconds / options.steps,
        "largest_exponent": float(np.max(found)),
    }
    print(json.dumps(line) if options.json else line)
