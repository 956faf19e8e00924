"""Text forms: the one short way each value is typed in a cell, written in the file and read on screen.

One module a form; each offers ``parse_x(text) -> X`` (raises :class:`~relplanner.errors.TextError`),
``format_x(value) -> str`` and a :class:`~relplanner.plan.forms.base.Form` constant that joins the two.
"""
