# shellcheck shell=bash
# Just enough JSON, flat objects of strings and numbers, for hosts without jq.

# A text as a JSON string on one line.
json_string() {
  case $1 in
    *[\"\\[:cntrl:]]*) ;;
    *) printf '"%s"' "$1" && return ;;
  esac
  printf '"%s"' "$(printf '%s' "$1" | tr '\n\r\t' '   ' | LC_ALL=C tr -d '\000-\037\177' |
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g')"
}

json_number() {
  case $1 in
    '' | *[!0-9]*) printf 'null' ;;
    *) printf '%s' "$1" ;;
  esac
}

# json_object KEY VALUE KEY VALUE …: digits alone are numbers when the key ends in '#'.
json_object() {
  local out='' separator='{'
  while [ $# -gt 1 ]; do
    case $1 in
      *'#') out="$out$separator\"${1%#}\":$(json_number "$2")" ;;
      *) out="$out$separator\"$1\":$(json_string "$2")" ;;
    esac
    separator=,
    shift 2
  done
  printf '%s}\n' "$out"
}

# json_get KEY: the first value of that key in the text on standard input; empty if there is none.
# For values that we wrote and that hold no quotes.
json_get() {
  sed -n -e "s/^.*\"$1\": *\"\([^\"]*\)\".*\$/\1/p" -e "s/^.*\"$1\": *\([0-9][0-9]*\).*\$/\1/p" |
    sed -n 1p
}
