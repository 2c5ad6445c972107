"""Makes memory_capacity.json: what ReservoirPy measures as the memory capacity of small reservoirs.

    pip install reservoirpy==0.4.2 numpy
    python3 make_memory_capacity.py > memory_capacity.json

ReservoirPy fits readouts on the first part of a series, but for as many steps as there are delays, and takes the
squared correlation on the rest of it, where the reservoir goes on. It subtracts no noise floor. Weights and series
are stored as well, so that the same reservoirs can be run on the same inputs.
"""

import importlib.metadata
import json

import numpy as np
from reservoirpy.nodes import Reservoir, Ridge
from reservoirpy.observables import memory_capacity

UNITS, DELAYS, STEPS, TEST_STEPS = 12, 24, 1200, 400


def case(name, seed, spectral_radius, leak_rate, input_scaling):
    random = np.random.default_rng(seed)
    recurrent = random.normal(size=(UNITS, UNITS))
    recurrent *= spectral_radius / np.abs(np.linalg.eigvals(recurrent)).max()
    inputs = random.uniform(-input_scaling, input_scaling, size=(UNITS, 1))
    series = random.uniform(-0.8, 0.8, size=(STEPS, 1))
    reservoir = Reservoir(W=recurrent, Win=inputs, bias=np.zeros(UNITS), lr=leak_rate, activation="tanh")
    capacities = memory_capacity(
        reservoir >> Ridge(ridge=1e-12), k_max=DELAYS, as_list=True, series=series, test_size=TEST_STEPS)
    return {
        "name": name,
        "leak_rate": leak_rate,
        # Row i of ReservoirPy's W has what unit i hears.
        "recurrent": recurrent.tolist(),
        "inputs": inputs[:, 0].tolist(),
        "series": series[:, 0].tolist(),
        "capacities": [float(value) for value in capacities],
    }


print(json.dumps({
    "made_with": f"reservoirpy {importlib.metadata.version('reservoirpy')}, numpy {np.__version__}",
    "test_steps": TEST_STEPS,
    "cases": [
        case("plain", 1, 0.9, 1.0, 0.5),
        case("leaky", 2, 0.95, 0.3, 0.5),
        case("strongly driven", 3, 1.1, 1.0, 2.0),
    ],
}))
