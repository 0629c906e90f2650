#!/usr/bin/env python3
"""What this project asks of its workflows beyond what actionlint and zizmor look at.

usage: policy.py FOLDER      the folder that has .github/workflows

Prints FILE: WHAT for each problem; exit code 1 if there is one, 2 if there is nothing to look at.
"""

import re
import sys
from pathlib import Path

import yaml

PINNED = re.compile(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40}$")
VERSION = re.compile(r"uses:\s*['\"]?([^\s'\"]+)['\"]?\s+# v\d+(\.\d+){1,2}\s*$")
SECRET = re.compile(r"secrets\s*[.\[]\s*['\"]?(\w+)")
FORBIDDEN_TRIGGERS = {"pull_request_target", "workflow_run"}


def texts(node):
    """Every string in a piece of YAML."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from texts(key)
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def secrets_of(node):
    names = {name for text in texts(node) for name in SECRET.findall(text)}
    if any("toJSON(secrets" in text.replace(" ", "") for text in texts(node)):
        names.add("all of them")
    return names


def look_at_step(step, where):
    uses = step.get("uses", "")
    if uses and not uses.startswith("./") and not PINNED.match(uses):
        yield f"{where}: {uses} is not pinned by a commit"
    if uses.startswith("actions/checkout@"):
        if step.get("with", {}).get("persist-credentials") is not False:
            yield f"{where}: checkout without persist-credentials: false"
    if "${{" in step.get("run", ""):
        yield f"{where}: ${{{{ }}}} in a script; hand it over by env:"


def look_at_job(name, job):
    where = f"job {name}"
    if "uses" in job:
        if not job["uses"].startswith("./.github/workflows/"):
            yield f"{where}: calls a workflow of another repository"
        if secrets_of(job):
            yield f"{where}: hands over secrets by name"
        return
    if "timeout-minutes" not in job:
        yield f"{where}: no timeout-minutes"
    found = secrets_of(job)
    if found and "environment" not in job:
        yield f"{where}: secrets ({', '.join(sorted(found))}) without environment:"
    if "environment" in job:
        concurrency = job.get("concurrency")
        if not isinstance(concurrency, dict) or concurrency.get("cancel-in-progress") is not False:
            yield f"{where}: environment: without concurrency that cancels nothing"
    if job.get("permissions") in ("write-all", "read-all"):
        yield f"{where}: permissions are not listed one by one"
    for number, step in enumerate(job.get("steps", []), 1):
        yield from look_at_step(step, f"{where}, step {number}")


def builds(jobs):
    """The workflow that builds: what it signs is held to the commit that it was built from."""
    return any("docker/build-push-action@" in s.get("uses", "") for j in jobs.values() for s in j.get("steps", []))


def look_at(text):
    workflow = yaml.safe_load(text)
    triggers = workflow.get(True, workflow.get("on"))  # YAML 1.1 reads a bare `on` as true
    for trigger in FORBIDDEN_TRIGGERS & set(triggers if not isinstance(triggers, str) else [triggers]):
        yield f"trigger {trigger} runs foreign code with our rights"
    if workflow.get("permissions") != {"contents": "read"}:
        yield "the top permissions are not `contents: read` alone"
    if any("steps" in job for job in workflow.get("jobs", {}).values()):
        if workflow.get("defaults", {}).get("run", {}).get("shell") != "bash":
            yield "defaults: run: shell is not bash, so a failing pipe goes unseen"
    if secrets_of(workflow.get("env", {})):
        yield "secrets in the top env:"
    versioned = {m.group(1) for line in text.splitlines() if (m := VERSION.search(line))}
    for uses in sorted({u for u in re.findall(r"uses:\s*['\"]?([^\s'\"]+)", text) if "@" in u}):
        if uses not in versioned:
            yield f"{uses} has no version in a comment"
    jobs = workflow.get("jobs", {})
    if "workflow_call" in (triggers or {}) and not builds(jobs):
        for name, job in jobs.items():
            if (job.get("permissions") or {}).get("id-token") == "write":
                yield f"job {name}: signs in a workflow that one of any branch may call as main has it"
    for name, job in jobs.items():
        yield from look_at_job(name, job)
    if "ci-ok" in jobs:
        forgotten = set(jobs) - {"ci-ok"} - set(jobs["ci-ok"].get("needs", []))
        for name in sorted(forgotten):
            yield f"ci-ok does not need {name}"


def main(folder):
    files = sorted(Path(folder).glob(".github/workflows/*.y*ml"))
    if not files:
        print(f"{folder}: no workflows")
        return 2
    problems, pins = [], {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        problems += [f"{file.name}: {problem}" for problem in look_at(text)]
        for action, commit in re.findall(r"uses:\s*([\w./-]+)@([0-9a-f]{40})", text):
            pins.setdefault(action, set()).add(commit)
    problems += [f"{a} is pinned to several commits" for a, c in sorted(pins.items()) if len(c) > 1]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] == "--help":
        print(__doc__.strip(), file=sys.stdout if "--help" in sys.argv else sys.stderr)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(sys.argv[1]))
