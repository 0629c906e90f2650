#!/usr/bin/env bash
# The check of known vulnerabilities against answers of the database that were kept, and the list of
# components of packages that are made here.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: vulnerabilities-test.sh

Exit codes: 0 passed, 1 failed, 2 asked wrongly, 69 not possible here.
EOF
}

case ${1-} in
  '') ;;
  --help) usage && exit ;;
  *) echo "vulnerabilities-test: unknown argument $1 (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=src/test/delivery/lint/cases.sh
. "$here/lint/cases.sh"
if ! python3 -c 'import tomllib' 2>/dev/null; then
  echo "vulnerabilities-test: SKIPPED: no Python 3.11" >&2
  echo "0 passed, 0 failed, 1 skipped"
  exit 69
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

sbom() { printf '{"components":[{"purl":"%s"}]}' "$1" >"$scratch/sbom.json"; }
accepted() { cat >"$scratch/accepted.toml"; }
check() { python3 "$here/vulnerabilities/check.py" "$scratch/sbom.json" "$scratch/accepted.toml" --today "${today:-2026-11-28}" --answers "$here/vulnerabilities/answers" "$@"; }
entry() { printf '[[accepted]]\nid = "%s"\npackage = "%s"\nuntil = %s\nreason = "%s"\n' "$1" "${2-pkg:maven/org.example/lib}" "${3-2027-01-31}" "${4-it is not called}"; }

sbom pkg:maven/org.example/lib@1.0
accepted </dev/null
expect "one that nobody has accepted" 1 '^FAIL  CVE-2026-0001 in pkg:maven/org.example/lib@1.0: A flaw' check
expect "as a warning" 0 '^WARN  CVE-2026-0001' check --warn
expect "one that was withdrawn is none" 1 '^1 components looked at, 1 new, 0 other problems$' check
entry CVE-2026-0001 | accepted
expect "accepted by the name that people know" 0 '^ok    CVE-2026-0001 in .*: accepted until 2027-01-31: it is not called$' check
entry GHSA-aaaa-bbbb-cccc | accepted
expect "accepted by the database's own name" 0 '^ok    CVE-2026-0001' check
entry CVE-2026-0001 pkg:maven/org.example/other | accepted
expect "accepted for another library" 1 '^FAIL  CVE-2026-0001 in pkg:maven/org.example/lib' check
expect "which has none" 1 '^FAIL  CVE-2026-0001 is accepted and is not there any more' check
entry CVE-2026-0001 | accepted
run_out() { today=2027-02-01 check "$@"; }
expect "an acceptance that has run out" 1 '^FAIL  .*was accepted until 2027-01-31; look again' run_out
expect "is no warning" 1 'look again' run_out --warn
last_day() { today=2027-01-31 check; }
expect "on its last day it holds" 0 '^ok ' last_day
entry CVE-2026-0001 pkg:maven/org.example/lib 2028-01-01 | accepted
expect "an acceptance for ever" 1 'which is more than 200 days away' check
entry CVE-2026-0001 pkg:maven/org.example/lib 2027-01-31 '' | accepted
expect "an acceptance without a reason" 1 'accepted without reason or package' check
entry CVE-2026-0001 pkg:maven/org.example/lib '"soon"' | accepted
expect "an acceptance without a date" 1 'without a date until when' check
sbom pkg:maven/org.example/lib@1.1
entry CVE-2026-0001 | accepted
expect "an acceptance of what an upgrade has removed" 1 'is not there any more: take it out' check
accepted </dev/null
expect "nothing known" 0 '^1 components looked at, 0 new, 0 other problems$' check

known() { printf '[[known]]\nid = "CVE-2026-0009"\npackage = "pkg:maven/org.example/server"\nfixed = "%s"\nsummary = "a flaw"\n' "$1" | accepted; }
sbom pkg:maven/org.example/server@26.0.0.5
known 26.0.0.10
expect "what the database does not have" 1 '^FAIL  CVE-2026-0009 .* (fixed in 26.0.0.10)$' check
known 26.0.0.5
expect "and was fixed in this version" 0 ' 0 new' check

away() { env https_proxy=http://127.0.0.1:9 python3 "$here/vulnerabilities/check.py" "$scratch/sbom.json" "$scratch/accepted.toml"; }
expect "a database that cannot be reached is not an answer" 69 'cannot be reached' away
ours() { python3 "$here/vulnerabilities/check.py" "$scratch/ours.json" "$here/vulnerabilities/accepted.toml" --answers "$here/vulnerabilities/answers"; }
version=$(sed -n 's:.*<liberty.runtime.version>\(.*\)</.*:\1:p' "$here/../../../pom.xml")
printf '{"components":[{"purl":"pkg:maven/io.openliberty/openliberty-runtime@%s"}]}' "$version" >"$scratch/ours.json"
expect "what is known of the server itself is accepted, and has not run out" 0 ' 0 new, 0 other problems$' ours

# package NAME: makes a package with that jar among the application's libraries, from python
package() {
  python3 - "$scratch/$1.zip" "$1" <<'PYTHON'
import io, sys, zipfile

def jar(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()

lib = {"shaded": {"META-INF/maven/org.a/a/pom.properties": "groupId=org.a\nartifactId=a\nversion=1\n",
                  "META-INF/maven/org.b/b/pom.properties": "groupId=org.b\nartifactId=b\nversion=2\n"},
       "webjar": {"META-INF/maven/org.webjars/ui/pom.properties": "groupId=org.webjars\nartifactId=ui\nversion=3\n"}}.get(sys.argv[2], {"x": "y"})
pom = ('<project xmlns="http://maven.apache.org/POM/4.0.0"><dependencies>'
       "<dependency><groupId>org.c</groupId><artifactId>c</artifactId><version>4</version></dependency>"
       "<dependency><groupId>dev</groupId><artifactId>own</artifactId><version>5</version></dependency></dependencies></project>")
with zipfile.ZipFile(sys.argv[1], "w") as package:
    package.writestr("wlp/usr/servers/s/lib/some-1.jar", jar(lib))
    package.writestr("wlp/lib/bundle_1.jar", jar({"META-INF/maven/dev/bundle/pom.xml": pom}))
    package.writestr("wlp/lib/versions/openliberty.properties", "#x\ncom.ibm.websphere.productVersion=26.0.0.5\n")
PYTHON
}
list() { package "$1" && MAVEN_REPOSITORY=$scratch/repository python3 "$here/vulnerabilities/sbom.py" "$scratch/$1.zip"; }
mkdir -p "$scratch/repository/org/d/d/1"
expect "a jar that others were put into" 0 'pkg:maven/org.b/b@2' list shaded
expect "what the server is made of" 0 'pkg:maven/org.c/c@4' list shaded
expect "and the server" 0 'pkg:maven/io.openliberty/openliberty-runtime@26.0.0.5' list shaded
own() { list shaded | grep -c 'dev/own' || :; }
expect "its own parts are not looked up" 0 '^0$' own
expect "a library of web pages by its name at npm" 0 'pkg:npm/ui-dist@3' list webjar
expect "a jar that nobody knows is not passed over" 1 'sbom: what is some-1.jar' list unknown
(cd "$scratch" && python3 -c 'import zipfile; print(end=""); open("repository/org/d/d/1/some-1.jar", "wb").write(zipfile.ZipFile("unknown.zip").read("wlp/usr/servers/s/lib/some-1.jar"))')
again() { MAVEN_REPOSITORY=$scratch/repository python3 "$here/vulnerabilities/sbom.py" "$scratch/unknown.zip"; }
expect "one that Maven's repository has" 0 'pkg:maven/org.d/d@1' again
finish
