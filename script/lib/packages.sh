# The system's packages. `install_packages demo|test` installs what is missing, as root or with sudo.

DEMO_PACKAGES="python3-venv ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
TEST_PACKAGES="$DEMO_PACKAGES chromium postgresql redis-server gettext libreoffice-calc-nogui"

install_packages() {
    case $1 in
        test) wanted=$TEST_PACKAGES ;;
        *) wanted=$DEMO_PACKAGES ;;
    esac
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        check_other_system "$1"
        return
    fi
    missing=$(missing_packages "$wanted")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        become=
    elif command -v sudo >/dev/null 2>&1; then
        become=sudo
    else
        fail "Der mangler pakker, og her er hverken root eller sudo. Få dem installeret: apt-get install$missing"
    fi
    # Asked here, where the password can still be typed.
    [ -z "$become" ] || sudo -v || fail "Uden sudo kan pakkerne ikke installeres:$missing"
    # shellcheck disable=SC2086  # a list of words
    run_quietly "Installerer pakker:$missing" "$root/var/logs/apt.log" $become sh "$root/script/lib/apt.sh" $missing
}

# Names in $1 that are not installed, each with a space before it.
missing_packages() {
    # shellcheck disable=SC2086  # a list of words
    installed=$(dpkg-query -W -f=' ${Package}=${db:Status-Status} ' $1 2>/dev/null) || :
    for name in $1; do
        case $installed in
            *" $name=installed "*) ;;
            *) printf ' %s' "$name" ;;
        esac
    done
}

# Not Debian: nothing is installed, what is missing is named.
check_other_system() {
    [ "$(uname -s)" = Linux ] || fail "Pejling kører på Linux; brug en Debian 12 eller nyere."
    lacking=
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || libraries=
    for library in libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; do
        case $libraries in
            *"$library"*) ;;
            *) lacking="$lacking $library" ;;
        esac
    done
    if [ "$1" = test ]; then
        for program in chromium redis-server msgfmt soffice; do
            command -v "$program" >/dev/null 2>&1 || lacking="$lacking $program"
        done
    fi
    [ -z "$lacking" ] || fail "Her er ikke Debian, så installer selv det, der mangler (Pango, HarfBuzz, skriften DejaVu Sans; til test også Chromium, Redis, gettext og LibreOffice Calc):$lacking"
}
