"""Makes jacobians.json: the Jacobians of a step of PyTorch's cells by the state before it, by automatic differentiation.

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install numpy==2.4.6
    fixtures-venv/bin/pip install torch==2.13.0        # a CPU-only build will do
    fixtures-venv/bin/python make_jacobians.py > jacobians.json

Everything in float64. The state of an LSTM is h, then c; row i of a Jacobian has the derivatives of number i of the
state after the step. Gates stand in PyTorch's order, weights are row-major.
"""

import json
import platform

import torch
from torch.autograd.functional import jacobian

INPUTS, UNITS, STEPS = 3, 4, 3
CELLS = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}


def case(name, seed):
    torch.manual_seed(seed)
    cell = CELLS[name](INPUTS, UNITS).double()
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.copy_(torch.randn_like(parameter))
    size = UNITS * (2 if name == "lstm" else 1)

    def after(value, state):
        if name != "lstm":
            return cell(value, state)
        return torch.cat(cell(value, (state[:UNITS], state[UNITS:])))

    steps = []
    state = torch.randn(size, dtype=torch.float64)
    for _ in range(STEPS):
        value = torch.randn(INPUTS, dtype=torch.float64)
        following = after(value, state).detach()
        steps.append(
            {
                "input": value.tolist(),
                "state": state.tolist(),
                "next": following.tolist(),
                "jacobian": jacobian(lambda state: after(value, state), state).tolist(),
            }
        )
        state = following
    weights = {key: tensor.flatten().tolist() for key, tensor in cell.state_dict().items()}
    return {"cell": name, "hidden_size": UNITS, "steps": steps} | weights


print(
    json.dumps(
        {
            "made_with": f"torch {torch.__version__}, Python {platform.python_version()}",
            "cases": [case(name, seed) for seed, name in enumerate(CELLS)],
        },
        indent=1,
    )
)
