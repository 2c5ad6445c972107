#!/usr/bin/env python3
"""The divergence protocol in JAX: one jitted lax.scan per chunk, the differences taken inside.

The input projection of a whole chunk is one matrix product in front of the scan, made once for both sequences
where they agree. (No unrolling: scans unrolled 2 to 16 times were no faster on a CPU.)
"""

import os

import protocol


def load(threads):
    os.environ["JAX_PLATFORMS"] = "cpu"
    if threads == 1:
        flags = os.environ.get("XLA_FLAGS", "")
        os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false".strip()
    import functools

    import jax
    import jax.numpy as jnp
    import numpy as np

    def recurrent_product(h, kernel):
        """h @ kernel; for few units as a sum, which XLA fuses with the rest: up to 3 times as fast."""
        return h @ kernel if kernel.shape[0] > 8 else (h[..., None] * kernel).sum(axis=-2)

    def lstm_step(recurrent_kernel, state, projected):
        h, c = state
        i, f, g, o = jnp.split(projected + recurrent_product(h, recurrent_kernel), 4, axis=-1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h[0] - h[1]

    def gru_step(recurrent_kernel, state, projected):
        (h,) = state
        z_input, r_input, n_input = jnp.split(projected, 3, axis=-1)
        z_hidden, r_hidden, n_hidden = jnp.split(recurrent_product(h, recurrent_kernel), 3, axis=-1)
        z = jax.nn.sigmoid(z_input + z_hidden)
        n = jnp.tanh(n_input + jax.nn.sigmoid(r_input + r_hidden) * n_hidden)
        h = z * h + (1 - z) * n
        return (h,), h[0] - h[1]

    step_of = {"lstm": lstm_step, "gru": gru_step}

    @functools.partial(jax.jit, static_argnames="shape", donate_argnames="key")
    def draw(key, shape):
        key, now = jax.random.split(key)
        return key, jax.random.normal(now, shape)

    @functools.partial(jax.jit, static_argnames="cell", donate_argnames="state")
    def advance(weights, state, inputs, cell):
        """Inputs (steps, sequences, pairs, I), one sequence standing for both. Differences (steps,) and state."""
        kernel, recurrent_kernel, bias = weights
        projected = inputs @ kernel + bias
        step = functools.partial(step_of[cell], recurrent_kernel)
        state, differences = jax.lax.scan(step, state, projected)
        return jnp.abs(differences).max(axis=(1, 2)), state

    class JAXNetwork(protocol.Network):
        framework = f"JAX {jax.__version__}"
        chunk = 3000  # calls of 1,000 steps cost up to a quarter more; longer ones gain nothing

        def __init__(self, cell, weights, seed, pairs=1):
            super().__init__(cell, weights, seed, pairs)
            self.cell = cell
            self.weights = tuple(map(jnp.asarray, weights))
            shape = (2, pairs, weights[1].shape[0])
            self.state = tuple(jnp.zeros(shape) for _ in range(2 if cell == "lstm" else 1))
            self.key = jax.random.key(seed)  # Threefry, JAX's default, draws twice as fast as NumPy here

        def draw(self, steps):
            self.key, inputs = draw(self.key, (steps, self.pairs, self.input_size))
            return inputs

        def advance(self, first, second=None):
            inputs = first[:, None] if second is None else jnp.stack([first, second], axis=1)
            differences, self.state = advance(self.weights, self.state, inputs, self.cell)
            return np.asarray(differences)

        def states_equal(self):
            return all(bool((state[0] == state[1]).all()) for state in self.state)

    return JAXNetwork


if __name__ == "__main__":
    protocol.main("jax", load)
