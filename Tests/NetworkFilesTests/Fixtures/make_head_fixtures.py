#!/usr/bin/env python3
"""Writes heads/: small network files of Keras, PyTorch and ONNX with dense layers on recurrent ones, and expected.json with
what those put out.

Run it from this folder, in a virtual environment of its own:

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0 torch==2.13.0 onnx==1.23.2 onnxscript
    fixtures-venv/bin/python make_head_fixtures.py

Layout of expected.json: [case, ...], where a case holds

    file        in heads/
    head        what --head says; null where nothing is said
    heads       the names of all heads of the file
    inputs      [step][input]
    outputs     [step][output]: what the head puts out after each step, of the network in float32
"""

import json
import os
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

FOLDER = Path(__file__).parent / "heads"
FOLDER.mkdir(exist_ok=True)
STEPS, INPUTS = 6, 2
cases = []
generator = np.random.default_rng(20261130)
inputs = generator.normal(size=(STEPS, INPUTS)).astype(np.float32)


def expect(file, heads, outputs, head=None):
    """Records a case. `outputs` maps a batch of one sequence to the outputs at its last step."""
    rows = [np.asarray(outputs(inputs[None, : step + 1])).reshape(-1) for step in range(STEPS)]
    cases.append(
        {
            "file": file,
            "head": head,
            "heads": heads,
            "inputs": inputs.astype(float).tolist(),
            "outputs": [row.astype(float).tolist() for row in rows],
        }
    )


# Keras

layers = keras.layers


def sequential(*stack):
    model = keras.Sequential([keras.Input((None, INPUTS)), *stack])
    for weight in model.weights:
        weight.assign(generator.normal(scale=0.7, size=weight.shape).astype(np.float32))
    return model


def last(model):
    def outputs(x):
        found = np.asarray(model(x))
        return found[:, -1] if found.ndim == 3 else found

    return outputs


softmax = sequential(
    layers.LSTM(5, name="memory"), layers.Dropout(0.3), layers.Dense(3, activation="softmax", name="decision")
)
softmax.save(FOLDER / "softmax.keras")
softmax.save(FOLDER / "softmax.h5")
softmax.save_weights(FOLDER / "softmax.weights.h5")
logits = keras.Model(softmax.inputs, softmax.layers[-1].input)
for file in ("softmax.keras", "softmax.h5"):
    expect(file, ["decision"], last(softmax))
kernel, bias = (np.asarray(weight) for weight in softmax.layers[-1].weights)
# Weights alone do not say that there is a softmax.
expect("softmax.weights.h5", ["decision"], lambda x: np.asarray(logits(x)) @ kernel + bias)

# What makes the outputs of one dense layer those of another is one head, at its last layer; each layer can be named.
chain = sequential(
    layers.GRU(4, return_sequences=True, name="lower"),
    layers.SimpleRNN(3, return_sequences=True, name="upper"),
    layers.TimeDistributed(layers.Dense(4, activation="relu"), name="hidden"),
    layers.Dense(2, use_bias=False, name="scores"),
    layers.Activation("sigmoid", name="answer"),
)
chain.save(FOLDER / "chain.keras")
names = ["hidden", "scores", "answer"]
expect("chain.keras", names, last(chain))
for head in ("hidden", "scores"):
    expect("chain.keras", names, last(keras.Model(chain.inputs, chain.get_layer(head).output)), head)

sequence = keras.Input((None, INPUTS))
memory = layers.LSTM(4, name="memory")(sequence)
two = keras.Model(
    sequence, [layers.Dense(2, name="speed")(memory), layers.Dense(1, activation="tanh", name="course")(memory)]
)
for weight in two.weights:
    weight.assign(generator.normal(scale=0.7, size=weight.shape).astype(np.float32))
two.save(FOLDER / "two.keras")
for place, head in enumerate(["speed", "course"]):
    expect("two.keras", ["speed", "course"], lambda x, place=place: np.asarray(two(x)[place]), head)

sequential(layers.GRU(3), layers.Dense(3, activation="log_softmax", name="refused")).save(FOLDER / "refused.keras")
sequential(layers.GRU(3, name="alone")).save(FOLDER / "none.keras")

# PyTorch


class Tagger(torch.nn.Module):
    def __init__(self, *outputs):
        super().__init__()
        self.embed = torch.nn.Linear(INPUTS, 3)
        self.rnn = torch.nn.LSTM(INPUTS, 5, num_layers=2, batch_first=True)
        self.norm = torch.nn.LayerNorm(5)
        for name, size in outputs:
            setattr(self, name, torch.nn.Linear(5, size))

    def forward(self, x):
        return self.fc(self.rnn(x)[0][:, -1])


torch.manual_seed(20261130)
tagger = Tagger(("fc", 3)).eval()
torch.save(tagger.state_dict(), FOLDER / "linear.pt")
expect("linear.pt", ["embed", "fc"], lambda x: tagger(torch.tensor(x)).detach().numpy())
several = Tagger(("fc", 3), ("value", 1)).eval()
torch.save({"model_state_dict": several.state_dict()}, FOLDER / "several.pt")
expect("several.pt", ["embed", "fc", "value"], lambda x: several(torch.tensor(x)).detach().numpy(), "fc")

# ONNX


class Answer(torch.nn.Module):
    def __init__(self, tagger, everywhere):
        super().__init__()
        self.tagger, self.everywhere = tagger, everywhere

    def forward(self, x):
        hidden = self.tagger.rnn(x)[0]
        return torch.tanh(self.tagger.fc(hidden if self.everywhere else hidden[:, -1]))


for file, everywhere in (("gemm.onnx", False), ("matmul.onnx", True)):
    answer = Answer(tagger, everywhere).eval()
    torch.onnx.export(
        answer,
        (torch.tensor(inputs[None]),),
        FOLDER / file,
        dynamo=False,
        input_names=["x"],
        dynamic_axes={"x": {1: "steps"}},
    )

    def outputs(x, answer=answer):
        found = answer(torch.tensor(x)).detach().numpy()
        return found[:, -1] if found.ndim == 3 else found

    expect(file, None, outputs)

(FOLDER / "expected.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
