# Sentences to the person at the terminal. On standard error: standard output is the commands' own.

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# run_quietly WHAT LOG COMMAND...: say WHAT, keep the command's words in LOG, show them only if it fails.
run_quietly() {
    say "$1 …"
    log=$2
    shift 2
    mkdir -p "$(dirname "$log")"
    if ! "$@" </dev/null >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        fail "Det gik galt; alt, hvad der blev sagt, står i $log."
    fi
}
