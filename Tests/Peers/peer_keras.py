#!/usr/bin/env python3
"""The divergence protocol in Keras: a model from inputs and state to outputs and state, compiled by XLA and
called by predict_on_batch.

Runs on the backend that the environment variable KERAS_BACKEND names: tensorflow (the default here) or jax,
between which XLA leaves little difference. Without XLA, on TensorFlow's own graph executor or on the torch
backend, a small network's step takes 10 to 100 times as long. (Not a stateful layer: on the jax backend of
Keras 3.15.1, predict_on_batch silently starts each call from the same state.)
"""

import functools
import os

import protocol


def load(threads):
    backend = os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    if threads == 1:
        flags = os.environ.get("XLA_FLAGS", "")
        os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false".strip()
    if backend == "tensorflow":
        import tensorflow

        tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    import keras
    import numpy as np

    @functools.cache
    def make_model(cell, input_size, hidden_size, pairs):
        """Compiled once for all networks of a size; the weights are set for each."""
        layer_type = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[cell]
        layer = layer_type(hidden_size, return_sequences=True, return_state=True)
        inputs = keras.Input(batch_shape=(2 * pairs, None, input_size))
        states = [keras.Input(batch_shape=(2 * pairs, hidden_size)) for _ in range(2 if cell == "lstm" else 1)]
        model = keras.Model([inputs, *states], layer(inputs, initial_state=states))
        model.compile(jit_compile=True)
        return model

    class KerasNetwork(protocol.Network):
        framework = f"Keras {keras.__version__} ({backend})"
        chunk = 3000

        def __init__(self, cell, weights, seed, pairs=1):
            super().__init__(cell, weights, seed, pairs)
            kernel, recurrent_kernel, bias = weights
            if cell == "gru":
                bias = np.stack([bias, np.zeros_like(bias)])  # input bias, recurrent bias
            hidden_size = recurrent_kernel.shape[0]
            self.model = make_model(cell, self.input_size, hidden_size, pairs)
            self.model.set_weights([kernel, recurrent_kernel, bias])
            self.states = [
                np.zeros((2 * pairs, hidden_size), np.float32) for _ in range(2 if cell == "lstm" else 1)
            ]

        def advance(self, first, second=None):
            both = np.concatenate([first, first if second is None else second], 1).swapaxes(0, 1)
            outputs, *self.states = self.model.predict_on_batch([both, *self.states])
            return np.abs(outputs[: self.pairs] - outputs[self.pairs :]).max(axis=(0, 2))

        def states_equal(self):
            return all(np.array_equal(*np.split(state, 2)) for state in self.states)

    return KerasNetwork


if __name__ == "__main__":
    protocol.main("keras", load)
