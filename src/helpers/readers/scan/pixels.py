"""What the whole package works on: pictures as arrays, and areas of them."""

from __future__ import annotations

from typing import Any

import numpy as np

Pixels = np.ndarray[Any, Any]

#: x0, y0, x1, y1 in pixels of the page.
Area = tuple[int, int, int, int]
