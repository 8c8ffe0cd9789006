"""标准明细表 and 标准体系表 as Excel workbooks (T/CSSG 001.2 9.3, 9.4)."""

from .registry import Exported, export_registry
from .system_table import export_system_table
from .version import export_version

__all__ = ["Exported", "export_registry", "export_system_table", "export_version"]
