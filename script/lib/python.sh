# The virtual environment and its packages, each checked by its hash. `install_python demo|test`.

# The newest Python that will do, the system's own first.
find_python() {
    for python in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
        python=$(command -v "$python") || continue
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$python"
            return
        fi
    done
    fail "Pejling kræver Python 3.11 eller nyere; den er ikke her."
}

install_python() {
    case $1 in
        test) files="base.txt demo.txt test.txt" ;;
        *) files="base.txt demo.txt" ;;
    esac
    venv=$root/.venv
    stamp=$venv/pejling-$1.stamp
    # Its programs name the folder that they were installed in: a moved checkout needs a new environment.
    # shellcheck disable=SC2086  # a list of words
    wanted="$(cd "$root/requirements" && cat uv.txt $files | sha256sum) $root"
    found=$(cat "$stamp" 2>/dev/null) || found=
    if [ "$found" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
        return
    fi
    case $found in
        "" | *" $root") clear= ;;
        *) clear=yes ;;
    esac
    if [ -n "$clear" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        run_quietly "Laver et virtuelt Python-miljø" "$root/var/logs/venv.log" "$python" -m venv --clear "$venv"
    fi
    run_quietly "Henter pakkehenteren uv" "$root/var/logs/pip.log" \
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        --only-binary :all: -r "$root/requirements/uv.txt"
    set --
    for file in $files; do
        set -- "$@" -r "$root/requirements/$file"
    done
    run_quietly "Henter Python-pakkerne" "$root/var/logs/uv.log" run_uv pip install --require-hashes "$@"
    printf '%s\n' "$wanted" >"$stamp"
}

# uv reads no pip.conf: what this machine says about certificates and mirrors is handed on.
run_uv() {
    mirror=${PIP_INDEX_URL:-$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || :)}
    if [ -n "$mirror" ] && [ -z "${UV_DEFAULT_INDEX:-}" ]; then
        export UV_DEFAULT_INDEX="$mirror"
    fi
    UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" VIRTUAL_ENV="$venv" \
        "$venv/bin/uv" --no-progress "$@" --python "$venv/bin/python"
}
