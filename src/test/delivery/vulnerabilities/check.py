#!/usr/bin/env python3
"""Lists the known vulnerabilities of what an SBOM lists, and fails for those that nobody has accepted.

usage: check.py SBOM.json ACCEPTED.toml [--warn] [--today YYYY-MM-DD] [--answers FOLDER | --record FOLDER]

Asks OSV.dev, which needs no account, about each component (and ACCEPTED.toml's [[known]] about what OSV.dev
does not have). With --answers everything comes from a folder that --record has filled. With --warn what is
new is shown and is no failure, so that a discovery of today does not stop a change of something else.
Exit codes: 0 none, or all accepted; 1 some are not, or what was accepted has run out or is not there any
more; 2 asked wrongly; 69 the database cannot be reached, so nothing was checked.
"""

import argparse
import datetime
import json
import re
import sys
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

DATABASE = "https://api.osv.dev/v1/"


class Away(Exception):
    pass


class Osv:
    """The database itself; what it says is kept where asked."""

    def __init__(self, record):
        self.record = record

    def post(self, queries):
        return self.get("querybatch", json.dumps({"queries": queries}).encode())

    def get(self, path, body=None):
        request = urllib.request.Request(DATABASE + path, body, {"Content-Type": "application/json"})
        for attempt in (1, 2, 3):
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except (OSError, ValueError) as problem:
                if attempt == 3:
                    raise Away(problem) from problem
                time.sleep(attempt)

    def ids(self, purls):
        """The ids of each component, page after page."""
        found = {purl: [] for purl in purls}
        asked = [{"package": {"purl": purl}} for purl in purls]
        while asked:
            more = []
            for start in range(0, len(asked), 500):
                batch = asked[start:start + 500]
                results = self.post(batch).get("results", [])
                if len(results) != len(batch):
                    raise Away("its answer has not as many results as were asked")
                for query, result in zip(batch, results):
                    found[query["package"]["purl"]] += [one["id"] for one in result.get("vulns", [])]
                    if result.get("next_page_token"):
                        more.append({**query, "page_token": result["next_page_token"]})
            asked = more
        if self.record:
            self.keep("ids", found)
        return found

    def details(self, identity):
        entry = self.get(f"vulns/{identity}")
        if self.record:
            self.keep(identity, entry)
        return entry

    def keep(self, name, content):
        Path(self.record).mkdir(parents=True, exist_ok=True)
        (Path(self.record) / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


class Recorded:
    def __init__(self, folder):
        self.folder = Path(folder)

    def ids(self, purls):
        known = json.loads((self.folder / "ids.json").read_text(encoding="utf-8"))
        return {purl: known.get(purl, []) for purl in purls}

    def details(self, identity):
        return json.loads((self.folder / f"{identity}.json").read_text(encoding="utf-8"))


def numbers(version):
    return [int(part) for part in re.findall(r"\d+", version)]


def findings(purls, database, known):
    """(purl, names, words) of each vulnerability."""
    for purl, identities in database.ids(purls).items():
        for identity in identities:
            entry = database.details(identity)
            if "withdrawn" in entry:
                continue
            yield purl, {identity, *entry.get("aliases", [])}, entry.get("summary") or entry.get("details", "")[:100]
    for entry in known:
        for purl in purls:
            name, _, version = purl.partition("@")
            if name == entry["package"] and numbers(version) < numbers(entry["fixed"]):
                yield purl, {entry["id"]}, f"{entry['summary']} (fixed in {entry['fixed']})"


def flaws(accepted, today):
    """What is wrong with the list itself."""
    for entry in accepted:
        name = entry.get("id", "?")
        if not entry.get("reason") or not entry.get("package"):
            yield f"{name}: accepted without reason or package"
        until = entry.get("until")
        if not isinstance(until, datetime.date):
            yield f"{name}: accepted without a date until when"
        elif until > today + datetime.timedelta(days=200):
            yield f"{name}: accepted until {until}, which is more than 200 days away"


def check(purls, database, listed, today, warn=False):
    accepted, bad, new = listed.get("accepted", []), 0, 0
    used = set()
    for purl, names, words in findings(purls, database, listed.get("known", [])):
        by = [n for n, a in enumerate(accepted) if a.get("id") in names and purl.partition("@")[0] == a.get("package")]
        used.update(by)
        name = min(names, key=lambda one: (not one.startswith("CVE"), one))
        until = max((accepted[n]["until"] for n in by if isinstance(accepted[n].get("until"), datetime.date)), default=None)
        if until is None:
            new += 1
            print(f"{'WARN' if warn else 'FAIL'}  {name} in {purl}: {words}")
        elif until < today:
            bad += 1
            print(f"FAIL  {name} in {purl}: was accepted until {until}; look again: {words}")
        else:
            print(f"ok    {name} in {purl}: accepted until {until}: {accepted[by[0]].get('reason', '')}")
    for number, entry in enumerate(accepted):
        if number not in used:
            bad += 1
            print(f"FAIL  {entry.get('id')} is accepted and is not there any more: take it out")
    for flaw in flaws(accepted, today):
        bad += 1
        print(f"FAIL  {flaw}")
    print(f"{len(purls)} components looked at, {new} new, {bad} other problems")
    return 1 if bad or new and not warn else 0


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sbom")
    parser.add_argument("accepted")
    parser.add_argument("--warn", action="store_true")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())
    parser.add_argument("--answers")
    parser.add_argument("--record")
    options = parser.parse_args(arguments)
    components = json.loads(Path(options.sbom).read_text(encoding="utf-8"))["components"]
    purls = sorted({one["purl"] for one in components})
    listed = tomllib.loads(Path(options.accepted).read_text(encoding="utf-8"))
    database = Recorded(options.answers) if options.answers else Osv(options.record)
    try:
        return check(purls, database, listed, options.today, options.warn)
    except Away as problem:
        print(f"the database of vulnerabilities cannot be reached: {problem}", file=sys.stderr)
        return 69


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
