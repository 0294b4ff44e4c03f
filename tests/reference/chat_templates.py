#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes conversations.json, templates.json and snippets.json of tests/data/chat.

Needs jinja2 3.1: python3 tests/reference/chat_templates.py
"""
import json
import pathlib

from chat_environment import render
from chat_snippets import SNIPPETS, VARIABLES

DATA = pathlib.Path(__file__).parent.parent / "data" / "chat"

TOOLS = [
    {"type": "function", "function": {
        "name": "get_weather", "description": "날씨를 <b>\"조회\"</b> 한다",
        "parameters": {"type": "object", "required": ["city"], "properties": {
            "city": {"type": "string", "description": "A city 🌆\n or a village"},
            "days": {"type": ["integer", "null"], "minimum": 1.5, "enum": [1, 2], "default": None},
            "where": {"type": "object", "properties": {"lat": {"type": "number"}}}}}}},
    {"type": "function", "function": {"name": "noop", "description": "",
                                      "parameters": {"type": "object", "properties": {}}}},
]


def say(role, content, **more):
    return {"role": role, "content": content, **more}


def user(content):
    return say("user", content)


def assistant(content, **more):
    return say("assistant", content, **more)


CALL = assistant("", tool_calls=[{"type": "function", "id": "abcdef123", "function": {
    "name": "get_weather", "arguments": {"city": "서울", "days": 2, "exact": True}}}])
CALL_TEXT = assistant(None, tool_calls=[{"type": "function", "id": "abcdef123", "function": {
    "name": "get_weather", "arguments": "{\"city\": \"x\"}"}}])
RESULT = say("tool", "{\"t\": 21.5}", tool_call_id="abcdef123", name="get_weather")
SYSTEM = say("system", "  You are 도우미. \n")

CONVERSATIONS = {
    "one question": [user("Hi")],
    "system and Korean": [SYSTEM, user("안녕하세요 👋🏽")],
    "three turns": [user("a"), assistant("b"), user("c")],
    "spaces and empty": [SYSTEM, user(" lead"), assistant("trail \n\n"), user(""), assistant("x"), user("끝 👩‍👩‍👧 é\tend ")],
    "user twice": [user("a"), user("b")],
    "assistant first": [assistant("first")],
    "system, then assistant": [SYSTEM, assistant("x")],
    "nobody": [],
    "system only": [SYSTEM],
    "two systems": [SYSTEM, say("system", "Second."), user("q")],
    "thought": [user("q"), assistant("<think>\nhmm\n</think>\n\nanswer"), user("r")],
    "reasoning": [user("q"), assistant("answer", reasoning_content="because"), user("again"),
                  assistant("done", reasoning_content="so")],
    "call and result": [user("w"), CALL, RESULT, assistant("done"), user("more")],
    "open result": [SYSTEM, user("w"), CALL, RESULT],
    "call as text": [user("w"), CALL_TEXT, RESULT],
    "content parts": [user([{"type": "text", "text": " one "}, {"type": "image"}, {"type": "text", "text": "둘"}])],
    "unknown role": [say("narrator", "Once upon a time")],
    "no content": [{"role": "user"}],
    "content none": [user(None)],
}
SETTINGS = {
    "plain": ({}, True),
    "plain, closed": ({}, False),
    "tools": ({"tools": TOOLS}, True),
    "switches": ({"enable_thinking": False, "date_string": "26 Jul 2024", "builtin_tools": ["search", "code"]}, True),
}


def templates():
    for path in sorted((DATA / "templates").glob("*.jinja")):
        source = path.read_bytes().decode()
        if "strftime_now(" in source:
            raise SystemExit(f"{path.name} prints the date: its prompts change every day")
        for conversation, messages in CONVERSATIONS.items():
            for setting, (variables, prompt) in SETTINGS.items():
                yield {"template": path.name, "conversation": conversation, "setting": setting,
                       **render(source, messages, variables, prompt)}


def snippets():
    for group, sources in SNIPPETS.items():
        for source in sources:
            yield {"group": group, "source": source, **render(source, [user("Hi"), assistant("안녕")], VARIABLES)}


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, indent=0)
    (DATA / name).write_text(text + "\n", encoding="utf-8")


settings = {name: {"variables": variables, "prompt": prompt} for name, (variables, prompt) in SETTINGS.items()}
write("conversations.json", {"conversations": CONVERSATIONS, "settings": settings})
write("templates.json", list(templates()))
write("snippets.json", {"variables": VARIABLES, "snippets": list(snippets())})
