"""Production: refuses to start half configured, answers its health check, and compose runs commands that work."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from config.celery import app as celery_app
from machine.health import is_healthy
from machine.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SET = {
    "SECRET_KEY": "a-secret-of-fifty-characters-that-no-one-could-guess-0123",
    "PEJLING_HOSTS": "pejling.test",
    "EMAIL_HOST": "mail.test",
    "PEJLING_DATA": "/nonexistent",
}
REQUIRED = (*SET, "DATABASE_URL", "REDIS_URL")


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    passed_on = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "PATH")}
    kept = passed_on | SET | {"DJANGO_SETTINGS_MODULE": "config.settings.production"} | environment
    command = code.split(" ", 1) if code.startswith("manage.py") else ["-c", code]
    environment = {name: value for name, value in kept.items() if value}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_name_stops_the_start_and_is_named(name):
    result = run("import django; django.setup()", **{name: ""})
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].endswith(f"The environment variable {name} is missing.")


def test_production_refuses_the_demo():
    result = run("import django; django.setup()", PEJLING_DEMO="1")
    assert "Production does not start in demo mode." in result.stderr


def test_production_does_not_show_or_load_the_demo():
    result = run("import django; django.setup(); from django.conf import settings; print(settings.DEMO)")
    assert result.stdout == "False\n"
    loaded = run("import django; django.setup(); from django.core.management import call_command as c; c('load_demo')")
    assert "The demo is loaded in demo mode only." in loaded.stderr


def test_djangos_own_deployment_check_is_silent():
    result = run(
        "import django; django.setup(); from django.core.management import call_command as c;"
        "c('check', deploy=True, fail_level='WARNING')"
    )
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_compose_has_every_service_behind_a_health_check():
    services = compose()["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "database", "queue"}
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]


def test_compose_names_every_variable_that_production_requires():
    environment = compose()["services"]["web"]["environment"]
    assert set(REQUIRED) <= set(environment)
    secrets = {name: value for name, value in environment.items() if value.startswith("${") and ":?" in value}
    assert {"SECRET_KEY", "PEJLING_HOSTS", "EMAIL_HOST"} <= set(secrets)


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_the_commands_of_compose_exist(service):
    program = compose()["services"][service]["command"][0]
    assert (Path(sys.executable).parent / program).is_file()


def started(command: list[str]) -> subprocess.Popen[bytes]:
    environment = os.environ | SET | {"DJANGO_SETTINGS_MODULE": "config.settings.production", "PEJLING_DATA": "/tmp"}
    program = str(Path(sys.executable).parent / command[0])
    quiet = subprocess.DEVNULL
    return subprocess.Popen([program, *command[1:]], cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)


def eventually(holds: Callable[[], bool], seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.3)
    return False


def test_the_web_command_answers_its_health_check(monkeypatch):
    monkeypatch.setenv("PEJLING_HOSTS", SET["PEJLING_HOSTS"])
    port = free_port()
    command = compose()["services"]["web"]["command"]
    process = started([part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in command])
    try:
        assert eventually(lambda: is_healthy(f"http://127.0.0.1:{port}/sundhed/"))
    finally:
        process.terminate()
        process.wait(timeout=60)
    assert is_healthy(f"http://127.0.0.1:{port}/sundhed/") is False


def test_the_worker_command_answers_a_ping():
    process = started(compose()["services"]["worker"]["command"])
    try:
        assert eventually(lambda: bool(celery_app.control.ping(timeout=1)))
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.mark.django_db
def test_the_health_page_answers_anyone(client):
    response = client.get("/sundhed/")
    assert (response.status_code, response.content) == (200, b"ok")
