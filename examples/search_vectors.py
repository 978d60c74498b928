"""Exact search among vectors: the threshold is part of the question, and so is who may pass here."""

import numpy as np

import zbsec

rng = np.random.default_rng(0)
members = rng.standard_normal((1000, 512)).astype(np.float32)
index = zbsec.VectorIndex(dim=512, key=bytes(range(32)))
index.add(np.arange(1000), members)

seen = members[17:18] + 0.3 * rng.standard_normal((1, 512)).astype(np.float32)
stranger = rng.standard_normal((1, 512)).astype(np.float32)
for name, vector in (("member", seen), ("stranger", stranger)):
    hits = index.search(vector, k=1, min_score=0.45)
    print(name, hits.ids[0, 0], hits.scores[0, 0])

index.remove(np.array([17]))
print("after removal", index.search(seen, min_score=0.45).ids[0, 0], "on", zbsec.simd())
