"""Mermaid's own parser of flowcharts, run by Qt's engine for JavaScript: what it makes of a text."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtQml import QJSEngine

MERMAID = Path(__file__).parents[1] / "data" / "mermaid" / "flowchart.js"
RECORDER = r"""
String.prototype.trimStart = function () { return this.replace(/^\s+/, ""); };
var met;
function plain(text) { return text === undefined || text === null ? "" : decodeEntities(text.text); }
var yy = {
  lex: {firstGraph: function () { return met.first ? (met.first = false, true) : false; }},
  setDirection: function (way) { met.direction = way; },
  addVertex: function (id, text, shape, style, classes) {
    if (!met.nodes[id]) { met.nodes[id] = {text: "", shape: "", classes: []}; }
    if (text !== undefined) { met.nodes[id].text = plain(text); met.nodes[id].shape = shape; }
  },
  addLink: function (tails, heads, link) {
    tails.forEach(function (tail) { heads.forEach(function (head) {
      met.links.push([tail, head, plain(link.text), link.stroke, link.type]); }); });
  },
  destructLink: function (text) {
    return {type: "arrow_point", stroke: text.trim()[0] === "=" ? "thick"
      : text.indexOf(".") >= 0 ? "dotted" : "normal"};
  },
  addSubGraph: function (id, list, title) {
    met.groups.push([id.text.trim(), plain(title), [].concat.apply([], list).filter(function (each) {
      return typeof each === "string" && each.trim(); })]);
    return id.text.trim();
  },
  addClass: function (ids, style) { met.styles.push(ids); },
  setClass: function (ids, name) {
    ids.split(",").forEach(function (id) { met.nodes[id].classes.push(name); });
  }
};
function read(code) {
  met = {first: true, nodes: {}, links: [], groups: [], styles: []};
  code = cleanupComments(removeDirectives(cleanupText(code)));
  newParser.parser.yy = yy;
  newParser.parse(encodeEntities(code) + "\n");
  return JSON.stringify(met);
}
"""


@dataclass(frozen=True)
class Flowchart:
    """Nodes by name with text, shape and classes; links (tail, head, text, stroke); groups with members."""

    nodes: dict[str, dict[str, Any]]
    links: list[tuple[str, str, str, str]]
    groups: dict[str, tuple[str, frozenset[str]]]


class Mermaid:
    """One engine with Mermaid's parser in it. Qt wants an application to exist."""

    def __init__(self) -> None:
        self._engine = QJSEngine()
        for part in (MERMAID.read_text(encoding="utf-8"), RECORDER):
            made = self._engine.evaluate(part)
            assert not made.isError(), made.toString()

    def read(self, code: str) -> Flowchart:
        """What Mermaid reads; a text that it refuses fails the test with its reason."""
        answer = self._engine.evaluate(f"read({json.dumps(code)})")
        assert not answer.isError(), f"{answer.toString()}\n{code}"
        met = json.loads(answer.toString())
        return Flowchart(
            nodes={name: node | {"text": html.unescape(node["text"])} for name, node in met["nodes"].items()},
            links=[(tail, head, html.unescape(text), stroke) for tail, head, text, stroke, _ in met["links"]],
            groups={
                name: (html.unescape(title), frozenset(members)) for name, title, members in met["groups"]
            },
        )
