"""Bicep files as trees (parser: pycep), and the published types to hold them against."""

import json
from pathlib import Path

from pycep import BicepParser

FOLDER = Path("infra")
TYPES = json.loads((Path(__file__).parent / "types.json").read_text())
# What every resource may have beside its own properties, by the language.
LANGUAGE = {"parent", "scope", "dependsOn"}


def files():
    return sorted(FOLDER.rglob("*.bicep"))


def parse(file):
    return BicepParser().parse(file_path=file)


def resources(tree):
    """Each resource of a file as (name, type, version, properties), loops and conditions taken off."""
    for name, resource in tree.get("resources", {}).items():
        if resource["existing"]:
            continue
        config = resource["config"]
        while isinstance(config, dict) and "config" in config:
            config = config["config"]
        yield name, resource["type"], resource["api_version"], config


def names_in(tree):
    """Words that are no literals: what the file declares."""
    found = set()
    for part in ("parameters", "variables", "resources", "modules"):
        found |= set(tree.get(part, {}))
    text = json.dumps(tree)
    for word in ("item_name", "index_name"):
        found |= {piece.split('"')[0] for piece in text.split(f'"{word}": "')[1:]}
    return found


class Checker:
    """Holds values against the published types; what is wrong is collected with its place."""

    def __init__(self, tree):
        self.variables = tree.get("variables", {})
        self.names = names_in(tree)
        self.problems = []

    def resource(self, name, kind, version, config):
        root = TYPES["resources"].get(f"{kind}@{version}".lower())
        if root is None:
            self.problems.append(f"{name}: {kind}@{version} has no published type (run tools/extract-bicep-types.ts)")
            return
        own = {key: value for key, value in config.items() if key not in LANGUAGE}
        self.value(own, root, name)

    def value(self, value, type_name, place):
        shape = TYPES["definitions"][type_name]
        if is_expression(value):
            for branch in branches(value):
                self.value(branch, type_name, place)
            return
        if isinstance(value, str) and value in self.variables:
            declared = self.variables[value].get("value")
            if isinstance(declared, (dict, list)):
                self.value(declared, type_name, place)
            return
        kind = shape.get("kind")
        if kind == "array" and isinstance(value, dict) and "loop_type" in value:
            value = [value["config"]]
        if kind == "union":
            self.union(value, shape, place)
        elif kind in ("object", "choice") and isinstance(value, dict):
            self.object(value, shape, place)
        elif kind == "array" and isinstance(value, list):
            for index, item in enumerate(value):
                self.value(item, shape["items"], f"{place}[{index}]")
        elif kind == "literal":
            self.literal(value, [shape["value"]], place)
        elif self.is_wrong(value, kind):
            self.problems.append(f"{place}: expected {kind}, found {value!r}")

    def union(self, value, shape, place):
        parts = [TYPES["definitions"][part] for part in shape["of"]]
        literals = [part["value"] for part in parts if part.get("kind") == "literal"]
        if literals:
            self.literal(value, literals, place)

    def literal(self, value, literals, place):
        if not isinstance(value, str) or value in self.names or "${" in value:
            return
        if value not in literals:
            self.problems.append(f"{place}: {value!r} is none of {literals}")

    def object(self, value, shape, place):
        properties = dict(shape["properties"])
        if shape["kind"] == "choice":
            choice = value.get(shape["by"], value.get(f"'{shape['by']}'"))
            chosen = shape["elements"].get(choice)
            if chosen is None:
                self.problems.append(f"{place}.{shape['by']}: {choice!r} is none of {sorted(shape['elements'])}")
                return
            properties |= TYPES["definitions"][chosen]["properties"]
        for key, item in value.items():
            name = key.strip("'")
            if name in properties:
                if properties[name]["readOnly"]:
                    self.problems.append(f"{place}.{name}: is read-only")
                self.value(item, properties[name]["type"], f"{place}.{name}")
            elif "more" in shape:
                self.value(item, shape["more"], f"{place}.{name}")
            else:
                self.problems.append(f"{place}.{name}: there is no such property")
        for name, field in properties.items():
            if field["required"] and not field["readOnly"] and name not in {key.strip("'") for key in value}:
                self.problems.append(f"{place}.{name}: is missing")

    def is_wrong(self, value, kind):
        if isinstance(value, str):
            # A word may be the name of something of any type.
            return kind in ("object", "array", "choice", "boolean", "integer") and value not in self.names
        if isinstance(value, bool):
            return kind not in ("boolean", "any")
        if isinstance(value, int):
            return kind not in ("integer", "any")
        if isinstance(value, list):
            return kind not in ("array", "any")
        return isinstance(value, dict) and kind in ("string", "boolean", "integer", "array")


def is_expression(value):
    """An operator or a call of a function; properties may have these names, too, but never an object with nothing else."""
    return isinstance(value, dict) and len(value) == 1 and isinstance(value.get("operator", value.get("function")), dict)


def branches(expression):
    """What a condition may come to; of other expressions nothing is known."""
    operator = expression.get("operator")
    if operator is None:
        return
    operands = operator["operands"]
    if operator["type"] == "conditional":
        for branch in (operands["true_value"], operands["false_value"]):
            if branch not in ("null", None):
                yield branch
        return
    last = operands.get("operand_2")
    if is_expression(last) and last.get("operator", {}).get("type") == "conditional":
        yield from branches(last)
