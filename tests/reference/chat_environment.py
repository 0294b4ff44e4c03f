# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's jinja2 set up as transformers sets it up for chat templates."""
import json
from datetime import datetime

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    """{% generation %}: marks what the assistant wrote; the text is that of its body."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def environment():
    made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
    return made


def render(source, messages, variables, add_generation_prompt=True, bos="<s>", eos="</s>"):
    """{"output": text}, {"refused": the template's own message} or {"fails": Python's message}."""
    names = {"tools": None, "documents": None, "bos_token": bos, "eos_token": eos,
             "add_generation_prompt": add_generation_prompt, **variables, "messages": messages}
    names = json.loads(json.dumps(names))  # some filters change lists that they are given
    try:
        return {"output": environment().from_string(source).render(**names)}
    except jinja2.exceptions.TemplateError as error:
        kind = "refused" if type(error) is jinja2.exceptions.TemplateError else "fails"
        return {kind: str(error)}
    except Exception as error:  # what Python raises in an expression is the expectation
        return {"fails": f"{type(error).__name__}: {error}"}
