"""Dropouts that may happen, and how far alternates can repair each of them.

A repair is a row of exchanges: an alternate comes in, one goes out, or both, while the breach of
quotas shrinks. It is the best repair nearly always, and never better than that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.pool import Targets

Matrix = npt.NDArray[np.float64]
"""Whole numbers, small enough for floats to be exact."""
NEVER = 10_000.0
"""The breach of a person more than there are seats: no repair does that."""


class Breach:
    """By how many people sums miss the quotas, and the size as one more quota."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self.least = np.array([*(quota.least for quota in targets.quotas), targets.size], float)
        self.most = np.array([*(quota.most for quota in targets.quotas), targets.size], float)
        self._more = np.append(np.ones(len(targets.quotas)), NEVER)

    def rows(self, people: Sequence[Sequence[str]]) -> Matrix:
        """For each person (values in the order of the targets' features) what counts them."""
        place = {feature: number for number, feature in enumerate(self._targets.features)}
        quotas = self._targets.quotas
        rows = [
            [*(float(values[place[q.feature]] == q.value) for q in quotas), 1.0]
            for values in people
        ]
        return np.array(rows, dtype=np.float64).reshape(len(people), len(quotas) + 1)

    def of(self, sums: Matrix) -> Matrix:
        """The breach of each row of sums."""
        short = np.maximum(self.least - sums, 0.0)
        over = np.maximum(sums - self.most, 0.0) * self._more
        breach: Matrix = (short + over).sum(axis=-1)
        return breach

    def of_one_more(self, sums: Matrix) -> Matrix:
        """What one person more in each quota adds to the breach, or takes away (-1)."""
        return np.where(sums < self.least, -1.0, 0.0) + np.where(sums >= self.most, self._more, 0.0)


class Scenarios:
    """Samples of dropouts, each with the repair found so far by the alternates chosen so far.

    `sums[s]`: who is left on the panel in scenario `s`, counted. `away[s, k]`: the throw of the
    alternate in slot `k`; one whose rate lies above it stays away, too.
    """

    def __init__(self, breach: Breach, sums: Matrix, away: npt.NDArray[np.int64]) -> None:
        self._breach, self._away = breach, away
        self.sums = sums.copy()
        scenarios, slots = away.shape
        self._there = np.zeros((scenarios, slots), dtype=bool)
        self._used = np.zeros((scenarios, slots), dtype=bool)
        self._rows = np.zeros((slots, sums.shape[1]))

    def breaches(self) -> Matrix:
        """The breach of each scenario after repair."""
        return self._breach.of(self.sums)

    def put(self, slot: int, row: Matrix, rate: int) -> None:
        """An alternate in a slot; every scenario makes use of it where that helps."""
        self._rows[slot] = row
        self._there[:, slot] = self._away[:, slot] >= rate
        self._repair()

    def clear(self, slot: int) -> None:
        """Nobody in a slot any more."""
        self.sums -= self._used[:, [slot]] * self._rows[slot]
        self._used[:, slot] = self._there[:, slot] = False
        self._repair()

    def gains(self, slot: int, rows: Matrix, rates: npt.NDArray[np.int64]) -> Matrix:
        """By how much the breach of all scenarios would shrink with each of these people in a slot.

        They come in alone or in the place of one alternate.
        """
        total = np.zeros(len(rows))
        breaches = self._breach.of(self.sums)
        for number in np.nonzero(breaches)[0]:
            bases = self._bases(int(number))
            change = self._breach.of(bases)[:, None] + self._breach.of_one_more(bases) @ rows.T
            gain = np.maximum(breaches[number] - change.min(axis=0), 0.0)
            total += np.where(self._away[number, slot] >= rates, gain, 0.0)
        return total

    def _bases(self, number: int) -> Matrix:
        """The sums of a scenario as they are, and without each of the alternates in use."""
        used = np.nonzero(self._used[number])[0]
        return np.vstack([self.sums[number], self.sums[number] - self._rows[used]])

    def _repair(self) -> None:
        for number in np.nonzero(self._breach.of(self.sums))[0]:
            while self._exchange(int(number)):
                pass

    def _exchange(self, number: int) -> bool:
        """The best exchange in one scenario; False when none helps."""
        now = float(self._breach.of(self.sums[number]))
        used = np.nonzero(self._used[number])[0]
        idle = np.nonzero(self._there[number] & ~self._used[number])[0]
        bases = self._bases(number)
        alone = self._breach.of(bases)
        came = alone[:, None] + self._breach.of_one_more(bases) @ self._rows[idle].T
        options = np.hstack([alone[:, None], came])
        out, into = divmod(int(np.argmin(options)), options.shape[1])
        if options[out, into] >= now:
            return False
        self.sums[number] = bases[out]
        if out:
            self._used[number, used[out - 1]] = False
        if into:
            self.sums[number] += self._rows[idle[into - 1]]
            self._used[number, idle[into - 1]] = True
        return True
