#!/usr/bin/env python3
"""The random memorization task in PyTorch, in the obvious way: one network at a time, torch.nn.RNN, LSTM or
GRU, and torch.optim.SGD.

    peers-venv/bin/python memorize_pytorch.py --hidden 5 --position 4 --repeats 3
"""

import torch

import memorization

LAYERS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


def train(chosen, repeat):
    torch.manual_seed(chosen.seed * 1_000_003 + repeat)
    network = LAYERS[chosen.cell](1, chosen.hidden, num_layers=chosen.layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=chosen.learning_rate)
    generator = torch.Generator().manual_seed(chosen.seed * 1_000_003 + repeat + 500_009)

    def errors(inputs):
        outputs, _ = network(inputs)
        return (inputs[-chosen.position, :, 0] - outputs[-1].sum(1)).abs()

    def update():
        length = memorization.draw_length(chosen, generator)
        if length is None:
            return
        inputs = torch.rand(length, chosen.batch_size, 1, generator=generator)
        optimizer.zero_grad()
        errors(inputs).mean().backward()
        optimizer.step()

    seconds = memorization.timed(chosen, update)
    loss = None
    if not chosen.timing:
        with torch.inference_mode():
            loss = float(torch.cat([errors(s) for s in memorization.evaluation(chosen, generator)]).mean())
    memorization.report("pytorch", chosen, repeat, loss, seconds, together=1)


if __name__ == "__main__":
    chosen = memorization.options(__doc__)
    for repeat in range(chosen.repeats):
        train(chosen, repeat)
