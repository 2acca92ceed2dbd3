"""Fetch Det Fælles Designsystem with npm and keep the part of it that the pages use in static/vendor/dkfds/.

Its package is 17 MB of themes, sources and font formats. Kept are the neutral theme's css, the script, the icons and
the woff2 fonts in five styles, with their licences; the logos of Borger.dk and Virk are left out.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from machine.root import ROOT
from machine.stamp import digest_of, is_current, leave
from machine.trouble import TroubleError, trouble_in

ORDER = (ROOT / "package.json", ROOT / "package-lock.json")
WORKSHOP = ROOT / "var" / "npm"
TARGET = ROOT / "static" / "vendor" / "dkfds"
STAMP = ROOT / "var" / "stamps" / "frontend"
LOG = ROOT / "var" / "logs" / "npm.log"
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

STYLES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
SUBSETS = ("Latin1", "Latin2", "Latin3", "Pi")
FONTS = "fonts/IBMPlexSans"
PLAIN = ("img/all-svg-icons.svg", f"{FONTS}/complete/woff2/license.txt")
# The theme's own @font-face names four formats of each font, and a source map that is not kept; the portal's css
# declares the woff2 files itself.
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S*?(\*/|$)", re.MULTILINE)


def is_prepared() -> bool:
    """Tell whether the copy is there and neither the order nor this module has changed since it was made."""
    return TARGET.is_dir() and is_current(STAMP, _digest())


def prepare_frontend() -> None:
    """Fetch the package and replace the copy, whole or not at all."""
    fetch(WORKSHOP)
    aside = TARGET.with_name("dkfds.new")
    shutil.rmtree(aside, ignore_errors=True)
    copy_subset(WORKSHOP / "node_modules" / "dkfds", aside)
    shutil.rmtree(TARGET, ignore_errors=True)
    aside.rename(TARGET)
    leave(STAMP, _digest())


def fetch(folder: Path) -> None:
    """Install what package-lock.json names, checked by its hashes, in `folder`/node_modules."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in ORDER:
        shutil.copy(file, folder)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    # npm is a wrapper around the node beside it in the virtual environment.
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if SYSTEM_CERTIFICATES.is_file():
        # node knows only its own authorities; many an office network has one more.
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    with LOG.open("wb") as output:
        done = subprocess.run(
            [programs / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise trouble_in(LOG, "Designsystemet kunne ikke hentes med npm")


def copy_subset(package: Path, target: Path) -> None:
    """Copy the part that is used from `package` (dkfds unpacked) to `target`, which does not exist yet."""
    source = package / "dist"
    css = strip((source / "css" / "dkfds.min.css").read_text(encoding="utf-8"))
    script = strip((source / "js" / "dkfds.min.js").read_text(encoding="utf-8"))
    for name, text in (("css/dkfds.min.css", css), ("js/dkfds.min.js", script)):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text, encoding="utf-8")
    for name in (*PLAIN, *fonts(), *references(css)):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
    shutil.copyfile(package / "LICENSE.md", target / "LICENSE.md")


def strip(text: str) -> str:
    """Return css or script without font declarations and without the address of a source map."""
    return SOURCE_MAP.sub("", FONT_FACE.sub("", text))


def references(css: str) -> list[str]:
    """Return the files that `css` (which lies in css/) refers to, relative to the folder above, each once."""
    names = re.findall(r"url\(\s*[\"']?\.\./([^)\"'?#]+)", css)
    return sorted(set(names))


def fonts() -> list[str]:
    """Return the font files kept: whole ones for reports, subsets by range for pages."""
    whole = [f"{FONTS}/complete/woff2/IBMPlexSans-{style}.woff2" for style in STYLES]
    parts = [f"{FONTS}/split/woff2/IBMPlexSans-{style}-{subset}.woff2" for style in STYLES for subset in SUBSETS]
    return whole + parts


def _digest() -> str:
    return digest_of([*ORDER, Path(__file__)])


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(not is_prepared())
    try:
        prepare_frontend()
    except TroubleError as trouble:
        sys.exit(str(trouble))
