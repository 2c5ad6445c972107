#!/usr/bin/env python3
"""Lyapunov exponents in NumPy: derivatives written down, one product of the kernel with all directions, one QR a step."""

import lyapunov


def load(options):
    import numpy as np

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def lstm(kernel, recurrent_kernel, bias, x, state, directions):
        units = len(recurrent_kernel)
        h, c = state[:units], state[units:]
        i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        new_c = f * c + i * g
        shown = np.tanh(new_c)
        # What every gate hears of every direction.
        di, df, dg, do = np.split(recurrent_kernel.T @ directions[:units], 4)
        dc = (
            f[:, None] * directions[units:]
            + (g * i * (1 - i))[:, None] * di
            + (c * f * (1 - f))[:, None] * df
            + (i * (1 - g * g))[:, None] * dg
        )
        dh = (o * (1 - shown * shown))[:, None] * dc + (shown * o * (1 - o))[:, None] * do
        return np.concatenate([o * shown, new_c]), np.concatenate([dh, dc])

    def gru(kernel, recurrent_kernel, bias, x, h, directions):
        zx, rx, nx = np.split(x @ kernel + bias, 3)
        zh, rh, nh = np.split(h @ recurrent_kernel, 3)
        z, r = sigmoid(zx + zh), sigmoid(rx + rh)
        n = np.tanh(nx + r * nh)
        dz, dr, dn = np.split(recurrent_kernel.T @ directions, 3)
        candidate = (1 - z) * (1 - n * n)
        directions = (
            z[:, None] * directions
            + ((h - n) * z * (1 - z))[:, None] * dz
            + (candidate * nh * r * (1 - r))[:, None] * dr
            + (candidate * r)[:, None] * dn
        )
        return z * h + (1 - z) * n, directions

    step = {"lstm": lstm, "gru": gru}[options.cell]

    def exponents(weights, inputs, directions):
        state = np.zeros(len(directions))
        total = np.zeros(directions.shape[1])
        for x in inputs:
            state, directions = step(*weights, x, state, directions)
            directions, triangle = np.linalg.qr(directions)
            total += np.log(np.abs(np.diag(triangle)))
        return total / len(inputs)

    return f"NumPy {np.__version__}", exponents


if __name__ == "__main__":
    lyapunov.main("numpy", load)
