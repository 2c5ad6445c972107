"""Numbers behind the claims table in README.md, from the files beside this script. Needs h5py."""
import h5py
import numpy as np
from pathlib import Path

here = Path(__file__).parent
EXPLODED, DIVERGED = 3, 1


class Grid:
    """Losses over (cell, layers, hidden_size, position, repeat), and the axes; positions that have a target."""

    def __init__(self, name):
        with h5py.File(here / name) as file:
            self.axes = {axis: file[axis][:] for axis in ("layers", "hidden_size", "position")}
            self.axes["cell"] = [cell.decode() for cell in file["cell"][:]]
            has_target = (file["outcome"][:] != 2).all((0, 1, 2, 4))
            self.loss, self.outcome = file["loss"][:][..., has_target, :], file["outcome"][:][..., has_target, :]
        self.axes["position"] = self.axes["position"][has_target]
        self.name, self.is_learned = name, (self.outcome == 0) & (self.loss < 0.1)

    @property
    def learned(self):
        """Whether at least half the repeats are below 0.1."""
        return self.is_learned.mean(-1) >= 0.5

    @property
    def mean(self):
        """Over the repeats that neither exploded nor diverged."""
        return np.nanmean(np.where(self.outcome == 0, self.loss, np.nan), -1)

    @property
    def borders(self):
        """The last position, without a gap from 1, over (cell, layers, hidden_size)."""
        return np.apply_along_axis(lambda row: len(row) if row.all() else int(np.argmin(row)), -1, self.learned)

    def tell(self):
        print(f"\n{self.name}: {self.loss.size} trainings, {self.is_learned.sum()} learned ({self.is_learned.mean():.3f}),"
              f" {np.sum(self.outcome == EXPLODED)} exploded, {np.sum(self.outcome == DIVERGED)} diverged")
        if self.axes["position"].tolist() != list(range(1, len(self.axes["position"]) + 1)):
            return
        print(f"  learned up to position, by hidden size {self.axes['hidden_size'].tolist()} (across)")
        for cell, rows in zip(self.axes["cell"], self.borders):
            for layers, row in zip(self.axes["layers"], rows):
                print(f"    {cell}, layers {layers}: {row.tolist()}")


def curves(name):
    grid = Grid(name)
    print(f"\n{name}: mean {np.round(grid.mean.ravel(), 3)}, median {np.round(np.median(grid.loss, -1).ravel(), 3)},"
          f" all repeats learned: {grid.is_learned.all(-1).ravel()}")
    with h5py.File(here / name) as file:
        curve, epochs = file["loss_curve"][0, 0, 0].mean(1), file["epoch_sample"][:]
    first = [int(epochs[np.argmax(row < 0.1)]) if (row < 0.1).any() else None for row in curve]
    print("  epochs until the mean training loss is below 0.1:", first)


def bounds(grid):
    """How the borders of plain RNNs lie to N - (l - 1), and how the losses are spread."""
    layers, sizes = grid.axes["layers"][:, None], grid.axes["hidden_size"][None]
    bound, borders, last = sizes * layers - (layers - 1), grid.borders[0], grid.axes["position"][-1]
    free = bound < last
    print(f"  border above N - (l - 1) in {np.sum(borders > bound)} of {bound.size} shapes,"
          f" at it in {np.sum((borders == bound) & free)} of {free.sum()} where it is below {last}")
    stable = grid.loss[grid.outcome == 0]
    print(f"  losses below 0.1: {np.mean(stable < 0.1):.3f}, 0.1 to 0.2:"
          f" {np.mean((stable >= 0.1) & (stable < 0.2)):.3f}, above: {np.mean(stable >= 0.2):.3f}")
    print("  share of trainings that learned, by layers (down) and hidden size (across):")
    print(np.round(grid.is_learned.mean((-1, -2))[0], 2))


curves("memorize-rnn-5.h5")
curves("memorize-lstm-5.h5")

free, quick = Grid("memorize.h5"), Grid("memorize-pytorch.h5")
for grid in (free, quick):
    grid.tell()
    bounds(grid)
sizes = [free.axes["hidden_size"].tolist().index(size) for size in quick.axes["hidden_size"]]
print("  the same shapes in memorize.h5:", np.round(free.is_learned[0][:, sizes].mean((-1, -2)), 2).tolist())
five = quick.axes["hidden_size"].tolist().index(5)
print("  1 layer of 5 units, mean by position:", np.round(quick.mean[0, 0, five], 3).tolist())

cells = Grid("memorize-cells.h5")
cells.tell()
for cell, loss, learned in zip(cells.axes["cell"], cells.loss, cells.is_learned):
    print(f"  {cell}: mean loss {loss.mean():.3f}, median {np.median(loss):.3f}, learned {learned.mean():.3f}")

fixed = Grid("memorize-fixed-length.h5")
fixed.tell()
a, b = free.learned[0][..., :10], fixed.learned[0]
print("  learned by position, all shapes: lengths 10-15", a.sum((0, 1)), "length 10", b.sum((0, 1)))
print("  one layer: lengths 10-15", a[0].sum(0), "length 10", b[0].sum(0))

trained = Grid("memorize-networks.h5")
trained.tell()
print("  mean loss, by cell (down) and position (across):")
print(np.round(trained.mean[:, 0, 0], 3))
