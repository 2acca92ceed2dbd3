"""A status report set on paper in a process of its own: `python -m bench.paper N` prints what it cost as JSON."""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from governance.reports.snapshot import PortfolioStatus

NAME = "status report"
SIZES = (200, 1_000)
# Every fourth project has something that must be read first, half of those a red light.
_ATTENTION, _RED = 4, 8
_DAY = date(2026, 11, 26)
_TITLE = "Fælles løsning til planlægning og opfølgning i hjemmeplejen og på plejecentrene, etape"
_WHY = "Leverandøren er forsinket, og den nye plan er ikke aftalt med de tre områder endnu."


def measure_reports() -> list[dict[str, Any]]:
    """Set a report of each size in a process of its own, so that its memory is its own."""
    costs = []
    for size in SIZES:
        command = [sys.executable, "-m", "bench.paper", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very module
        costs.append(json.loads(done.stdout))
    return costs


def line(cost: dict[str, Any]) -> str:
    """Return a measure as people read it."""
    return (
        f"{NAME}, {cost['projects']} projects: {cost['wall_s']:.1f} s wall, {cost['cpu_s']:.1f} s CPU, "
        f"{cost['peak_mb']:.0f} MB at most, {cost['pdf_kb']:.0f} KB"
    )


def snapshot(projects: int) -> "PortfolioStatus":
    """Return a report of so many projects, as its selector would have read it."""
    from governance.reports import snapshot as s

    rows = tuple(
        s.ProjectRow(
            case=number,
            number=f"2026-{number:03}",
            title=f"{_TITLE} {number}",
            unit="Sundhed, Ældre og Beskæftigelse",
            phase="Gennemførelse",
            time=s.RED if number % _RED == 0 else s.YELLOW if number % _ATTENTION == 0 else s.GREEN,
            economy=s.GREEN,
            benefits=s.GREEN,
            quality=s.SILENT if number % 3 == 0 else s.GREEN,
            granted=Decimal(250_000),
            planned=Decimal(1_000 * number + 85_000),
            forecast=Decimal(1_000 * number + 90_000),
            gain=Decimal(1_500 * number),
            milestone="Pilot afsluttet og evalueret",
            milestone_on=date(2027, 1 + number % 12, 1 + number % 28),
            milestone_late=False,
            status_month=date(2026, 10, 1),
        )
        for number in range(1, projects + 1)
    )
    attention = tuple(
        s.Attention(row.case, row.number, row.title, row.unit, row.worst, (s.Reason(row.worst, _WHY),))
        for row in rows
        if row.time != s.GREEN
    )
    months = tuple(
        s.MonthOfLights(date(2026, month, 1), projects // 2, projects // 4, projects // 8, projects // 8)
        for month in range(5, 11)
    )
    return s.PortfolioStatus(
        name="Porteføljestatus",
        audience="Direktionen",
        advisory=False,
        joint_only=False,
        status_on=_DAY,
        since=date(2026, 10, 5),
        made_at=datetime(2026, 11, 26, 8, 0, tzinfo=UTC),
        headline=f"{len(attention)} af {projects} projekter kræver opmærksomhed.",
        figures=tuple(
            s.Figure(label, str(projects), "af alle") for label in ("I gang", "Røde", "Gule", "Tavse", "Nye")
        ),
        attention=attention,
        needed=(),
        taken=(),
        pool=(s.PoolLine("Puljen", 2026, Decimal(4_000_000), Decimal(400_000), Decimal(2_900_000), Decimal(0)),),
        months=months,
        projects=rows,
        stopped=(),
        closed=(),
        chain_sequence=1,
        chain_hash="0" * 64,
    )


def main() -> None:
    """Set one report and tell what it cost."""
    import os

    # No database is asked: what the report says is at hand.
    nowhere = {"SECRET_KEY": "bench", "DATABASE_URL": "postgres://nowhere", "REDIS_URL": "redis://nowhere"}
    for name, value in (nowhere | {"DJANGO_SETTINGS_MODULE": "bench.settings"}).items():
        os.environ.setdefault(name, value)
    import django

    django.setup()
    from governance.domain.report_making import set_on_paper

    projects = int(sys.argv[1])
    status = snapshot(projects)
    wall, cpu = time.perf_counter(), time.process_time()
    paper = set_on_paper(status)
    cost = {
        "projects": projects,
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pdf_kb": len(paper.pdf) / 1_000,
    }
    sys.stdout.write(json.dumps(cost) + "\n")


if __name__ == "__main__":
    main()
