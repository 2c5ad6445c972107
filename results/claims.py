"""Numbers behind the claims table in README.md, from the files beside this script. Needs h5py."""
import h5py
import numpy as np
from pathlib import Path

here = Path(__file__).parent


def grid(name):
    """loss over (cell, layers, hidden_size, position, repeat), and the axes."""
    with h5py.File(here / name) as file:
        axes = {axis: file[axis][:] for axis in ("layers", "hidden_size", "position")}
        axes["cell"] = [cell.decode() for cell in file["cell"][:]]
        return file["loss"][:], axes


def learned(loss):
    """Whether at least half the repeats are below 0.1."""
    return np.mean(loss < 0.1, axis=-1) >= 0.5


def border(row):
    """The last position, without a gap from 1."""
    return len(row) if row.all() else int(np.argmin(row))


def print_borders(title, loss, axes):
    print(f"{title}: learned up to position, by layers (down) and hidden size (across)")
    ok = learned(loss)
    for cell_index, cell in enumerate(axes["cell"]):
        for layer_index, layers in enumerate(axes["layers"]):
            borders = [border(row) for row in ok[cell_index, layer_index]]
            print(f"  {cell} {layers}: {borders}")


for name in ("memorize-rnn-5.h5", "memorize-lstm-5.h5"):
    loss, axes = grid(name)
    print(name, np.round(loss.mean(-1).ravel(), 3), "all repeats learned:", (loss < 0.1).all(-1).ravel())
    with h5py.File(here / name) as file:
        curve, epochs = file["loss_curve"][0, 0, 0].mean(1), file["epoch_sample"][:]
    first = [int(epochs[np.argmax(row < 0.1)]) if (row < 0.1).any() else None for row in curve]
    print("  epochs until the mean training loss is below 0.1:", first)

loss, axes = grid("memorize.h5")
loss = loss[..., axes["position"] <= 15, :]
print_borders("memorize.h5", loss, axes)
ok = learned(loss)[0]
for layer_index, layers in enumerate(axes["layers"]):
    bound = axes["hidden_size"] * layers - (layers - 1)
    borders = np.array([border(row) for row in ok[layer_index]])
    free = bound < 15
    print(f"  {layers} layers: border above N - (l - 1) in {np.sum(borders > bound)} of 20 sizes,"
          f" at it in {np.sum((borders == bound) & free)} of {free.sum()} where it is below 15")
flat = loss[np.isfinite(loss)]
print(f"  losses below 0.1: {np.mean(flat < 0.1):.3f}, 0.1 to 0.2: {np.mean((flat >= 0.1) & (flat < 0.2)):.3f},"
      f" above: {np.mean(flat >= 0.2):.3f}; diverged or missing: {np.sum(~np.isfinite(loss))}")

loss, axes = grid("memorize-cells.h5")
print_borders("memorize-cells.h5", loss, axes)
print("  mean loss:", dict(zip(axes["cell"], np.round(loss.mean((1, 2, 3, 4)), 3))),
      "learned:", dict(zip(axes["cell"], np.round(np.mean(loss < 0.1, (1, 2, 3, 4)), 3))))

fixed, axes = grid("memorize-fixed-length.h5")
print_borders("memorize-fixed-length.h5", fixed, axes)
free, _ = grid("memorize.h5")
a, b = learned(free[..., :10, :])[0], learned(fixed)[0]
print("  learned by position, all shapes: lengths 10-15", a.sum((0, 1)), "length 10", b.sum((0, 1)))
print("  one layer: lengths 10-15", a[0].sum(0), "length 10", b[0].sum(0))
