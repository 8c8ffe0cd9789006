"""The 标准明细表 as an Excel workbook (T/CSSG 001.2 9.4)."""

from .registry import Exported, export_registry

__all__ = ["Exported", "export_registry"]
