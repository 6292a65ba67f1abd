"""Affine transformations as PDF and OFD write them."""

from __future__ import annotations

from typing import TypeAlias

#: a, b, c, d, e, f: a point (x, y) goes to (ax + cy + e, bx + dy + f).
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """One transformation after the other."""
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    k, l, m, n, o, p = outer  # noqa: E741 - as matrices are written
    return (
        a * k + b * m,
        a * l + b * n,
        c * k + d * m,
        c * l + d * n,
        e * k + f * m + o,
        e * l + f * n + p,
    )


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Where a point goes."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
