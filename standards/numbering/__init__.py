"""Numbers of standards: reading, writing, comparing.

Pure: no Django, no database, no clock unless `today` is left out.

    >>> number = parse("q／akwg jc101·1—2024")
    >>> str(number), number.key
    ('Q/AKWG JC101•1-2024', 'Q/AKWG JC101.1-2024')
    >>> parse("GBT34300-2017").key
    'GB/T 34300-2017'

Own numbers follow T/CSSG 001.2-2020 10.6. Whatever cannot be read raises `NumberError`, whose `message` is a
Chinese sentence saying what is wrong and how to mend it; whatever was guessed is a sentence in `warnings`.
"""

from standards.numbering.codes import LEVELS
from standards.numbering.document import DocumentNumber, parse_document_number
from standards.numbering.errors import NumberError
from standards.numbering.external import ExternalNumber
from standards.numbering.glyphs import search_form
from standards.numbering.own import CATEGORIES, OwnNumber
from standards.numbering.reading import parse, parse_many
from standards.numbering.sorting import SORT_TEXT_WIDTH
from standards.numbering.titled import parse_titled

__all__ = [
    "CATEGORIES",
    "LEVELS",
    "SORT_TEXT_WIDTH",
    "DocumentNumber",
    "ExternalNumber",
    "NumberError",
    "OwnNumber",
    "parse",
    "parse_document_number",
    "parse_many",
    "parse_titled",
    "search_form",
]
