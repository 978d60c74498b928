from typing import Any

def simd() -> str: ...

VectorIndex: Any
PlateBook: Any
