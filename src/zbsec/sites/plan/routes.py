"""How many separate ways fire engines have from the street to where they can stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Set

    from numpy.typing import NDArray

    from zbsec.sites.plan.network import Network, Node

_DOORS, _STREET = 0, 1
_UNBOUNDED = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Why there are no more routes (Menger): all of them squeeze through junctions or open passages."""

    routes: int
    junctions: int
    """How many junctions are in the cut."""
    passages: frozenset[str]
    """Those that lead around the junctions; each that is open gives one route."""


@dataclass(frozen=True, eq=False)
class Routes:
    """The lanes of a network as a flow: every junction lets one route through, every open passage too.

    Vertices: the doors, the street, then an entry and an exit of each junction, then the passages for fire engines.
    """

    network: Network

    def cut(self, stands: Set[Node], open_now: Set[str]) -> Cut:
        """The smallest cut between the nodes where engines can stand and the street."""
        from scipy.sparse import csr_array  # noqa: PLC0415
        from scipy.sparse.csgraph import breadth_first_order, maximum_flow  # noqa: PLC0415

        first = [(_DOORS, self._entry[node], _UNBOUNDED) for node in sorted(stands)]
        last = [(self._gate[name], _STREET, int(name in open_now)) for name in self._gate]
        arcs = np.concatenate([self._arcs, np.array([*first, *last], dtype=np.int32).reshape(-1, 3)])
        size = 2 + 2 * len(self._entry) + len(self._gate)
        capacity = csr_array((arcs[:, 2], (arcs[:, 0], arcs[:, 1])), shape=(size, size), dtype=np.int32)
        flow = maximum_flow(capacity, _DOORS, _STREET)
        left = capacity - flow.flow
        left.eliminate_zeros()
        near = set(breadth_first_order(left, _DOORS, return_predecessors=False).tolist())
        squeezed = sum(entry in near and entry + 1 not in near for entry in self._entry.values())
        around = frozenset(name for name, gate in self._gate.items() if gate in near)
        return Cut(routes=int(flow.flow_value), junctions=squeezed, passages=around)

    @cached_property
    def _entry(self) -> dict[Node, int]:
        """Of each junction; its exit is the next number."""
        return {node: 2 + 2 * number for number, node in enumerate(sorted(self.network.lanes.nodes))}

    @cached_property
    def _gate(self) -> dict[str, int]:
        first = 2 + 2 * len(self._entry)
        return {name: first + number for number, name in enumerate(sorted(self.network.for_engines))}

    @cached_property
    def _arcs(self) -> NDArray[np.int32]:
        """From, to, capacity: what no selection changes."""
        arcs = [(entry, entry + 1, 1) for entry in self._entry.values()]
        for here, there in self.network.lanes.edges:
            arcs.append((self._entry[here] + 1, self._entry[there], _UNBOUNDED))
            arcs.append((self._entry[there] + 1, self._entry[here], _UNBOUNDED))
        arcs += [(self._entry[self.network.passages[name]] + 1, gate, _UNBOUNDED) for name, gate in self._gate.items()]
        return np.array(arcs, dtype=np.int32)
