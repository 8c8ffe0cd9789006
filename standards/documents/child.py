"""An office's own Word template is filled here: a process of its own, short of time and memory. Needs no Django.

    python -m standards.documents.child  < {"template": base64, "context": {…}, "strict": true}

writes {"document": base64} or {"refused": kind, "words": …}. `strict` refuses names that the context does not have.
Whatever a template does, it ends with this process.
"""

import base64
import io
import json
import sys
from contextlib import suppress

SECONDS, MEMORY, LARGEST = 4, 1024**3, 20 * 1024**2
SHOWN = 200


def limit() -> None:
    """Let the system end this process when it takes too much; where it cannot, the parent's clock does."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def answer(request: dict) -> dict:
    """The filled document; or why there is none: `unknown` names, `syntax`, `template`, `memory`, `size`."""
    from jinja2 import TemplateSyntaxError

    try:
        return filled(request)
    except TemplateSyntaxError as error:
        return {"refused": "syntax", "words": short(error.message)}
    except MemoryError:
        return {"refused": "memory", "words": ""}
    # A template may fail in whatever it meets: Jinja, lxml, docx.
    except Exception as error:
        return {"refused": "template", "words": short(error)}


def filled(request: dict) -> dict:
    from docxtpl import DocxTemplate

    from .sandbox import PaperEnvironment

    template = DocxTemplate(io.BytesIO(base64.b64decode(request["template"])))
    strict = request.get("strict", False)
    if strict:
        used = template.get_undeclared_template_variables(PaperEnvironment(autoescape=True))
        if unknown := sorted(used - set(request["context"])):
            return {"refused": "unknown", "words": unknown}
    template.render(request["context"], PaperEnvironment(strict=strict, autoescape=True))
    out = io.BytesIO()
    template.save(out)
    if out.tell() > LARGEST:
        return {"refused": "size", "words": ""}
    return {"document": base64.b64encode(out.getvalue()).decode()}


def short(error) -> str:
    return " ".join(str(error).split())[:SHOWN]


def main() -> None:
    limit()
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
