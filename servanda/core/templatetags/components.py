"""All components in one tag library; the settings make it a builtin, so templates need no `{% load %}`."""

from django.template import Library

from servanda.core.components import (
    asking,
    charts,
    days,
    documents,
    feedback,
    finding,
    frame,
    lists,
    pills,
    said,
    tables,
    work,
)

register = Library()
for part in (asking, charts, days, documents, feedback, finding, frame, lists, pills, said, tables, work):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
