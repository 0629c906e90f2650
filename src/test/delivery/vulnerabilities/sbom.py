#!/usr/bin/env python3
"""Lists what a package is made of, as a CycloneDX document.

usage: sbom.py PACKAGE.zip

Every jar counts: those of the application by the coordinates in them, or by where Maven keeps the same
file; those of the server by what their own pom.xml says they were made of; and the server itself.
Prints the document. Exit codes: 0 printed, 1 a jar of the application is not known, 2 asked wrongly.
"""

import hashlib
import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

POM = "{http://maven.apache.org/POM/4.0.0}"
SERVER = "wlp/lib/versions/openliberty.properties"


def properties(text):
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in pairs}


def in_jar(jar):
    """The coordinates that Maven has left in a jar; several, where others were put into it."""
    for name in jar.namelist():
        if re.fullmatch(r"META-INF/maven/[^/]+/[^/]+/pom\.properties", name):
            found = properties(jar.read(name).decode("utf-8", "replace"))
            if {"groupId", "artifactId", "version"} <= set(found):
                yield found["groupId"], found["artifactId"], found["version"]


def in_repository(name, content):
    """Where Maven's repository has the same file: group/artifact/version/name."""
    repository = Path(os.environ.get("MAVEN_REPOSITORY", Path.home() / ".m2/repository"))
    for file in repository.rglob(name):
        if file.read_bytes() == content:
            version, artifact = file.parent, file.parent.parent
            return ".".join(artifact.parent.relative_to(repository).parts), artifact.name, version.name
    return None


def of_server(jar):
    """What a bundle of the server says that it was made of, other bundles left out."""
    for name in jar.namelist():
        if not re.fullmatch(r"META-INF/maven/dev/[^/]+/pom\.xml", name):
            continue
        for dependency in ElementTree.fromstring(jar.read(name)).iter(f"{POM}dependency"):
            group, artifact, version = (dependency.findtext(POM + part, "") for part in ("groupId", "artifactId", "version"))
            if not group.startswith(("dev", "io.openliberty", "com.ibm")) and re.match(r"\d", version):
                yield group, artifact, version


def component(coordinates, where):
    group, name, version = coordinates
    purls = {f"pkg:maven/{group}/{name}@{version}"}
    if group == "org.webjars":
        purls = {f"pkg:npm/{name}@{version}", f"pkg:npm/{name}-dist@{version}"}
    for purl in purls:
        yield purl, {"type": "library", "group": group, "name": name, "version": version, "purl": purl, "bom-ref": purl,
                     "properties": [{"name": "dev.localllm:in", "value": where}]}


def components(package):
    found, unknown = {}, []
    for entry in package.namelist():
        if not entry.endswith(".jar"):
            continue
        content, name = package.read(entry), entry.rsplit("/", 1)[-1]
        jar = zipfile.ZipFile(io.BytesIO(content))
        if "/usr/servers/" in entry:
            coordinates = list(in_jar(jar)) or [in_repository(name, content)]
        else:
            coordinates = list(of_server(jar))
        if coordinates == [None]:
            unknown.append(f"{name} (sha256 {hashlib.sha256(content).hexdigest()})")
            continue
        for one in coordinates:
            for purl, listed in component(one, name):
                found.setdefault(purl, listed)
    version = properties(package.read(SERVER).decode()).get("com.ibm.websphere.productVersion")
    found.update(component(("io.openliberty", "openliberty-runtime", version), "wlp"))
    return [found[purl] for purl in sorted(found)], unknown


def main(path):
    with zipfile.ZipFile(path) as package:
        listed, unknown = components(package)
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                "metadata": {"component": {"type": "application", "name": "local-llm-server", "bom-ref": "local-llm-server"}},
                "components": listed}
    json.dump(document, sys.stdout, indent=1)
    print()
    for name in unknown:
        print(f"sbom: what is {name}?", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] == "--help":
        print(__doc__.strip(), file=sys.stdout if "--help" in sys.argv else sys.stderr)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(sys.argv[1]))
