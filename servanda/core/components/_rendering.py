"""How a component comes from its template."""

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString


def component(name: str, **values: Any) -> SafeString:
    """The component's template `components/<name>.html`, filled with `values`."""
    return SafeString(get_template(f"components/{name}.html").render(values).strip())
