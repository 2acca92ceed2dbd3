"""`script/demo`: the whole portal on one machine, from an empty folder to an address that answers."""

import errno
import io
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from machine.accounts import PASSWORD, account_lines
from machine.address import allowed_hosts, site_address
from machine.background import run_detached, stop_running
from machine.data import AlreadyHeldError, Data, Running
from machine.edition import choose_edition, forget_edition, loaded_edition, remember_edition
from machine.engines import complete, running_engines
from machine.options import Options, parse
from machine.portal import TITLES, running_portal
from machine.ports import try_port
from machine.postgres import cluster_folder, discard
from machine.trouble import TroubleError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(options: Options) -> None:
    """Start everything on `options.data`, say where it answers, and watch it until a signal or a death."""
    data = Data(options.data)
    data.create()
    with data.hold("script/demo"):
        check_address(options.host, options.port)
        if options.fresh:
            _throw_away(data)
        edition = choose_edition(options.profile, options.stage, loaded_edition(data))
        _set_logs_aside(data)
        print("Starter databasen og køen …")
        with running_engines(data, edition) as engines:
            data.publish(engines.environment)
            address = site_address(options.host, options.port)
            hosts = ",".join(allowed_hosts(options.host))
            environment = complete({**engines.environment, "PEJLING_HOSTS": hosts, "PEJLING_ADDRESS": address})
            with running_portal(environment, data.logs, engines.children) as portal:
                print("Gør demokommunen klar …")
                portal.prepare(edition.profile, edition.stage)
                remember_edition(data, edition)
                portal.serve(options.host, options.port)
                portal.work(data.folder / "queue" / "schedule")
                _greet(address, data)
                data.announce(Running(pid=os.getpid(), command="script/demo", address=address))
                portal.watch()


def check_address(host: str, port: int) -> None:
    """Refuse an address that the site could not answer at, before anything is started."""
    try:
        try_port(0, host)
    except OSError as error:
        message = f"--host {host} er ikke en adresse på denne maskine."
        raise TroubleError(message) from error
    try:
        try_port(port, host)
    except OSError as error:
        why = "er optaget" if error.errno == errno.EADDRINUSE else "må ikke bruges"
        message = f"Port {port} {why} på {host}; vælg en anden med --port."
        raise TroubleError(message) from error


def main(words: Sequence[str]) -> int:
    """Do what `words` ask and return the exit code."""
    options = parse(words)
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGINT:  # nohup stays in force
            signal.signal(number, _interrupt)
    try:
        return _obey(options, words)
    except KeyboardInterrupt:
        print("\nDemoen er stoppet.")
        return 0
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _obey(options: Options, words: Sequence[str]) -> int:
    data = Data(options.data)
    if options.stop:
        stop_running(data)
    elif options.detach:
        return run_detached(data, words)
    else:
        try:
            run(options)
        except AlreadyHeldError as held:
            _answer_second(held, options)
    return 0


def _throw_away(data: Data) -> None:
    discard(data.folder)
    forget_edition(data)
    for name in ("media", "mail", "queue"):
        shutil.rmtree(data.folder / name, ignore_errors=True)


def _set_logs_aside(data: Data) -> None:
    """Keep the last run's logs, so that a start never buries why the one before it ended."""
    for name in TITLES:
        log = data.logs / f"{name}.log"
        if log.is_file():
            log.replace(log.with_suffix(".log.1"))


def _greet(address: str, data: Data) -> None:
    print(f"\nPejling svarer på {address}\n\nLog ind som en af dem her; adgangskoden er »{PASSWORD}«:\n")
    print("\n".join(account_lines()))
    database = cluster_folder(data.folder)
    if data.folder not in database.parents:
        print(f"\nDatabasen ligger i {database}, fordi dens bruger ikke kan komme ind i {data.folder}.")
    print(f"\nLoggene ligger i {data.logs}. Stop med Ctrl-C eller script/demo --stop.")


def _answer_second(held: AlreadyHeldError, options: Options) -> None:
    """Say who has the data folder; a plain start of a demo that runs already is no failure."""
    address = held.running.address if held.running else ""
    if not address:
        message = f"Datamappen {options.data} bruges af {held.holder}."
        raise TroubleError(message) from held
    if options.fresh:
        message = f"Demoen kører på {address}; stop den med script/demo --stop, før du begynder forfra."
        raise TroubleError(message) from held
    choose_edition(options.profile, options.stage, loaded_edition(Data(options.data)))
    print(f"Demoen kører allerede på {address}")


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Turn the first signal into an orderly end, which no second one cuts short."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    # Line by line, also into a pipe or a log.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main(sys.argv[1:]))
