"""Every colour, size and duration of the interface, named by what it means. No other module writes one down.

Colours are ``#rrggbb``. Text pairs keep a contrast of 4.5:1, marks 3:1; `TEXT_PAIRS` and `MARK_PAIRS` say
which pairs a test computes. Colour never carries a meaning alone: see the second sign of each.
"""

from __future__ import annotations

from typing import Literal

from relplanner.values import value

ThemeName = Literal["light", "dark"]


@value
class Theme:
    """The colours of one theme."""

    name: ThemeName

    # Surfaces, text and lines
    ground: str
    """Level 1: behind drawings and tables."""
    panel: str
    """Level 2: header, rail, inspector, findings, status bar."""
    raised: str
    """Level 3: fields, chips, menus, tooltips."""
    hover: str
    line: str
    """Hairlines that separate; decoration, so below 3:1."""
    field_line: str
    """The border by which a field is recognised."""
    text: str
    muted: str
    """Secondary text."""
    faint: str
    """Disabled text and placeholders; never the only carrier of information."""
    accent: str
    """Focus, links, what is chosen."""
    on_accent: str
    """Text on `accent`."""
    selection: str
    """Background of chosen rows; text on it is `text`."""
    selection_text: str
    """Text of the chosen rail entry on `selection`."""

    # The timeline
    critical: str
    """Second sign: darker outline, bold slack figure."""
    critical_dark: str
    """Outline and progress of critical bars."""
    near_critical: str
    near_critical_dark: str
    done: str
    """Second sign: a tick or full progress."""
    done_dark: str
    in_progress: str
    in_progress_dark: str
    planned: str
    planned_dark: str
    rollout: str
    rollout_dark: str
    on_bar: str
    """Text inside a bar."""
    summary: str
    milestone: str
    external: str
    baseline: str
    """Second sign: a thin bar below."""
    slack: str
    """Second sign: a thin line with an end tick."""
    deadline: str
    """Second sign: an arrow mark."""
    t0: str
    """Second sign: a full-height line with its word."""
    on_t0: str
    today: str
    """Second sign: a full-height line with its word."""
    on_today: str
    link: str
    link_critical: str
    freeze: str
    """Ground of a freeze window; second sign: the hatch."""
    freeze_line: str
    freeze_text: str
    non_working: str
    iteration: str
    """Every other iteration band."""
    grid: str
    grid_strong: str
    ghost: str
    """What is being dragged."""

    # States and findings; each goes with a shape or a word
    ok: str
    ok_ground: str
    warning: str
    warning_ground: str
    error: str
    error_ground: str
    info: str
    info_ground: str
    firing: str
    pending: str
    blind: str
    """Second sign: the hatch and the word."""
    blind_line: str

    series: tuple[str, ...]
    """Eight, for metrics."""


LIGHT = Theme(
    name="light",
    ground="#f6f7f9",
    panel="#ffffff",
    raised="#eef1f5",
    hover="#e6eaf0",
    line="#dfe3ea",
    field_line="#868f9e",
    text="#171c26",
    muted="#586174",
    faint="#8a93a3",
    accent="#2a5bd7",
    on_accent="#ffffff",
    selection="#e3ebfd",
    selection_text="#2049b4",
    critical="#be3a22",
    critical_dark="#8f2817",
    near_critical="#b8730c",
    near_critical_dark="#8a5508",
    done="#647390",
    done_dark="#4c586d",
    in_progress="#386cd0",
    in_progress_dark="#2450a3",
    planned="#6482c2",
    planned_dark="#4a68a5",
    rollout="#3b66dc",
    rollout_dark="#2546a6",
    on_bar="#ffffff",
    summary="#171c26",
    milestone="#2a5bd7",
    external="#7a5aa8",
    baseline="#7b8598",
    slack="#75819a",
    deadline="#a3266b",
    t0="#171c26",
    on_t0="#ffffff",
    today="#2a5bd7",
    on_today="#ffffff",
    link="#6a7486",
    link_critical="#be3a22",
    freeze="#f3e4c6",
    freeze_line="#b97e1d",
    freeze_text="#7d4f06",
    non_working="#edeff3",
    iteration="#eef2fb",
    grid="#e8ebf0",
    grid_strong="#d5dae2",
    ghost="#2a5bd7",
    ok="#1c7a4c",
    ok_ground="#e0f3e9",
    warning="#8f5a04",
    warning_ground="#fbefd8",
    error="#b9331c",
    error_ground="#fce6e1",
    info="#2a5bd7",
    info_ground="#e3ebfd",
    firing="#c8331b",
    pending="#b06a00",
    blind="#6c7482",
    blind_line="#8b93a1",
    series=("#2a5bd7", "#c7611a", "#1c8a5c", "#a8458f", "#8a6d00", "#0b84a5", "#c2383b", "#5d5bb5"),
)

DARK = Theme(
    name="dark",
    ground="#0f131a",
    panel="#161b24",
    raised="#212835",
    hover="#262e3c",
    line="#272e3b",
    field_line="#687387",
    text="#e7ebf2",
    muted="#9ba6b8",
    faint="#6f7a8d",
    accent="#7da2ff",
    on_accent="#0e1422",
    selection="#1e2b4d",
    selection_text="#a5c0ff",
    critical="#f0694c",
    critical_dark="#ff9b83",
    near_critical="#dd9a34",
    near_critical_dark="#ffc976",
    done="#7786a0",
    done_dark="#a5b2c8",
    in_progress="#5f90f2",
    in_progress_dark="#a4c2ff",
    planned="#6783bd",
    planned_dark="#94aee2",
    rollout="#6d8ff7",
    rollout_dark="#a8bfff",
    on_bar="#0e1422",
    summary="#d3dae6",
    milestone="#7da2ff",
    external="#b99be3",
    baseline="#6f7b90",
    slack="#77839a",
    deadline="#f07cbb",
    t0="#eef2f8",
    on_t0="#12161e",
    today="#7da2ff",
    on_today="#0e1422",
    link="#8591a6",
    link_critical="#f0694c",
    freeze="#3a2f19",
    freeze_line="#b3832f",
    freeze_text="#f0c479",
    non_working="#131822",
    iteration="#131a29",
    grid="#1d2430",
    grid_strong="#2d3543",
    ghost="#7da2ff",
    ok="#52c08a",
    ok_ground="#143326",
    warning="#e6ae4f",
    warning_ground="#352a14",
    error="#ff8a6f",
    error_ground="#40201a",
    info="#8fb0ff",
    info_ground="#1e2b4d",
    firing="#ff6a4a",
    pending="#ffb552",
    blind="#8e97a6",
    blind_line="#6b7585",
    series=("#7da2ff", "#ffb45a", "#4fc490", "#e08ad0", "#d9c24a", "#4cc3e0", "#ff8078", "#a9a4f5"),
)

THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}

SURFACES = ("ground", "panel", "raised")
_INKS = ("accent", "ok", "warning", "error", "info", "freeze_text")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, on) for ink in ("text", "muted") for on in (*SURFACES, "hover", "selection", "non_working")),
    *((ink, on) for ink in _INKS for on in ("ground", "panel")),
    *((state, f"{state}_ground") for state in ("ok", "warning", "error", "info")),
    ("selection_text", "selection"),
    ("on_accent", "accent"),
    ("on_t0", "t0"),
    ("on_today", "today"),
    *(("critical", on) for on in ("ground", "panel", "selection")),
    ("freeze_text", "freeze"),
)
_MARKS = (
    "critical", "near_critical", "done", "in_progress", "planned", "rollout", "summary", "milestone",
    "external", "baseline", "slack", "deadline", "t0", "today", "link", "link_critical", "firing", "pending",
    "blind",
)  # fmt: skip
MARK_PAIRS: tuple[tuple[str, str], ...] = (
    *((mark, on) for mark in _MARKS for on in ("ground", "non_working")),
    ("field_line", "panel"),
    ("freeze_line", "ground"),
    ("accent", "panel"),
    ("accent", "raised"),
)

# Sizes, in device-independent pixels
SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5 = 4, 8, 12, 16, 24
RADIUS = 4
RADIUS_BAR = 3
RADIUS_CHIP = 10
ICON = 16
ICON_LARGE = 20
HEADER_HEIGHT = 48
PAGE_BAR_HEIGHT = 40
STATUS_HEIGHT = 26
FIELD_HEIGHT = 26
ENTRY_HEIGHT = 44
LABEL_WIDTH = 112
SCROLLBAR = 10
RAIL_WIDTH, RAIL_WIDTH_FOLDED = 168, 44
INSPECTOR_WIDTH, INSPECTOR_LEAST = 328, 280
FINDINGS_HEIGHT, FINDINGS_LEAST = 132, 72
PALETTE_WIDTH = 620
IMPACT_HEIGHT = 230
WINDOW_SIZE = (1440, 900)
WINDOW_LEAST = (900, 560)
NARROW = 1100
"""Below this width of the window the rail folds by itself."""

Density = Literal["compact", "normal", "roomy"]
ROW_HEIGHTS: dict[Density, int] = {"compact": 22, "normal": 28, "roomy": 36}
"""For a body font 13 px high; `fonts.row_height` lets them grow with the font."""

# Type, in pixels
FONT_SMALL, FONT_NOTE, FONT_BODY, FONT_TITLE, FONT_FIGURE = 11, 12, 13, 16, 22
FONT_BUNDLED = "Relplanner Sans"

# Motion, in milliseconds: things that appear or fold; data never moves by itself
MOTION_FOLD = 140
MESSAGE_STAYS = 6000
LATER = 50
"""What is not needed for the first picture of the window is made so long after it is shown."""


def contrast(first: str, second: str) -> float:
    """The contrast of two colours by WCAG 2.1, 1 to 21."""
    lights = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
