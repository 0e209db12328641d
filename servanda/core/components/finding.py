"""Finding things: the search box, facets with true counts, what was found, pages of fifty."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component

register = Library()
OPTIONS_SHOWN = 8


@register.inclusion_tag("components/search_box.html")
def search_box(
    *,
    label: str,
    value: str = "",
    action: str = "",
    name: str = "q",
    hint: str = "",
    keep: Iterable[tuple[str, str]] = (),
    id: str = "find",
) -> dict[str, Any]:
    """A search form by GET: `{% search_box label=_("Search recommendations") value=q action=url %}`.

    `hint`: an example under the box. `keep`: pairs of other parameters to carry along (chosen facets, sorting).
    """
    return {"label": label, "value": value, "action": action, "name": name, "hint": hint, "keep": keep, "id": id}


@register.simple_block_tag(end_name="endfacets")
def facets(content: str, *, chosen: int = 0, clear_url: str = "") -> SafeString:
    """The column of filters: holds `{% facet %}` tags; folds on a phone.

    `chosen`: how many options are chosen. `clear_url`: the address without any of them.
    """
    return component("facets", content=content, chosen=chosen, clear_url=clear_url)


@register.inclusion_tag("components/facet.html")
def facet(legend: str, options: Iterable[Any], *, shown: int = OPTIONS_SHOWN, hint: str = "") -> dict[str, Any]:
    """One group of filters. Each option is a link that sets or lifts it, so that it works without JavaScript.

    `options`: mappings or objects with `label`, `count`, `url` (the address after choosing or lifting it), `selected`,
    and if wanted `level` (draws the shape of that status). The first `shown` and all selected are visible, the others
    behind "More".
    """
    all_options = list(options)
    selected = [option for option in all_options if _read(option, "selected")]
    others = [option for option in all_options if not _read(option, "selected")]
    visible = max(shown - len(selected), 0)
    first = {id(option) for option in (*selected, *others[:visible])}
    return {
        "legend": legend,
        "hint": hint,
        "first": [option for option in all_options if id(option) in first],
        "more": [option for option in all_options if id(option) not in first],
    }


def _read(option: Any, name: str) -> Any:
    return option.get(name) if isinstance(option, dict) else getattr(option, name, None)


@register.inclusion_tag("components/topics.html")
def topics(items: Iterable[Any]) -> dict[str, Any]:
    """Ways into a large list, with how much is behind each: `items` are things with `label`, `url`, `count`."""
    return {"topics": items}


@register.inclusion_tag("components/chosen.html")
def chosen_filters(filters: Iterable[Any], *, clear_url: str = "") -> dict[str, Any]:
    """The filters in force, each with its way out.

    `filters`: things with `label` and `url` (the address without it).
    """
    return {"filters": list(filters), "clear_url": clear_url}


@register.simple_block_tag(end_name="endresult_summary")
def result_summary(content: str) -> SafeString:
    """What was found, as a sentence, with links to downloads: the content."""
    return component("result_summary", content=content)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, *, all_url: str = "", parameter: str = "page") -> dict[str, Any]:
    """Pages of a list; the other parameters of the address are kept. Nothing is shown for a single page.

    `page`: Django's `Page`, or anything with `number`, `paginator.num_pages`, `paginator.count`, `start_index`,
    `end_index`. `all_url`: where to download everything.
    """
    last = page.paginator.num_pages
    here = page.number
    near = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    return {
        "request": context.get("request"), "page": page, "last": last, "all_url": all_url, "parameter": parameter,
        "steps": list(_with_gaps(near)), "before": here - 1 if here > 1 else 0, "after": here + 1 if here < last else 0,
    }  # fmt: skip


def _with_gaps(numbers: list[int]) -> Iterable[int | None]:
    """The numbers, with None where some are left out."""
    previous = 0
    for number in numbers:
        if number > previous + 1:
            yield None
        yield number
        previous = number


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, parameter: str = "page") -> str:
    """The address of another page of the same list."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?{parameter}={number}"
    query[parameter] = str(number)
    return f"?{query.urlencode()}"
