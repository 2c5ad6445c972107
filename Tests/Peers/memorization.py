"""What the two PyTorch scripts of the random memorization task share: options, sequences, timing, output.

The task (Illium et al. 2022): sequences of q inputs, uniform in [0, 1), q uniform in 10 ... 15 and drawn
once for a minibatch; after the last input the sum of the last layer's hidden units shall be the p-th from
last input; the loss is the mean absolute error, trained by plain SGD. Weights are PyTorch's defaults,
uniform in +-1/sqrt(units).

Each network has minibatches of its own. A line of output is one network, with --json a JSON object:

    peer, framework, threads, cell, layers, hidden_size, position, repeat, seed, epochs, batch_size,
    learning_rate, loss (mean absolute error on 4,096 fresh sequences), seconds, microseconds_per_update and
    processor_microseconds_per_update (of a network: the time of the whole training, divided by the networks
    that were trained together; processor time counts all threads, and nothing that other programs do)

With --timing, nothing is evaluated and warm-up updates are not counted.
"""

import argparse
import json
import time

import torch

EVALUATION_SEQUENCES = 4096
WARM_UP = 20


def options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cell", choices=["rnn", "lstm", "gru"], default="rnn")
    parser.add_argument("--layers", type=count, default=1)
    parser.add_argument("--hidden", type=count, default=5, help="units of every layer (5)")
    parser.add_argument("--position", type=count, default=3, help="from the end, 1 is the last input (3)")
    parser.add_argument("--lengths", type=lengths, default=(10, 15), help="shortest-longest (10-15)")
    parser.add_argument("--epochs", type=count, default=5000, help="updates (5,000)")
    parser.add_argument("--batch-size", type=count, default=32)
    parser.add_argument("--learning-rate", type=float, default=0.05)
    parser.add_argument("--repeats", type=count, default=1, help="networks, one after the other or at once")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=count, default=1, help="threads of PyTorch (1)")
    parser.add_argument("--timing", action="store_true", help="time the updates only")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    chosen = parser.parse_args()
    if chosen.position > chosen.lengths[1]:
        parser.error("--position is beyond the longest sequence")
    torch.set_num_threads(chosen.threads)
    torch.set_num_interop_threads(1)
    return chosen


def count(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value


def lengths(text):
    first, _, last = text.partition("-")
    shortest, longest = count(first), count(last or first)
    if shortest > longest:
        raise argparse.ArgumentTypeError(f"{text}: the shortest is longer than the longest")
    return shortest, longest


def draw_length(chosen, generator):
    """The length of a minibatch; None if that is too short for a target, and there is nothing to update."""
    length = int(torch.randint(chosen.lengths[0], chosen.lengths[1] + 1, (), generator=generator))
    return length if length >= chosen.position else None


def evaluation(chosen, generator):
    """Fresh sequences, lengths drawn one by one: a tensor (steps, sequences, 1) per length with targets."""
    drawn = torch.randint(
        chosen.lengths[0], chosen.lengths[1] + 1, (EVALUATION_SEQUENCES,), generator=generator
    )
    for length in drawn.unique().tolist():
        if length >= chosen.position:
            yield torch.rand(length, int((drawn == length).sum()), 1, generator=generator)


def timed(chosen, update):
    """Seconds that `chosen.epochs` updates take: elapsed, and of the processor."""
    if chosen.timing:
        for _ in range(WARM_UP):
            update()
    start, processor_start = time.perf_counter(), time.process_time()
    for _ in range(chosen.epochs):
        update()
    return time.perf_counter() - start, time.process_time() - processor_start


def report(peer, chosen, repeat, loss, seconds, together):
    record = {
        "peer": peer,
        "framework": f"PyTorch {torch.__version__}",
        "threads": chosen.threads,
        "cell": chosen.cell,
        "layers": chosen.layers,
        "hidden_size": chosen.hidden,
        "position": chosen.position,
        "repeat": repeat,
        "seed": chosen.seed,
        "epochs": chosen.epochs,
        "batch_size": chosen.batch_size,
        "learning_rate": chosen.learning_rate,
        "loss": loss,
        "seconds": seconds[0],
        "microseconds_per_update": seconds[0] / chosen.epochs / together * 1e6,
        "processor_microseconds_per_update": seconds[1] / chosen.epochs / together * 1e6,
    }
    if chosen.json:
        print(json.dumps(record), flush=True)
        return
    where = "{cell:4} {layers} x {hidden_size:3}  position {position:2}  repeat {repeat:3}  ".format(**record)
    what = "" if loss is None else f"loss {loss:.4f}  "
    print(where + what + "{microseconds_per_update:.1f} us per update".format(**record), flush=True)
