#!/usr/bin/env python3
"""Looks for syntax errors and characters beyond ASCII in PowerShell scripts.

usage: powershell.py FILE...

Windows PowerShell reads a file without byte order mark in the machine's own code page, so anything
but ASCII may turn into something else there. Exit code 1 if there is a problem.
"""

import sys

import tree_sitter
import tree_sitter_powershell


def errors(node):
    if node.is_error or node.is_missing:
        yield node
    elif node.has_error:
        for child in node.children:
            yield from errors(child)


def look_at(path, parser):
    with open(path, "rb") as file:
        source = file.read()
    for number, line in enumerate(source.split(b"\n"), 1):
        if not line.isascii():
            yield f"{path}:{number}: a character that is not ASCII"
    # the grammar wants a line break at the end, PowerShell does not
    tree = parser.parse(source.replace(b"\r\n", b"\n") + b"\n")
    for node in errors(tree.root_node):
        row, column = node.start_point
        what = f"{node.type} is missing" if node.is_missing else "syntax error"
        yield f"{path}:{row + 1}:{column + 1}: {what}"


def main(paths):
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    problems = [problem for path in paths for problem in look_at(path, parser)]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or "--help" in sys.argv:
        print(__doc__.strip(), file=sys.stdout if "--help" in sys.argv else sys.stderr)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(sys.argv[1:]))
