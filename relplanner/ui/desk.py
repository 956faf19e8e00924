"""The desk: plans are opened, saved and put away here, and every question about that is asked here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relplanner.errors import FileChanged, PlanUnreadable, Problem, RelplannerError
from relplanner.session.recent import note_opened, recent_files
from relplanner.ui.background import Background
from relplanner.ui.context import Context
from relplanner.ui.frame.banners import Banners
from relplanner.ui.outside import Outside, conflicts
from relplanner.ui.questions import ask_overwrite, ask_trial, ask_unsaved

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan
    from relplanner.session.document import Document
    from relplanner.storage.recovery import Leftover

SUFFIX = ".relplan.yaml"
FILTER = "Release plans (*.relplan.yaml *.relplan.yml);;YAML files (*.yaml *.yml);;All files (*)"
BLANK = "blank"
LARGE = 400_000
"""Files above this many bytes take longer than the eye forgives (2,500 activities, 0.2 s)."""


class Desk(QObject):
    """One document at a time. Nothing unsaved is ever let go of without asking."""

    unreadable = Signal(object, object)
    """A path, and the problems that keep it from being read."""
    start_asked = Signal()

    def __init__(self, context: Context, window: QWidget, banners: Banners, background: Background) -> None:
        super().__init__(window)
        self._context, self._window, self._banners = context, window, banners
        self._background = background
        self._opening: object | None = None
        self._outside = Outside(context, banners, self.ask_save_as)
        context.bridge.ticked.connect(self._tick)

    # Open and new

    def open(self, path: Path | str, *, read_only: bool = False, asking: bool = True) -> bool:
        """Open a file; False when the person kept the present one or it cannot be read.

        A large one is read in the background, with a way to give up: True then says that it is under way.
        """
        path = Path(path).absolute()
        if asking and not self.may_leave():
            return False
        if self._window.isVisible() and _size(path) > LARGE:
            self._open_later(path, read_only)
            return True
        try:
            document = _load(path, read_only)
        except (RelplannerError, OSError) as error:
            self._failed(path, error)
            return False
        self._opened(path, document, read_only)
        return True

    def _open_later(self, path: Path, read_only: bool) -> None:
        token = self._opening = object()
        answers = [("Cancel", self._stop_opening)]
        self._banners.show_banner("opening", "info", f"Opening {path.name} …", answers)

        def arrived(document: Document) -> None:
            if token is not self._opening or not self.may_leave():
                document.close()
                return
            self._stop_opening()
            self._opened(path, document, read_only)

        def failed(error: BaseException) -> None:
            if token is self._opening:
                self._stop_opening()
                self._failed(path, error)

        self._background.run(lambda: _load(path, read_only), arrived, failed)

    def _stop_opening(self) -> None:
        self._opening = None
        self._banners.drop("opening")

    def _opened(self, path: Path, document: Document, read_only: bool) -> None:
        if not read_only:
            self._keep_hold(document)
        self._take(document)
        if not read_only:
            self._offer_to_take_over(document)
        note_opened(path)

    def _failed(self, path: Path, error: BaseException) -> None:
        if isinstance(error, RelplannerError):
            problems = error.problems
        elif isinstance(error, OSError):
            problems = (Problem(error.strerror or "It cannot be opened."),)
        else:
            raise error
        if isinstance(error, PlanUnreadable) or self._context.document is None:
            self._say_unreadable(path, problems)
        else:
            self._context.messages.error("\n".join(map(str, problems)))

    def ask_open(self) -> bool:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self._window, "Open a plan", self._folder(), FILTER)
        return bool(name) and self.open(name)

    def new_blank(self) -> bool:
        """A plan from the template called blank."""
        return self.new_from(BLANK)

    def new_from(self, template_id: str) -> bool:
        """A plan that no file holds yet; the template's comments go into its file."""
        from relplanner.exchange.templates import from_template
        from relplanner.session.document import Document
        from relplanner.session.file import PlanFile
        from relplanner.storage.reader import parse

        if not self.may_leave():
            return False
        try:
            loaded = parse(from_template(template_id))
        except (RelplannerError, OSError) as error:
            self._context.messages.error(str(error))
            return False
        self._take(Document(PlanFile(None, loaded.source, loaded.plan, loaded.findings), loaded.plan))
        return True

    def begin_from(self, plan: Plan) -> bool:
        """A plan made from the one in hand, which no file holds yet; the file's comments come along."""
        from relplanner.session.document import Document

        before = self._context.document
        if before is None or not self.may_leave():
            return False
        self._take(Document.like(before, plan))
        return True

    def open_sample(self) -> bool:
        """A copy of the sample release in the person's own folder, two weeks before its T0."""
        from relplanner.exchange.templates import demo_copy

        try:
            path = demo_copy()
        except (RelplannerError, OSError) as error:
            self._context.messages.error(str(error))
            return False
        return self.open(path)

    def take(self, document: Document) -> None:
        """Put a document on the desk without asking; the one before is put away."""
        self._take(document)

    def _take(self, document: Document | None) -> None:
        before = self._context.document
        self._banners.drop("read-only")
        self._outside.forget()
        self._context.selection.clear()
        self._context.comparing.forget()
        self._context.bridge.set_document(document)
        if before is not None:
            before.close()
        if document is not None and document.read_only:
            answers = [("Save as …", self.ask_save_as)]
            self._banners.show_banner("read-only", "info", document.read_only_reason, answers)

    def _offer_to_take_over(self, document: Document) -> None:
        """A file that another window holds may be edited all the same; one that is too new may not."""
        if document.read_only and not document.file.is_newer:
            answers = [("Edit anyway", self._take_over), ("Save as …", self.ask_save_as)]
            self._banners.drop("read-only")
            self._banners.show_banner("read-only", "warning", document.read_only_reason, answers)

    def _take_over(self) -> None:
        document = self._context.document
        if document is None:
            return
        try:
            document.take_over()
        except RelplannerError as error:
            self._context.messages.error(str(error))
            return
        if not document.read_only:
            self._banners.drop("read-only")
            self._context.bridge.document_changed.emit()

    def recover(self, left: Leftover) -> bool:
        """Open work that a crash left unsaved; False when the person stayed or it cannot be opened."""
        from relplanner.session.document import Document

        if not self.may_leave():
            return False
        try:
            document = Document.recover(left)
        except (RelplannerError, OSError) as error:
            self._context.messages.error(str(error))
            return False
        self._keep_hold(document)
        self._take(document)
        if document.recovery_conflicts:
            from relplanner.plan.merge import Merged

            told = conflicts(Merged(document.plan, document.recovery_conflicts))
            self._context.messages.warn(
                f"The recovered work was merged into the file, which had changed. {told}",
                "Undo the merge",
                document.undo,
            )
        return True

    def _keep_hold(self, document: Document) -> None:
        """A file that is held here already stays in hand when it is opened anew."""
        before = self._context.document
        if before is None or before.read_only or before.path is None or document.path is None:
            return
        if (
            document.read_only
            and not document.file.is_newer
            and before.path.resolve() == document.path.resolve()
        ):
            document.take_over()

    def _say_unreadable(self, path: Path, problems: tuple[Problem, ...]) -> None:
        self._take(None)
        self.unreadable.emit(path, problems)

    # Save

    def save(self) -> bool:
        """Save; asks for a name when there is none, and offers to merge when the file changed meanwhile."""
        document = self._context.document
        if document is None:
            return False
        if document.path is None or document.read_only:
            return self.ask_save_as()
        return self._writing(document.save)

    def ask_save_as(self) -> bool:
        document = self._context.document
        if document is None:
            return False
        start = document.path or Path(self._folder()) / f"{_file_name(document.plan)}{SUFFIX}"
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(self._window, "Save the plan as", str(start), FILTER)
        if not name:
            return False
        path = Path(name)
        if not path.name.endswith((".yaml", ".yml")):
            path = path.with_name(path.name + SUFFIX)
            if path.exists() and not ask_overwrite(self._window, path):
                return False
        return self.save_as(path)

    def save_as(self, path: Path) -> bool:
        document = self._context.document
        if document is None or not self._writing(lambda: document.save_as(path)):
            return False
        note_opened(path)
        self._banners.drop("read-only")
        return True

    def _writing(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except RelplannerError as error:
            document = self._context.document
            path = document.path if document is not None else None
            if isinstance(error, FileChanged) and path is not None and path.exists():
                self._outside.say_changed(
                    "The file was changed by another program, so it was not saved over."
                )
                return False
            self._context.messages.error(str(error), "Save as …", self.ask_save_as)
            return False
        self._banners.drop("changed")
        self._context.actions.refresh()
        return True

    # Changed outside

    def _tick(self) -> None:
        self._outside.tick()

    def look_outside(self) -> None:
        """Look whether another program wrote the file."""
        self._outside.look()

    def merge(self) -> bool:
        """Take in what changed in the file. Where both changed the same field, ours stays and is said."""
        return self._outside.merge()

    def revert(self) -> None:
        document = self._context.document
        if document is not None:
            try:
                document.revert()
            except RelplannerError as error:
                self._context.messages.error(str(error))

    # Put away

    def may_leave(self) -> bool:
        """Ask about unsaved work; False when the person wants to stay."""
        document = self._context.document
        if document is not None and document.trial is not None and not self._may_end_trial(document):
            return False
        if document is None or not document.is_modified:
            return True
        answer = ask_unsaved(self._window, _name(document))
        if answer == "save":
            return self.save()
        return answer == "discard"

    def _may_end_trial(self, document: Document) -> bool:
        """A try-out that changed something is work too, until it is dropped by hand."""
        if document.trial is not None and document.plan is not document.trial.before:
            answer = ask_trial(self._window)
            if answer == "cancel":
                return False
            if answer == "keep":
                try:
                    document.keep_trial()
                except RelplannerError as error:
                    self._context.messages.warn(str(error))
                    return False
                return True
        document.drop_trial()
        return True

    def close_document(self) -> bool:
        if not self.may_leave():
            return False
        self.show_start()
        return True

    def show_start(self) -> None:
        self._take(None)
        self.start_asked.emit()

    def put_away(self) -> None:
        """At the end of the program, after `may_leave`."""
        document = self._context.document
        self._context.bridge.set_document(None)
        if document is not None:
            document.close()

    def _folder(self) -> str:
        document = self._context.document
        if document is not None and document.path is not None:
            return str(document.path.parent)
        recent = recent_files()
        return str(recent[0].parent) if recent else str(Path.home())


def _load(path: Path, read_only: bool) -> Document:
    from relplanner.session.document import Document

    document = Document.open(path, read_only=read_only)
    _ = document.schedule  # computed here, where nobody waits for it
    return document


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _name(document: Document) -> str:
    return (
        document.path.name if document.path is not None else document.plan.release.product or "The new plan"
    )


def _file_name(plan: Plan) -> str:
    from relplanner.plan.forms.scalars import slug

    parts = (plan.release.product, plan.release.version)
    return slug(" ".join(part for part in parts if part) or "release")
