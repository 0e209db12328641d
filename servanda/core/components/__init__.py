"""The parts that every page is made of. Each module holds the template tags of one subject.

`servanda.core.templatetags.components` gathers them in one library; docs/reference/components.md shows each in use and
/en/work/components/ shows each at every state.
"""
