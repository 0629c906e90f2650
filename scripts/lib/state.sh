# shellcheck shell=bash
# state.json: which colour serves. What it says is what is true; everything else is made to follow.

state_get() { if [ -f "$state" ]; then json_get "$1" <"$state"; fi; }

# state_write COLOUR: the deployment in hand is what runs from now on.
state_write() {
  {
    printf '{\n'
    state_line env "$env"
    state_line active "$1"
    state_line release "$id"
    state_line ref "$ref"
    state_line digest "$digest"
    state_line git_sha "$git_sha"
    state_line commit_time "$commit_time"
    state_line previous_ref "$2"
    state_line previous_digest "$3"
    state_line previous_git_sha "$4"
    state_line previous_commit_time "$5"
    printf '  "updated": "%s"\n}\n' "$(iso "$(now)")"
  } | write_file "$state" 0644
}

state_line() { printf '  "%s": %s,\n' "$1" "$(json_string "$2")"; }
