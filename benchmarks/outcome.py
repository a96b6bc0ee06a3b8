"""What a benchmark comes to: rows of ours against a peer or a limit, the same for all of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: ours and the peer's in one unit and run, and the bound of ours / peer.

    `most` tells whether the bound is a ceiling; `inverse` that peer / ours is meant (times: so many times as fast).
    """

    work: str
    unit: str
    ours: float
    peer_name: str
    peer: float
    bound: float
    most: bool = False
    inverse: bool = False

    @property
    def ratio(self) -> float:
        """Return the ratio the bound is of."""
        return self.peer / self.ours if self.inverse else self.ours / self.peer

    @property
    def held(self) -> bool:
        """Tell whether the bound holds."""
        return self.ratio <= self.bound if self.most else self.ratio >= self.bound

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "work": self.work,
            "unit": self.unit,
            "ours": round(self.ours, 4),
            "peer_name": self.peer_name,
            "peer": round(self.peer, 4),
            "ratio": round(self.ratio, 3),
            "bound": f"{'at most' if self.most else 'at least'} {self.bound:g}",
            "held": self.held,
        }


def conclude(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print rows, as JSON Lines where that is asked for, and end with 1 where a bound does not hold."""
    for row in rows:
        said = row.to_json()
        print(
            json.dumps(said, ensure_ascii=False)
            if as_json
            else f"{row.work}: {row.ours:.3g} {row.unit}, {row.peer_name} {row.peer:.3g}: "
            f"ratio {row.ratio:.2f} ({said['bound']}) {'held' if row.held else 'NOT held'}",
            flush=True,
        )
    sys.exit(0 if all(row.held for row in rows) else 1)
