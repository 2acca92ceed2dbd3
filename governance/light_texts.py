"""What each light means on each side of a project, so that green means the same everywhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The four sides in the order in which they are read.
SIDE_LABELS: dict[str, Any] = {
    "time": pgettext_lazy("side of a project", "Time"),
    "economy": _("Economy"),
    "benefits": _("Benefits"),
    "quality": _("Quality"),
}

DEFINITIONS: dict[str, dict[str, Any]] = {
    "time": {
        "green": _("The plan holds, and nothing stands in the way of the next milestones."),
        "yellow": _("The plan is slipping. It can be caught up, if something is done now."),
        "red": _("The planned end cannot be reached. The plan must be laid anew, or the project stopped."),
    },
    "economy": {
        "green": _("The cost stays within the plan."),
        "yellow": _("The cost may go over the plan. It can be held, if something is done now."),
        "red": _("The cost goes well over the plan. Management must decide what is paid and what is left out."),
    },
    "benefits": {
        "green": _("The gains are expected as planned."),
        "yellow": _("The gains come later or are smaller than planned. It can be put right."),
        "red": _("The gains cannot be reached as planned. The project must be justified anew, or stopped."),
    },
    "quality": {
        "green": _("The solution does what it should, and people can work with it."),
        "yellow": _("There are faults or lacks that take attention. They can be put right."),
        "red": _("The solution cannot be used as it is, and nobody knows yet how it is put right."),
    },
}
