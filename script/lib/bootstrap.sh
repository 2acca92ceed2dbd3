# `bootstrap demo|test`: everything a fresh machine lacks, and nothing when it lacks nothing. $root is the checkout.

. "$root/script/lib/say.sh"
. "$root/script/lib/packages.sh"
. "$root/script/lib/python.sh"

bootstrap() {
    mkdir -p "$root/var"
    (
        # One at a time; the lock goes with this subshell.
        if command -v flock >/dev/null 2>&1; then
            flock 9
        fi
        install_packages "$1"
        install_python "$1"
        prepare_files
    ) 9>"$root/var/bootstrap.lock"
    export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
}

# The design system's files and the compiled catalogue, which are not in the repository.
prepare_files() {
    export PYTHONPATH="$root"
    "$root/.venv/bin/python" -m machine.catalogue
    if ! "$root/.venv/bin/python" -m machine.frontend --check; then
        run_quietly "Henter Det Fælles Designsystem" "$root/var/logs/frontend.log" "$root/.venv/bin/python" -m machine.frontend
    fi
}
