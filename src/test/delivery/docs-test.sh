#!/usr/bin/env bash
# Holds the documents on delivery to the scripts: every command in them is run here, or says what it
# needs that is not here; and even then its script and options must exist.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: docs-test.sh [FILE.md…]

In DEPLOYMENT.md, docs/delivery.md, docs/releases.md and docs/runbooks (or the files named), each
block of ```sh has a mark in the line before it:

  <!-- run -->           is run in a copy of the checkout that holds a small deployments.jsonl
  <!-- ci -->            each line is a step of ci.yml
  <!-- needs: WHAT -->   needs github or a host; is read, not run

Also: links lead somewhere, secrets and variables of the workflows are in DEPLOYMENT.md.
Exit codes: 0 passed, 1 failed, 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
  -*) echo "docs-test: unknown argument $1 (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cd "$root"
# shellcheck source=src/test/delivery/lint/cases.sh
. "$here/lint/cases.sh"
[ $# -gt 0 ] || set -- DEPLOYMENT.md docs/delivery.md docs/releases.md docs/runbooks/*.md

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/blocks" "$scratch/checkout"

# blocks FILE: each block becomes a file LINE.MARK; MARK is none where there is none.
blocks() {
  awk -v folder="$scratch/blocks" '
    /^ *```/ && inside { inside = 0; close(out); next }
    /^ *```/ {
      inside = 1; language = $0; sub(/^ *```/, "", language)
      kind = "none"
      if (mark ~ /^<!-- run -->$/) kind = "run"
      if (mark ~ /^<!-- ci -->$/) kind = "ci"
      if (mark ~ /^<!-- needs: (github|host) -->$/) kind = "needs"
      out = (language == "sh") ? folder "/" NR "." kind : "/dev/null"
      if (language == "") print NR ": a block without a language"
      next
    }
    inside { print > out; next }
    { mark = $0 }
  ' "$1"
}

# commands FILE: one command a line, continued lines joined, pipelines taken apart
# shellcheck disable=SC2016 # a dollar that is meant
commands() {
  sed -e ':a' -e '/\\$/{N;s/\\\n *//;ba' -e '}' "$1" | sed -e 's/ *[|;&][|&]* */\
/g' -e 's/\$(/\
/g'
}

# Every script that is named must exist, and its --help must know every option it is given.
named() {
  local command script option bad=0
  while IFS= read -r command; do
    script=$(printf '%s\n' "$command" |
      grep -oE '(^|[ "])(/opt/gateway/bin|scripts|src/test/delivery|\.github/scripts)/[a-z/.-]+[a-z]' | head -n 1 | tr -d ' "') || :
    case $script in
      '' | scripts/lib*) continue ;;
      /opt/gateway/bin/*) script=scripts/${script##*/} ;;
    esac
    if [ ! -x "$script" ]; then
      echo "there is no $script" && bad=1
      continue
    fi
    for option in $(printf '%s\n' "$command" | sed 's/ -- .*//' | grep -oE ' --[a-z][a-z-]*' || :); do
      case $option in --help) continue ;; esac
      "$script" --help | grep -q -e "$option" || { echo "$script has no $option" && bad=1; }
    done
  done < <(commands "$1")
  return $bad
}

in_ci() {
  local line bad=0
  while IFS= read -r line; do
    grep -qF -e "- run: $line" .github/workflows/ci.yml || { echo "not in ci.yml: $line" && bad=1; }
  done <"$1"
  return $bad
}

missing_scripts() { named "$1" 2>/dev/null | sed -n 's/^there is no //p' | head -n 1 || :; }

run_block() { (cd "$scratch/checkout" && HOME=$scratch bash -euo pipefail "$1"); }

# the copy in which blocks are run
git ls-files --cached --others --exclude-standard | while IFS= read -r f; do
  if [ -f "$f" ]; then printf '%s\n' "$f"; fi
done | tar -cf - -T - | tar -xf - -C "$scratch/checkout"
sample_log() {
  local previous status
  previous=$(printf '%064d' 0)
  for status in started succeeded; do
    printf '{"id":"1","env":"staging","action":"deploy","status":"%s","commit_time":"2026-11-26T09:00:00Z","started":"2026-11-26T10:00:00Z","finished":"2026-11-26T10:02:00Z","duration_s":120,"prev_hash":"%s"}\n' \
      "$status" "$previous" | tee "$scratch/line"
    previous=$(tr -d '\n' <"$scratch/line" | openssl dgst -sha256 -r | cut -c1-64)
  done
}
sample_log >"$scratch/checkout/deployments.jsonl"

quiet() { "$@" && echo "all is well"; }
well='^all is well$'

# a link to a file, and to a heading in it
links() {
  local link file anchor bad=0
  while IFS= read -r link; do
    file=${link%%#*} anchor=
    case $link in
      http* | mailto*) continue ;;
      *'#'*) anchor=${link#*#} ;;
    esac
    if [ -n "$file" ]; then file=$(dirname "$1")/$file; else file=$1; fi
    [ -e "$file" ] || { echo "$1: $link leads nowhere" && bad=1 && continue; }
    [ -z "$anchor" ] || sed -n 's/^##* //p' "$file" | tr '[:upper:]' '[:lower:]' |
      sed -e "s/[^a-z0-9 _-]//g" -e 's/ /-/g' | grep -qxF -e "$anchor" ||
      { echo "$1: $link: no such heading" && bad=1; }
  done < <(grep -oE '\]\([^)]+\)' "$1" | sed 's/^](//; s/)$//')
  return $bad
}

for page; do
  rm -f "$scratch"/blocks/*
  expect "$page: every block has a language" 0 "$well" quiet test -z "$(blocks "$page")"
  expect "$page: links" 0 "$well" quiet links "$page"
  for block in "$scratch"/blocks/*; do
    [ -e "$block" ] || continue
    name="$page:$(basename "${block%.*}")"
    expect "$name: syntax" 0 "$well" quiet bash -n "$block"
    missing=$(missing_scripts "$block")
    if [ -n "$missing" ] && [ -n "${PARTIAL-}" ]; then
      skip "$name" "no $missing in this checkout"
      continue
    fi
    expect "$name: scripts and options" 0 "$well" quiet named "$block"
    case $block in
      *.run) expect "$name: runs" 0 "$well" quiet run_block "$block" ;;
      *.ci) expect "$name: is in ci.yml" 0 "$well" quiet in_ci "$block" ;;
      *.needs) ;;
      *) expect "$name: has a mark" 0 "$well" false ;;
    esac
  done
done

# names KIND: what the workflows read
names() { grep -ohE "$1\.[A-Z_]+" .github/workflows/*.yml | sed "s/^$1\.//" | sort -u; }
for name in $(names secrets) $(names vars); do
  expect "DEPLOYMENT.md tells of $name" 0 '' grep -F -e "$name" DEPLOYMENT.md
done
# the workflow hands every secret over that a deployment may bring
if [ -f scripts/lib/keys.sh ]; then
  secret_keys='' source_keys=''
  # shellcheck source=/dev/null
  . scripts/lib/keys.sh
  for name in $secret_keys $source_keys; do
    expect "_deploy.yml hands over $name" 0 '' grep -F -e "$name: \${{ secrets.$name }}" .github/workflows/_deploy.yml
  done
fi

finish
