"""Dividing rows into columns, and columns among neighbours, so that the whole is as low as can be."""

from collections.abc import Callable, Sequence


def partition(heights: Sequence[int], columns: int) -> list[range]:
    """Ranges of neighbouring rows, one for each of at most `columns` columns, the highest as low as can be."""
    if not heights:
        return []
    low, high = max(heights), sum(heights)
    while low < high:
        middle = (low + high) // 2
        if len(fill(heights, middle)) <= columns:
            high = middle
        else:
            low = middle + 1
    return fill(heights, low)


def tallest(heights: Sequence[int], columns: int) -> int:
    """How high the highest of at most `columns` columns becomes; 0 without rows."""
    return max((sum(heights[index] for index in rows) for rows in partition(heights, columns)), default=0)


def fill(heights: Sequence[int], capacity: int) -> list[range]:
    """Columns filled one after another up to `capacity`."""
    starts, used = [0], 0
    for index, height in enumerate(heights):
        if used + height > capacity and index:
            starts.append(index)
            used = 0
        used += height
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(heights)], strict=True)]


def spans(count: int, columns: int, height: Callable[[int, int], int]) -> list[int]:
    """How many of `columns` each of `count` neighbours gets: the highest gets the next, `height(which, columns)`."""
    given = [1] * count
    for _ in range(columns - count if count else 0):
        highest = max(range(count), key=lambda which: (height(which, given[which]), -given[which]))
        given[highest] += 1
    return given


def divide(columns: int, left: Callable[[int], int], right: Callable[[int], int]) -> int:
    """How many columns the left of two neighbours gets so that both are low; evenly where it does not matter."""
    return min(
        range(1, columns),
        key=lambda given: (max(left(given), right(columns - given)), abs(columns - 2 * given)),
    )
