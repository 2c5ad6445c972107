#!/usr/bin/env python3
"""Makes mann_whitney.json: Mann-Whitney tests as scipy does them.

Samples are counts up to a horizon; one above it stands for a censored count, tied with all its like and above
all others. `exact` is the two-sided p-value over all permutations of the pooled sample, ties as they are (twice
the smaller tail), left out where there are too many; `asymptotic` the normal approximation with corrections for
ties and continuity.

Made with scipy 1.17.1 and numpy of its time: python3 make_mann_whitney.py > mann_whitney.json
"""
import json

import numpy as np
import scipy
from scipy.stats import PermutationMethod, mannwhitneyu

HORIZON = 1000
rng = np.random.default_rng(20190101)


def sample(size, low, high, censored):
    values = rng.integers(low, high, size)
    values[: round(censored * size)] = HORIZON + 1
    return rng.permutation(values)


def case(first, second):
    first, second = np.asarray(first), np.asarray(second)
    test = mannwhitneyu(first, second, method="asymptotic")
    result = {"first": first.tolist(), "second": second.tolist(), "u": float(test.statistic),
              "asymptotic": float(test.pvalue)}
    pooled = np.concatenate([first, second])
    if len(np.unique(pooled)) == len(pooled):
        result["exact"] = float(mannwhitneyu(first, second, method="exact").pvalue)
    elif len(pooled) <= 12:
        method = PermutationMethod(n_resamples=np.inf)
        result["exact"] = float(mannwhitneyu(first, second, method=method).pvalue)
    return result


distinct = rng.permutation(np.arange(1, 201))
cases = [
    # Without ties.
    case(distinct[:3], distinct[3:7]),
    case(distinct[:8], distinct[8:16]),
    case(np.sort(distinct[:40])[-10:], np.sort(distinct[:40])[:-10]),
    case(distinct[:10], distinct[10:40]),
    case(distinct[:40], distinct[40:100]),
    case(distinct[:60], distinct[60:200]),
    # With ties, censored ones among them.
    case(sample(5, 1, 6, 0), sample(6, 1, 6, 0)),
    case(sample(6, 1, 900, 0.5), sample(6, 1, 900, 0.3)),
    case(sample(4, 1, 5, 0.5), sample(8, 3, 9, 0.25)),
    case(sample(5, 1, 900, 1), sample(7, 1, 900, 0)),
    case(sample(6, 1, 900, 1), sample(6, 1, 900, 1)),
    case(sample(10, 200, 900, 0.4), sample(30, 1, 700, 0.2)),
    case(sample(100, 1, 30, 0.1), sample(150, 1, 32, 0.2)),
    case(sample(300, 1, 900, 0), sample(40, 100, 900, 0.9)),
]
print(json.dumps({"scipy": scipy.__version__, "horizon": HORIZON, "cases": cases}, separators=(",", ":")))
