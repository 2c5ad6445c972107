"""The divergence protocol, as the users of other frameworks would run it; shared by the peer_*.py scripts.

Two input sequences of `total` steps, N(0,1) per step and per input, differ in the first `unique` steps and
agree after. A fresh network reads both as a batch of two, in chunks that carry the state over. The difference
at a shared step is the largest absolute difference between the two outputs, over the units. Counted per run,
in shared steps (1 is the first) and censored at the horizon `total - unique`:

    first_equal_steps   the first step with equal outputs
    settled_steps       the first step from which they stay equal
    threshold_steps     for 1e-1 ... 1e-7: the first step from which the difference stays at or below it

A run stops early after a whole chunk of equal outputs that ends in equal states.

Weights: Glorot uniform on the fused input and recurrent kernel, zero bias, forget bias 1; GRU with the reset
gate after the recurrent product. They are drawn in Keras's layout (gates side by side: lstm i,f,g,o; gru
z,r,n) and each peer brings them into its own.

A peer is a subclass of `Network` that is imported, with its framework, only after the number of threads is
set in the environment.
"""

import argparse
import json
import os
import time

import numpy as np

GATES = {"lstm": 4, "gru": 3}
THRESHOLDS = [10.0**-exponent for exponent in range(1, 8)]


class Network:
    """A network with the states of pairs of sequences; what a peer implements.

    All columns of a batch, the first sequence of every pair and then the second of every pair, advance together.
    Runs have one pair; more of them are for timing.
    """

    framework = ""  # name and version
    chunk = 1000  # steps per call that suit this peer best

    def __init__(self, cell, weights, seed, pairs=1):
        """Takes the weights (input kernel, recurrent kernel, bias) and the seed of `draw`; zero state."""
        self.input_size = weights[0].shape[0]
        self.pairs = pairs
        self.generator = np.random.Generator(np.random.SFC64(seed))

    def draw(self, steps):
        """N(0,1) inputs (steps, pairs, input size) in whatever form `advance` likes best."""
        return self.generator.standard_normal((steps, self.pairs, self.input_size), dtype=np.float32)

    def advance(self, first, second=None):
        """Feeds both sequences of every pair; one array stands for both where they agree.

        Differences (steps,), the largest over all pairs.
        """
        raise NotImplementedError

    def states_equal(self):
        """Whether the complete states of the two sequences are equal."""
        raise NotImplementedError


def glorot_weights(cell, hidden_size, input_size, generator):
    """Input kernel (I, G*H), recurrent kernel (H, G*H) and bias (G*H), float32."""
    width = GATES[cell] * hidden_size

    def kernel(rows):
        limit = np.sqrt(6 / (rows + width))
        return generator.uniform(-limit, limit, (rows, width)).astype(np.float32)

    bias = np.zeros(width, np.float32)
    if cell == "lstm":
        bias[hidden_size : 2 * hidden_size] = 1
    return kernel(input_size), kernel(hidden_size), bias


def pieces(steps, chunk):
    """Splits steps into chunks; only the last may be shorter."""
    return [min(chunk, steps - start) for start in range(0, steps, chunk)]


def read_unique(network, unique_steps, chunk):
    for steps in pieces(unique_steps, chunk):
        network.advance(network.draw(steps), network.draw(steps))


def measure(network, total_steps, unique_steps, chunk, stops_early=True):
    """One run of the protocol. Returns its counts as a dictionary."""
    horizon = total_steps - unique_steps
    limits = [0.0, *THRESHOLDS]
    last_above = [0] * len(limits)  # the last shared step at which the difference exceeded each limit
    first_equal = None
    done = 0
    read_unique(network, unique_steps, chunk)
    for steps in pieces(horizon, chunk):
        differences = network.advance(network.draw(steps))
        largest = differences.max()
        if not np.isfinite(largest):
            raise ArithmeticError(f"outputs not finite within shared steps {done + 1}...{done + steps}")
        for index, limit in enumerate(limits):
            if largest > limit:
                last_above[index] = done + int(np.flatnonzero(differences > limit)[-1]) + 1
        if first_equal is None and not differences.all():
            first_equal = done + int(np.argmin(differences != 0)) + 1
        done += steps
        if stops_early and largest == 0 and network.states_equal():
            break

    def settled(last):
        return (last + 1, True) if last < horizon else (horizon, False)

    steps_within, within = zip(*map(settled, last_above))
    return {
        "first_equal_steps": horizon if first_equal is None else first_equal,
        "first_equal": first_equal is not None,
        "settled_steps": steps_within[0],
        "settled": within[0],
        "thresholds": THRESHOLDS,
        "threshold_steps": steps_within[1:],
        "within_threshold": within[1:],
        "steps_run": unique_steps + done,
    }


def warm_up(network, total_steps, unique_steps, chunk):
    """Calls the network with every chunk length of the run, so that all compilation lies behind it."""
    for steps in {*pieces(unique_steps, chunk)}:
        read_unique(network, steps, chunk)
    for steps in {*pieces(total_steps - unique_steps, chunk)}:
        for _ in range(2):
            network.advance(network.draw(steps))


def make_network(kind, cell, hidden_size, input_size, repeat, seed, pairs=1):
    generator = np.random.default_rng([seed, GATES[cell], hidden_size, input_size, repeat])
    weights = glorot_weights(cell, hidden_size, input_size, generator)
    return kind(cell, weights, int(generator.integers(2**31)), pairs)


def main(name, load):
    """The command line of a peer. `load(threads)` imports the framework and returns its `Network`."""
    options = parse_options(name)
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = str(options.threads)
    kind = load(options.threads)
    chunk = options.chunk or kind.chunk
    for cell in options.cell:
        for hidden_size in options.hidden:
            for input_size in options.input:
                for repeat in range(options.repeats):
                    network = make_network(
                        kind, cell, hidden_size, input_size, repeat, options.seed, options.pairs
                    )
                    record = {
                        "peer": name,
                        "framework": kind.framework,
                        "threads": options.threads,
                        "chunk": chunk,
                        "pairs": options.pairs,
                        "cell": cell,
                        "hidden_size": hidden_size,
                        "input_size": input_size,
                        "repeat": repeat,
                        **(time_steps if options.per_step else run)(network, options, chunk),
                    }
                    print(json.dumps(record) if options.json else plain(record), flush=True)


def run(network, options, chunk):
    start = time.perf_counter()
    counts = measure(network, options.total_steps, options.unique_steps, chunk)
    return {
        "seed": options.seed,
        "total_steps": options.total_steps,
        "unique_steps": options.unique_steps,
        **counts,
        "seconds": time.perf_counter() - start,
    }


def time_steps(network, options, chunk):
    """A whole run: inputs drawn, both sequences of every pair advanced, outputs compared; compilation is left out.

    A hundredth of the steps are unique ones, as in 1,000 of 100,000; there is no early exit, so that all are
    timed. The processor time counts all threads: beyond the elapsed time, more than one core worked.
    """
    unique_steps = max(1, options.steps // 100)
    warm_up(network, options.steps, unique_steps, chunk)
    start, processor_start = time.perf_counter(), time.process_time()
    measure(network, options.steps, unique_steps, chunk, stops_early=False)
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor_start
    return {
        "steps": options.steps,
        "microseconds_per_step": seconds / options.steps * 1e6,
        "processor_microseconds_per_step": processor_seconds / options.steps * 1e6,
    }


def plain(record):
    where = "{peer:12} {cell:5} hidden {hidden_size:4} input {input_size:4} repeat {repeat:3}  "
    if "microseconds_per_step" in record:
        return (where + "{microseconds_per_step:9.3f} us/step").format(**record)
    what = "settled {settled_steps:7}{mark} of {steps_run:7} steps run, {seconds:.2f} s"
    return (where + what).format(**record, mark=" " if record["settled"] else "+")


def parse_options(name):
    parser = argparse.ArgumentParser(
        description=f"The divergence protocol in {name}. One line per run, a JSON object with --json."
    )
    sizes = "1,2,4,8,16,32,64,128"
    parser.add_argument("--cell", type=cell_list, default="lstm,gru", help="comma-separated; lstm,gru")
    parser.add_argument("--hidden", type=size_list, default=sizes, help="hidden sizes, comma-separated")
    parser.add_argument("--input", type=size_list, default=sizes, help="input sizes, comma-separated")
    parser.add_argument("--repeats", type=size, default=10, help="networks (or timed runs) per size (10)")
    parser.add_argument("--total-steps", type=size, default=100_000)
    parser.add_argument("--unique-steps", type=size, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=size, default=1, help="threads of the framework (1)")
    parser.add_argument("--chunk", type=size, help="steps per call (what suits the framework)")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--per-step", action="store_true", help="time whole runs of --steps steps instead")
    parser.add_argument("--pairs", type=size, default=1, help="pairs of sequences of a timed network (1)")
    parser.add_argument("--steps", type=size, default=20_000, help="steps of a timed run (20,000)")
    options = parser.parse_args()
    if options.unique_steps >= options.total_steps:
        parser.error("--unique-steps must be fewer than --total-steps")
    if options.pairs > 1 and not options.per_step:
        parser.error("--pairs is for --per-step: a run has one pair")
    if options.per_step and options.steps < 2:
        parser.error("--steps must be at least 2")
    return options


def size(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value


def size_list(text):
    return [size(item) for item in text.split(",")]


def cell_list(text):
    cells = text.split(",")
    for cell in cells:
        if cell not in GATES:
            raise argparse.ArgumentTypeError(f"{cell} is not one of {', '.join(GATES)}")
    return cells
