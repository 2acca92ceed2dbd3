"""The subset of the design system: complete in itself, without fonts declared or maps promised."""

from pathlib import Path

from machine.frontend import TARGET, copy_subset, fonts, references, strip

CSS = (
    "@font-face{font-family:X;src:url(../fonts/IBMPlexSans/complete/eot/a.eot)}"
    ".a{background:url(../img/svg-icons/plus.svg)}"
    '.b{background:url("../img/svg-icons/minus.svg?v=1#x")}'
    ".c{background:url(../img/svg-icons/plus.svg)}"
    "\n/*# sourceMappingURL=dkfds.min.css.map*/"
)


def test_font_faces_and_maps_go_and_rules_stay() -> None:
    assert strip(CSS) == (
        ".a{background:url(../img/svg-icons/plus.svg)}"
        '.b{background:url("../img/svg-icons/minus.svg?v=1#x")}'
        ".c{background:url(../img/svg-icons/plus.svg)}\n"
    )
    assert strip("let a=1;\n//# sourceMappingURL=dkfds.min.js.map\n") == "let a=1;\n\n"


def test_references_are_each_named_once() -> None:
    assert references(strip(CSS)) == ["img/svg-icons/minus.svg", "img/svg-icons/plus.svg"]


def test_only_what_is_used_is_copied(tmp_path: Path) -> None:
    package, target = tmp_path / "dkfds", tmp_path / "kept"
    icons = ["img/svg-icons/minus.svg", "img/svg-icons/plus.svg"]
    others = ["img/all-svg-icons.svg", "fonts/IBMPlexSans/complete/woff2/license.txt", *fonts()]
    unwanted = ["img/logo-borgerdk.svg", "img/logo_virk.svg", "img/svg-icons/car.svg", "css/dkfds-virkdk.min.css"]
    for name in [*icons, *others, *unwanted]:
        (package / "dist" / name).parent.mkdir(parents=True, exist_ok=True)
        (package / "dist" / name).write_text(name)
    (package / "dist" / "js").mkdir()
    (package / "dist" / "css" / "dkfds.min.css").write_text(CSS)
    (package / "dist" / "js" / "dkfds.min.js").write_text("let a=1;")
    (package / "LICENSE.md").write_text("licence")
    copy_subset(package, target)
    kept = sorted(str(file.relative_to(target)) for file in target.rglob("*") if file.is_file())
    assert kept == sorted([*icons, *others, "css/dkfds.min.css", "js/dkfds.min.js", "LICENSE.md"])


def test_the_real_copy_lacks_nothing_that_its_css_refers_to() -> None:
    css = (TARGET / "css" / "dkfds.min.css").read_text(encoding="utf-8")
    named = references(css)
    assert len(named) > 50
    assert [name for name in named if not (TARGET / name).is_file()] == []
    assert [file.name for file in TARGET.rglob("*logo*") if "placeholder" not in file.name] == []
