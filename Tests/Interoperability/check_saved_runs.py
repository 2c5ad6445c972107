#!/usr/bin/env python3
"""Repeats runs in plain NumPy from what --save-networks and --save-inputs wrote of them.

    check_saved_runs.py FOLDER

FOLDER  holds divergence.h5, memorize.h5, capacity.h5, recall.h5 and lyapunov.h5, of drawn networks, and for each what its sweep
        saved, as divergence-networks/ and divergence-inputs/, and so on: as .ci/run makes them

Prints a line per measure with the largest difference, and ends with 0, or with what does not hold.
"""
import json
import pathlib
import sys

import h5py
import numpy as np

folder = pathlib.Path(sys.argv[1])


def tensors(path):
    """A safetensors file: the length of a JSON header, the header, and the values."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[start + entry["data_offsets"][0]:start + entry["data_offsets"][1]],
                            {"F32": "<f4", "F64": "<f8"}[entry["dtype"]]).reshape(entry["shape"]).astype(float)
        for name, entry in header.items()
    }


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward(network, inputs, layer=0):
    """Outputs of the last layer, sequences x steps x units, of PyTorch's RNN, LSTM or GRU."""
    names = {name: next((value for key, value in network.items() if key.endswith(f"{name}_l{layer}")), None)
             for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    if names["weight_ih"] is None:
        return inputs
    w, u, b, d = names.values()
    units = u.shape[1]
    h = c = np.zeros((inputs.shape[0], units))
    outputs = []
    for step in range(inputs.shape[1]):
        x, y = inputs[:, step] @ w.T + b, h @ u.T + d
        if u.shape[0] == 4 * units:
            i, f, g, o = np.split(x + y, 4, axis=1)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
        elif u.shape[0] == 3 * units:
            (xr, xz, xn), (yr, yz, yn) = np.split(x, 3, axis=1), np.split(y, 3, axis=1)
            z = sigmoid(xz + yz)
            h = (1 - z) * np.tanh(xn + sigmoid(xr + yr) * yn) + z * h
        else:
            h = np.tanh(x + y)
        outputs.append(h)
    return forward(network, np.stack(outputs, axis=1), layer + 1)


def network(measure, name):
    return tensors(folder / f"{measure}-networks" / f"{name}.safetensors")


def inputs(measure, name):
    return np.load(folder / f"{measure}-inputs" / f"{name}.npy").astype(float)


def runs(file):
    """Places and coordinates of all runs that are done."""
    axes = [scale[0].name.strip("/") for scale in file["run_status"].dims]
    values = [file[axis].asstr()[:] if file[axis].dtype.kind == "O" else file[axis][:] for axis in axes]
    for place in np.ndindex(file["run_status"].shape):
        if file["run_status"][place] == 1:
            yield place, {axis: value[index] for axis, value, index in zip(axes, values, place)}


def divergence(file, place, at):
    name = f"{at['cell']}-{at['layers']}x{at['hidden_size']}-i{at['input_size']}-{at['repeat']}"
    pair = f"i{at['input_size']}-{at['repeat']}"
    a, b = inputs("divergence", f"{pair}-a"), inputs("divergence", f"{pair}-b")
    second = np.concatenate([b, a[len(b):]])
    outputs = forward(network("divergence", name), np.stack([a, second]))[:, len(b):]
    differences = np.abs(outputs[0] - outputs[1]).max(axis=1)
    found = [1 + max(np.flatnonzero(differences > threshold), default=-1) + 1 for threshold in file["threshold"][:]]
    return np.abs(np.array(found) - file["threshold_steps"][place]).max()


def answers(network, sequences):
    """The sums of the last outputs of sequences that end in the last place and begin where the first number is."""
    found = np.empty(len(sequences))
    begins = np.isnan(sequences).sum(axis=1)
    for begin in np.unique(begins):
        found[begins == begin] = forward(network, sequences[begins == begin, begin:, None])[:, -1].sum(axis=1)
    return found


def memorize(file, place, at):
    name = f"{at['cell']}-{at['layers']}x{at['hidden_size']}-p{at['position']}-{at['repeat']}"
    trained, position = network("memorize", name), at["position"]
    evaluation = inputs("memorize", f"{name}-evaluation")
    errors = np.abs(answers(trained, evaluation) - evaluation[:, -position])
    difference = abs(np.nanmean(errors) - file["loss"][place])
    if at["cell"] == "rnn" and at["layers"] == 1:
        again = train(network("memorize", f"{name}-untrained"), inputs("memorize", f"{name}-training"), position,
                      file.attrs["learning_rate"].item())
        difference = max(difference, *(np.abs(one - other).max() for one, other in zip(again, weights(trained))))
    return difference


def weights(network):
    """Of one layer of an RNN: both kernels, and the sum of the biases."""
    w, u, b, d = (next(value for key, value in network.items() if key.endswith(f"{name}_l0"))
                  for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    return w, u, b + d


def train(network, minibatches, position, rate):
    """Gradient descent through time, of one layer of an RNN."""
    w, u, b = weights(network)
    for sequences in minibatches:
        x = sequences[:, np.isnan(sequences[0]).sum():, None]
        if x.shape[1] < position:
            continue
        states = [np.zeros((len(x), len(u)))]
        for step in range(x.shape[1]):
            states.append(np.tanh(x[:, step] @ w.T + b + states[-1] @ u.T))
        error = np.sign(states[-1].sum(axis=1) - x[:, -position, 0])
        slope = np.repeat(error[:, None] / len(x), len(u), axis=1)
        dw, du, db = np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        for step in reversed(range(x.shape[1])):
            inner = slope * (1 - states[step + 1] ** 2)
            dw, du, db = dw + inner.T @ x[:, step], du + inner.T @ states[step], db + inner.sum(axis=0)
            slope = inner @ u
        # As each of PyTorch's two biases moves, so their sum moves by twice that.
        w, u, b = w - rate * dw, u - rate * du, b - 2 * rate * db
    return w, u, b


def capacity(file, place, at):
    """Of the delays up to 3: the squared correlation of the best readout, corrected for the noise floor alone."""
    net = network("capacity", f"{at['cell']}-{at['layers']}x{at['hidden_size']}-{at['repeat']}")
    series = [inputs("capacity", f"i1-{at['repeat']}-{part}") for part in ("training", "test")]
    lead = len(series[1]) - file.attrs["test_steps"].item()
    states = [np.c_[forward(net, one[None])[0], np.ones(len(one))][lead:] for one in series]
    worst = 0
    for delay in range(1, 4):
        targets = [one[lead - delay:len(one) - delay, 0] for one in series]
        readout = np.linalg.lstsq(states[0], targets[0], rcond=None)[0]
        squared, floor = np.corrcoef(states[1] @ readout, targets[1])[0, 1] ** 2, file["noise_floor"][place][delay - 1]
        worst = max(worst, abs((squared - floor) / (1 - floor) - file["uncorrected_memory_function"][place][delay - 1]))
    return worst


def recall(file, place, at):
    """The answers of the best readout of every step."""
    net = network("recall", f"{at['cell']}-{at['layers']}x{at['hidden_size']}-i{at['input_size']}-{at['repeat']}")
    name = f"i{at['input_size']}-m{at['magnitude']}-{at['repeat']}"
    sequences = [inputs("recall", f"{name}-{part}") for part in ("training", "test")]
    outputs = [forward(net, one) for one in sequences]
    worst = 0
    for index, step in enumerate(file["step"][:]):
        states = [np.c_[one[:, step - 1], np.ones(len(one))] for one in outputs]
        readout = np.linalg.lstsq(states[0], sequences[0][:, 0, 0], rcond=None)[0]
        worst = max(worst, np.abs(states[1] @ readout - file["answer"][place][:, index]).max())
    return worst


def lyapunov(file, place, at):
    """The largest exponent: how fast the states of a pair part or meet that begin a little apart, brought back to that
    distance after every step."""
    net = network("lyapunov", f"{at['cell']}-{at['layers']}x{at['hidden_size']}-i{at['input_size']}-{at['repeat']}")
    sequence = inputs("lyapunov", f"i{at['input_size']}-{at['repeat']}-inputs")
    w, u, b, d = (next(value for key, value in net.items() if key.endswith(f"{name}_l0"))
                  for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    units = u.shape[1]

    def step(h, c, input):
        x, y = w @ input + b, u @ h + d
        if len(u) == 4 * units:
            i, f, g, o = np.split(x + y, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            return np.r_[sigmoid(o) * np.tanh(c), c]
        if len(u) == 3 * units:
            (xr, xz, xn), (yr, yz, yn) = np.split(x, 3), np.split(y, 3)
            z = sigmoid(xz + yz)
            return np.r_[(1 - z) * np.tanh(xn + sigmoid(xr + yr) * yn) + z * h, c]
        return np.r_[np.tanh(x + y), c]

    state, logarithms, distance = np.zeros(units if len(u) < 4 * units else 2 * units), [], 1e-6
    other = state + distance / len(state) ** 0.5
    for input in sequence:
        state, other = (step(one[:units], one[units:], input) for one in (state, other))
        apart = np.linalg.norm(other - state)
        logarithms.append(np.log(apart / distance))
        other = state + (other - state) * (distance / apart)
    return abs(np.mean(logarithms[-file.attrs["steps"].item():]) - file["largest_exponent"][place])


for check, tolerance in ((divergence, 0), (memorize, 1e-5), (capacity, 1e-6), (recall, 1e-4), (lyapunov, 1e-3)):
    with h5py.File(folder / f"{check.__name__}.h5") as file:
        worst = [check(file, place, at) for place, at in runs(file)]
    print(f"{check.__name__}: {len(worst)} runs repeated, differences up to {max(worst):.2g}")
    assert max(worst) <= tolerance, f"{check.__name__}: more than {tolerance}"
