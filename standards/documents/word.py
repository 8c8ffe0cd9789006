"""Papers as Word documents: from the built-in template, or from one an office made (docxtpl)."""

import base64
import io
import json
import os
import subprocess
import sys
from functools import cache

from django.conf import settings
from docxtpl import DocxTemplate

from ..errors import StandardsError
from .blocks import Layout
from .catalogue import Paper
from .child import SECONDS
from .layouts import LAYOUTS
from .sandbox import PaperEnvironment
from .template import build_template

# Starting Python and reading the libraries counts as well.
PATIENCE = 4 * SECONDS
# What Python needs to start; the address of the database is not the child's to know.
NEEDED = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH")
REASONS = {
    "unknown": "用了不认识的变量：{}",
    "syntax": "写法有误（{}）",
    "template": "填写时出错（{}）",
    "memory": "占用的内存太多",
    "size": "生成的文件太大",
    "time": "填写的时间太长",
}


@cache
def builtin_template(kind: str) -> bytes:
    """The template of a kind of paper as this system brings it."""
    return build_template(LAYOUTS[kind])


def write_word(paper: Paper, context: dict, template: bytes | None = None) -> bytes:
    """The paper as a Word document; with `template`, an office's own.

    Raises StandardsError when that template cannot be filled with this context.
    """
    values = paragraphs(context)
    if template is None:
        return fill(builtin_template(paper.kind), values)
    try:
        return fill_in_child(template, values)
    except StandardsError as error:
        raise StandardsError(
            f"本组织的“{paper.title}”模板不能用：{error.message}。请在“文件模板”中上传改好的模板，或改回内置模板。"
        ) from error


def write_layout(layout: Layout, context: dict) -> bytes:
    """Any layout with `context` as a Word document."""
    return fill(build_template(layout), paragraphs(context))


def fill(template: bytes, context: dict) -> bytes:
    document, out = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    document.render(context, PaperEnvironment(autoescape=True))
    document.save(out)
    return out.getvalue()


def fill_in_child(template: bytes, context: dict, *, strict: bool = False) -> bytes:
    """Fill a template that somebody handed in, where it can do no harm.

    `strict` refuses names that are not in the context. Raises StandardsError with the reason, without a full stop.
    """
    request = {
        "template": base64.b64encode(template).decode(),
        "context": context,
        "strict": strict,
    }
    found = ask_child(request)
    if "document" in found:
        return base64.b64decode(found["document"])
    words = found.get("words", "")
    raise StandardsError(
        REASONS[found["refused"]].format("、".join(words) if isinstance(words, list) else words)
    )


def ask_child(request: dict) -> dict:
    """What the child says; one that dies of its limits took too long or too much."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "standards.documents.child"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=PATIENCE,
            cwd=settings.BASE_DIR,
            env={"PYTHONUTF8": "1"} | {name: os.environ[name] for name in NEEDED if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "time"}
    if done.returncode:
        return {"refused": "time" if done.returncode < 0 else "memory"}
    return json.loads(done.stdout)


def paragraphs(value):
    """The context with line ends as Word templates take them: a new paragraph of the same look."""
    if isinstance(value, dict):
        return {name: paragraphs(each) for name, each in value.items()}
    if isinstance(value, list):
        return [paragraphs(each) for each in value]
    return value.replace("\n", "\a") if isinstance(value, str) else value
