#!/usr/bin/env python3
"""Trains a network of one recurrent layer on the adding problem in PyTorch and saves its state_dict.

    peers-venv/bin/python train_pytorch.py --cell lstm     # results/networks/adding-pytorch-lstm32.safetensors
"""

import torch
from safetensors.torch import save_file

import adding_problem

chosen = adding_problem.options(__doc__)
torch.manual_seed(chosen.seed)
torch.set_num_threads(1)


class Adder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layer = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[chosen.cell]
        self.recurrent = layer(adding_problem.INPUTS, chosen.units, batch_first=True)
        self.readout = torch.nn.Linear(chosen.units, 1)

    def forward(self, inputs):
        return self.readout(self.recurrent(inputs)[0][:, -1]).squeeze(1)


network = Adder()
optimizer = torch.optim.Adam(network.parameters(), lr=5e-3)


def update(inputs, answers):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(network(torch.from_numpy(inputs)), torch.from_numpy(answers))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def predict(inputs):
    with torch.inference_mode():
        return network(torch.from_numpy(inputs)).numpy()


reached = adding_problem.train(update, predict, chosen.seed)
path = chosen.folder / f"adding-pytorch-{chosen.cell}{chosen.units}.safetensors"
save_file(network.state_dict(), path)
adding_problem.record(path, chosen, f"PyTorch {torch.__version__}", reached)
