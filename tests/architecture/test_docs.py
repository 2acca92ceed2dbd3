"""The documents say what the code does."""

from pathlib import Path

from django.utils import translation

from governance.management.commands.draw_workflow import draw_workflow

ROOT = Path(__file__).resolve().parents[2]


def test_the_workflow_page_is_drawn_from_the_table():
    with translation.override("en"):
        assert (ROOT / "docs" / "workflow.md").read_text() == draw_workflow()


def test_the_readme_names_the_commands_that_exist():
    readme = (ROOT / "README.md").read_text()
    named = {word for word in ("script/demo", "script/test", "script/manage") if word in readme}
    assert named == {"script/demo", "script/test", "script/manage"}
    assert [name for name in named if not (ROOT / name).is_file()] == []
