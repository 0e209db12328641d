"""Pills: a word, a shape and a colour, in that order. Nothing is told by colour alone."""

from typing import NamedTuple

from django.template import Library
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

register = Library()


class Pill(NamedTuple):
    """How one value is shown. `tone` is good, going, bad, calm or none; `shape` names a drawing in SHAPES."""

    label: str | Promise
    tone: str
    shape: str


RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
SQUARE = '<rect x="2" y="2" width="12" height="12" rx="2" fill="none" stroke="currentColor" stroke-width="1.8"/>'
DIAMOND = '<path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.8"'
LINE = 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
CUT = 'class="cut" fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

# Circles say how far a recommendation is, and fill from below so that they read the same in both directions.
# Squares say where a text is on its way, diamonds what the State answered.
SHAPES = {
    "full": f'<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.7 8.3 7 10.6 11.3 5.7" {CUT}/>',
    "much": f'{RING}<path d="M2.6 5.5h10.8A6 6 0 1 1 2.6 5.5z" fill="currentColor"/>',
    "some": f'{RING}<path d="M2.3 10h11.4A6 6 0 0 1 2.3 10z" fill="currentColor"/>',
    "ring": RING,
    "worse": '<path d="M8 14.5 1 2.5h14z" fill="currentColor"/>',
    "crossed": f'{RING}<path d="M4 12 12 4" stroke="currentColor" stroke-width="2"/>',
    "unclear": f'{RING}<path d="M5.2 8h.01M8 8h.01M10.8 8h.01" {LINE}/>',
    "dashed": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-dasharray="2.5 2.2"/>',
    "square": '<rect x="2" y="2" width="12" height="12" rx="2" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-dasharray="2.6 2"/>',
    "sent": f'{SQUARE}<path d="M8 11.2V5M5.4 7.3 8 4.7l2.6 2.6" {LINE}/>',
    "tick": f'{SQUARE}<path d="M5 8.2 7.2 10.4 11 5.9" {LINE}/>',
    "ticked": f'<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.5" fill="currentColor"/>'
    f'<path d="M4.8 8.3 7 10.6 11.3 5.7" {CUT}/>',
    "back": f'<g class="flip">{SQUARE}<path d="M11.2 10.5V7.3H5M7.2 5 4.9 7.3l2.3 2.3" {LINE}/></g>',
    "open": f'<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.5" fill="currentColor"/>'
    f'<circle cx="8" cy="8" r="3.2" {CUT}/>',
    "struck": f'{SQUARE}<path d="M5 11 11 5" {LINE}/>',
    "diamond-full": f'{DIAMOND}/><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="currentColor"/>',
    "diamond": f"{DIAMOND}/>",
    "diamond-half": f'{DIAMOND}/><path d="M1.6 8h12.8L8 14.4z" fill="currentColor"/>',
    "diamond-dashed": f'{DIAMOND} stroke-dasharray="2.6 1.9"/>',
}

LEVELS = {
    "implemented": Pill(_("Implemented"), "good", "full"),
    "in_progress_substantial": Pill(_("In progress, substantial"), "going", "much"),
    "in_progress_limited": Pill(_("In progress, limited"), "going", "some"),
    "not_started": Pill(_("Not started"), "none", "ring"),
    "regressed": Pill(_("Regressed"), "bad", "worse"),
    "no_longer_applicable": Pill(_("No longer applicable"), "none", "crossed"),
    "insufficient_information": Pill(_("Insufficient information"), "none", "unclear"),
    "not_assessed": Pill(_("Not assessed"), "none", "dashed"),
}
STATES = {
    "draft": Pill(_("Draft"), "none", "square"),
    "submitted": Pill(_("Submitted"), "going", "sent"),
    "approved": Pill(_("Approved"), "calm", "tick"),
    "accepted": Pill(_("Accepted"), "calm", "ticked"),
    "returned": Pill(_("Returned"), "going", "back"),
    "published": Pill(_("Published"), "good", "open"),
    "withdrawn": Pill(_("Withdrawn"), "none", "struck"),
}
POSITIONS = {
    "supported": Pill(_("Supported"), "calm", "diamond-full"),
    "noted": Pill(_("Noted"), "none", "diamond"),
    "supported_in_part": Pill(_("Supported in part"), "calm", "diamond-half"),
    "pending": Pill(_("Position pending"), "none", "diamond-dashed"),
}


def shape(name: str) -> SafeString:
    """The drawing, hidden from screen readers: the word beside it says the same."""
    return mark_safe(f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{SHAPES[name]}</svg>')  # noqa: S308


def show(pill: Pill, detail: str = "") -> SafeString:
    words = format_html("{} <span>· {}</span>", pill.label, detail) if detail else pill.label
    return format_html('<span class="status {}">{}<span>{}</span></span>', pill.tone, shape(pill.shape), words)


@register.simple_tag
def status(level: str | None, detail: str = "") -> SafeString:
    """How far a recommendation is, as somebody assessed it: `{% status assessment.level %}`.

    `level`: a key of LEVELS; nothing at all is "not assessed". `detail`: a few words that narrow it ("publication").
    """
    return show(LEVELS[level or "not_assessed"], detail)


@register.simple_tag
def workflow(state: str, detail: str = "") -> SafeString:
    """Where a text is on its way from draft to published: `{% workflow update.state %}`. `state`: a key of STATES."""
    return show(STATES[state], detail)


@register.simple_tag
def position(value: str | None, detail: str = "") -> SafeString:
    """What the State answered: `{% position recommendation.position %}`. Nothing at all is "pending"."""
    return show(POSITIONS[value or "pending"], detail)


@register.simple_tag
def kind(label: str) -> SafeString:
    """What sort of thing it is (concern, pledge, law, training): `{% kind action.get_kind_display %}`."""
    return format_html('<span class="kind">{}</span>', label)


@register.simple_tag
def pill(label: str, tone: str = "none", drawing: str = "ring") -> SafeString:
    """A pill for values of a package's own: `{% pill "Completed" "good" "full" %}`. `drawing`: a key of SHAPES."""
    return show(Pill(label, tone, drawing))


@register.simple_tag
def status_shape(level: str | None) -> SafeString:
    """Only the drawing of a level, where its word stands right beside it."""
    pill = LEVELS[level or "not_assessed"]
    return format_html('<span class="shape {}">{}</span>', pill.tone, shape(pill.shape))
