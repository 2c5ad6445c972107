#!/usr/bin/env python3
"""Lyapunov exponents in JAX: a jitted lax.scan of a step, its derivatives along all directions (linearize, vmap) and a QR."""

import os

import lyapunov


def load(options):
    os.environ["JAX_PLATFORMS"] = "cpu"
    if options.threads == 1:
        flags = os.environ.get("XLA_FLAGS", "")
        os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false".strip()
    import jax
    import jax.numpy as jnp
    import numpy as np

    jax.config.update("jax_enable_x64", True)

    def lstm(weights, x, state):
        kernel, recurrent_kernel, bias = weights
        h, c = jnp.split(state, 2)
        i, f, g, o = jnp.split(x @ kernel + h @ recurrent_kernel + bias, 4)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return jnp.concatenate([jax.nn.sigmoid(o) * jnp.tanh(c), c])

    def gru(weights, x, h):
        kernel, recurrent_kernel, bias = weights
        zx, rx, nx = jnp.split(x @ kernel + bias, 3)
        zh, rh, nh = jnp.split(h @ recurrent_kernel, 3)
        z = jax.nn.sigmoid(zx + zh)
        n = jnp.tanh(nx + jax.nn.sigmoid(rx + rh) * nh)
        return z * h + (1 - z) * n

    advance = {"lstm": lstm, "gru": gru}[options.cell]

    @jax.jit
    def run(weights, inputs, directions):
        def step(carry, x):
            state, directions = carry
            state, derivative = jax.linearize(lambda state: advance(weights, x, state), state)
            directions = jax.vmap(derivative, in_axes=1, out_axes=1)(directions)
            directions, triangle = jnp.linalg.qr(directions)
            return (state, directions), jnp.log(jnp.abs(jnp.diag(triangle)))

        start = (jnp.zeros(len(directions)), directions)
        return jax.lax.scan(step, start, inputs)[1].mean(axis=0)

    def exponents(weights, inputs, directions):
        return np.asarray(run(weights, inputs, directions))

    return f"JAX {jax.__version__}", exponents


if __name__ == "__main__":
    lyapunov.main("jax", load)
