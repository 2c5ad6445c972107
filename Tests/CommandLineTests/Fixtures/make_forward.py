"""Makes forward/: what Keras 3.15.1 (TensorFlow 2.21.0) and PyTorch 2.13.0 themselves put out for the networks in
results/networks on the first 1,000 steps of adding-inputs.npy, from zero state; every 50th step, from step 49.
"""
from pathlib import Path

import keras
import numpy as np
import torch
from safetensors.torch import load_file

folder = Path(__file__).parent / "forward"
networks = Path(__file__).resolve().parents[3] / "results" / "networks"
inputs = np.load(networks / "adding-inputs.npy")[None, :1000]

for cell in ["lstm", "gru"]:
    name = f"adding-keras-{cell}32"
    trained = keras.saving.load_model(networks / f"{name}.keras").layers[0]
    layer = type(trained).from_config({**trained.get_config(), "return_sequences": True})
    layer.build(inputs.shape)
    layer.set_weights(trained.get_weights())
    np.save(folder / f"{name}.npy", layer(inputs).numpy()[0, 49::50])

    name = f"adding-pytorch-{cell}32"
    layer = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell](2, 32, batch_first=True)
    weights = load_file(networks / f"{name}.safetensors")
    layer.load_state_dict({key.removeprefix("recurrent."): value for key, value in weights.items()
                           if key.startswith("recurrent.")})
    with torch.inference_mode():
        np.save(folder / f"{name}.npy", layer(torch.from_numpy(inputs))[0].numpy()[0, 49::50])
