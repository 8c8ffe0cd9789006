"""Where an .xls file has formulas: calamine gives their cached results and does not say so. Pure.

Reads the directory of the compound file, the stream of the workbook in it, and of its records the few that tell.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator

END, MOST_FORMULAS = 0xFFFFFFF0, 50_000
FORMULA, SHEET, BEGIN = 0x0006, 0x0085, 0x0809
STREAMS = ("Workbook", "Book")


def formulas_of(content: bytes) -> dict[str, dict[int, set[int]]]:
    """Sheet → row as the spreadsheet counts → columns from 0; empty for what cannot be read so."""
    try:
        stream = workbook_stream(content)
        return found_in(stream)
    except (struct.error, IndexError, ValueError, StopIteration):
        return {}


def workbook_stream(content: bytes) -> bytes:
    """The stream with the records, from its sectors or, where it is small, from those of the mini stream."""
    size, small = 1 << content[0x1E], 1 << content[0x20]
    first_directory, limit, first_small = (word(content, place) for place in (0x30, 0x38, 0x3C))
    table = allocation(content, size)
    sectors = chain(table, first_directory)
    directory = b"".join(sector(content, size, number) for number in sectors)
    entries = [directory[place : place + 128] for place in range(0, len(directory), 128)]
    root, book = entries[0], next(entry for entry in entries if name_of(entry) in STREAMS)
    length, start = word(book, 0x78), word(book, 0x74)
    if length >= limit:
        return b"".join(sector(content, size, number) for number in chain(table, start))[:length]
    minis = b"".join(sector(content, size, number) for number in chain(table, word(root, 0x74)))
    small_table = words(b"".join(sector(content, size, number) for number in chain(table, first_small)))
    pieces = [minis[number * small : (number + 1) * small] for number in chain(small_table, start)]
    return b"".join(pieces)[:length]


def allocation(content: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which; the list of the table's own sectors goes on past the header where it is long."""
    own = [number for number in words(content[0x4C:0x200]) if number < END]
    following, most = word(content, 0x44), len(content) // size
    while following < END and len(own) < most:
        more = words(sector(content, size, following))
        own += [number for number in more[:-1] if number < END]
        following = more[-1]
    return words(b"".join(sector(content, size, number) for number in own[:most]))


def chain(table: tuple[int, ...], start: int) -> list[int]:
    numbers = []
    while start < END and len(numbers) < len(table):
        numbers.append(start)
        start = table[start]
    return numbers


def sector(content: bytes, size: int, number: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def word(content: bytes, place: int) -> int:
    return struct.unpack_from("<I", content, place)[0]


def words(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def name_of(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 0x40)[0]
    return entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")


def found_in(stream: bytes) -> dict[str, dict[int, set[int]]]:
    titles, found, title, count = {}, defaultdict(lambda: defaultdict(set)), None, 0
    for place, kind, body in records(stream):
        if kind == SHEET:
            titles[word(body, 0)] = title_of(body)
        elif kind == BEGIN:
            title = titles.get(place, title)
        elif kind == FORMULA and title is not None and count < MOST_FORMULAS:
            count += 1
            row, column = struct.unpack_from("<HH", body)
            found[title][row + 1].add(column)
    return found


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def title_of(body: bytes) -> str:
    """The name of a sheet: its length, whether its signs have two bytes, the signs."""
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
