#!/bin/sh
# apt.sh PACKAGE...: install Debian packages, as root, without starting a server of theirs.
set -eu
export DEBIAN_FRONTEND=noninteractive

# The tests start their own PostgreSQL and Redis; the packages' must not come up beside them.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
# Nor does PostgreSQL's package need to make a database that nobody asked for.
choice=/etc/postgresql-common/createcluster.conf
template=/usr/share/postgresql-common/createcluster.conf
ours=
case " $* " in
    *" postgresql "*)
        if [ ! -e "$choice" ]; then
            mkdir -p "${choice%/*}"
            echo "create_main_cluster = false" >"$choice"
            ours=yes
        fi
        ;;
esac

apt-get -o DPkg::Lock::Timeout=120 update
apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"

# From here on the choice is the machine's own again.
if [ -n "$ours" ] && [ -e "$template" ]; then
    cp "$template" "$choice"
fi
