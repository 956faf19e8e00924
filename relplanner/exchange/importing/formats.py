"""The formats that plans are made from, and how they are told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from relplanner.errors import Place, Problem, UsageError
from relplanner.exchange.importing.report import Imported
from relplanner.storage import other_yaml
from relplanner.storage.yaml_text import Plain

Documents = tuple[other_yaml.Document, ...]


def _prometheus(text: str, documents: Documents) -> Imported:
    from relplanner.exchange.importing.prometheus import read_rules

    return read_rules(text, documents)


def _argo(text: str, documents: Documents) -> Imported:
    from relplanner.exchange.importing.argo import read_argo

    return read_argo(text, documents)


def _flagger(text: str, documents: Documents) -> Imported:
    from relplanner.exchange.importing.flagger import read_flagger

    return read_flagger(text, documents)


YAML_FORMATS: Mapping[str, Callable[[str, Documents], Imported]] = MappingProxyType(
    {"prometheus-rules": _prometheus, "argo-rollouts": _argo, "flagger": _flagger}
)
FORMATS: tuple[str, ...] = tuple(YAML_FORMATS)


def import_text(text: str, name: str = "", form: str | None = None) -> Imported:
    """A plan from a file's text; without ``form`` its content says which it is.

    Raises :class:`PlanUnreadable` for what is no YAML, :class:`UsageError` for what is none of the formats.
    """
    documents = tuple(each for each in other_yaml.documents(text, name) if isinstance(each.root, dict))
    kinds = [_kind(document.root) for document in documents]
    found = next((kind for kind in kinds if kind), None)
    where = Place(name or None)
    if form is None and found is None:
        known = ", ".join(FORMATS)
        raise UsageError(Problem(f"This is none of the formats that can be imported: {known}.", where))
    if form is not None and form not in kinds:
        hint = f"It looks like {found}." if found else ""
        raise UsageError(Problem(f"Nothing in this file is of the format {form}.", where, hint))
    wanted = form or found
    assert wanted is not None
    if wanted == "prometheus-rules":
        documents = tuple(each for each in documents if _kind(each.root) == wanted)
    return YAML_FORMATS[wanted](text, documents)


def _kind(root: Plain) -> str | None:
    """The format of one document."""
    version = root.get("apiVersion")
    if isinstance(version, str):
        group = version.partition("/")[0]
        return {"argoproj.io": "argo-rollouts", "flagger.app": "flagger"}.get(group)
    return "prometheus-rules" if isinstance(root.get("groups"), list) else None
