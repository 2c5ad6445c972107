#!/usr/bin/env python3
"""The random memorization task in PyTorch, many networks at once: every matrix product is one bmm over all
networks.

    peers-venv/bin/python memorize_pytorch_batched.py --hidden 5 --position 4 --repeats 50

What helps is done: the input projections of all steps are one product, the gates of a cell another, the
networks share one optimizer over stacked weights, and an update has one length for all of them.
"""

import math

import torch

import memorization

GATES = {"rnn": 1, "lstm": 4, "gru": 3}


class Networks:
    """Weights of N networks: per layer W (N, I, GH), U (N, H, GH), and both biases (N, 1, GH)."""

    def __init__(self, chosen):
        self.cell, self.hidden, self.count = chosen.cell, chosen.hidden, chosen.repeats
        width, bound = GATES[chosen.cell] * chosen.hidden, 1 / math.sqrt(chosen.hidden)

        def draw(rows):
            return ((torch.rand(self.count, rows, width) * 2 - 1) * bound).requires_grad_()

        self.layers = [
            (draw(1 if index == 0 else chosen.hidden), draw(chosen.hidden), draw(1), draw(1))
            for index in range(chosen.layers)
        ]

    def parameters(self):
        return [weights for layer in self.layers for weights in layer]

    def answers(self, inputs):
        """(N, sequences) of inputs (N, steps, sequences, 1)."""
        signal = inputs
        for index, layer in enumerate(self.layers):
            last = index == len(self.layers) - 1
            signal = self.run(layer, signal, keeps_all=not last)
        return signal.sum(2)

    def run(self, layer, signal, keeps_all):
        kernel, recurrent_kernel, bias, recurrent_bias = layer
        count, steps, sequences, _ = signal.shape
        projections = torch.baddbmm(bias, signal.flatten(1, 2), kernel).view(count, steps, sequences, -1)
        hidden = signal.new_zeros(count, sequences, self.hidden)
        cell = hidden
        outputs = []
        for projection in projections.unbind(1):
            product = torch.baddbmm(recurrent_bias, hidden, recurrent_kernel)
            if self.cell == "rnn":
                hidden = torch.tanh(projection + product)
            elif self.cell == "lstm":
                i, f, g, o = (projection + product).chunk(4, 2)
                cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
                hidden = torch.sigmoid(o) * torch.tanh(cell)
            else:
                width = 2 * self.hidden
                r, z = torch.sigmoid(projection[..., :width] + product[..., :width]).chunk(2, 2)
                n = torch.tanh(projection[..., width:] + r * product[..., width:])
                hidden = torch.lerp(n, hidden, z)
            if keeps_all:
                outputs.append(hidden)
        return torch.stack(outputs, 1) if keeps_all else hidden


def main():
    chosen = memorization.options(__doc__)
    torch.manual_seed(chosen.seed)
    networks = Networks(chosen)
    optimizer = torch.optim.SGD(networks.parameters(), lr=chosen.learning_rate, foreach=True)
    generator = torch.Generator().manual_seed(chosen.seed + 500_009)

    def errors(inputs):
        return (inputs[:, -chosen.position, :, 0] - networks.answers(inputs)).abs()

    def update():
        length = memorization.draw_length(chosen, generator)
        if length is None:
            return
        inputs = torch.rand(chosen.repeats, length, chosen.batch_size, 1, generator=generator)
        optimizer.zero_grad()
        # The sum over networks: each has the gradient of its own mean.
        errors(inputs).mean(1).sum().backward()
        optimizer.step()

    seconds = memorization.timed(chosen, update)
    losses = [None] * chosen.repeats
    if not chosen.timing:
        with torch.inference_mode():
            sets = [
                errors(sequences.expand(chosen.repeats, -1, -1, -1))
                for sequences in memorization.evaluation(chosen, generator)
            ]
            losses = torch.cat(sets, 1).mean(1).tolist()
    for repeat, loss in enumerate(losses):
        memorization.report("pytorch-batched", chosen, repeat, loss, seconds, together=chosen.repeats)


if __name__ == "__main__":
    main()
