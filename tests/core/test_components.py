"""The components: what they say, to eyes and to screen readers, and what they refuse."""

import datetime
import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from servanda.core import clock
from servanda.core.components import charts, days, documents, finding, pills
from servanda.core.templatetags import components
from servanda.core.widgets import CountedTextarea, FilesField, HintedRadios, Picker, SelectInLanguages

TODAY = datetime.date(2026, 11, 24)


def show(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_component_is_in_the_reference() -> None:
    reference = (Path(__file__).parents[2] / "docs/reference/components.md").read_text()
    written = set(re.findall(r"{%\s*(\w+)", reference))
    assert set(components.register.tags) - {"page_language", "page_address"} - written == set()


# --- pills ---


@pytest.mark.parametrize("level", pills.LEVELS)
def test_each_level_has_a_word_a_shape_and_a_colour(level: str) -> None:
    html = show("{% status level %}", level=level)
    assert text_of(html) == str(pills.LEVELS[level].label)
    assert "<svg" in html
    assert 'aria-hidden="true"' in html


def test_no_two_values_of_a_scale_look_the_same_without_colour() -> None:
    for scale in (pills.LEVELS, pills.STATES, pills.POSITIONS):
        drawings = [pill.shape for pill in scale.values()]
        assert len(set(drawings)) == len(drawings)


def test_every_drawing_is_well_formed() -> None:
    for name in pills.SHAPES:
        fromstring(pills.shape(name))


def test_red_is_only_for_what_got_worse() -> None:
    scales = [*pills.LEVELS.items(), *pills.STATES.items(), *pills.POSITIONS.items()]
    assert [name for name, pill in scales if pill.tone == "bad"] == ["regressed"]


def test_nothing_known_is_said_as_not_assessed_and_position_pending() -> None:
    assert text_of(show("{% status None %}{% position None %}")) == "Not assessed Position pending"


def test_an_unknown_level_is_an_error_and_not_a_grey_pill() -> None:
    with pytest.raises(KeyError):
        show("{% status 'nearly_done' %}")


# --- dates and figures ---


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Friday, 4 December 2026"),
        ("es", "viernes, 4 de diciembre de 2026"),
        ("fr", "vendredi 4 décembre 2026"),
        ("ru", "пятница, 4 декабря 2026\N{NARROW NO-BREAK SPACE}г."),
        ("zh-hans", "2026年12月4日星期五"),
        ("ar", "الجمعة، 4 كانون الأول/ديسمبر 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_do(language: str, words: str) -> None:
    with translation.override(language):
        assert days.in_words(datetime.date(2026, 12, 4), "full") == words


def test_a_deadline_is_red_only_when_it_passed_undone() -> None:
    source = "{% due on done=done today=today %}"
    before, after = datetime.date(2026, 12, 4), datetime.date(2026, 6, 30)
    assert text_of(show(source, on=before, done=False, today=TODAY)) == "Due Friday, 4 December 2026"
    assert text_of(show(source, on=after, done=False, today=TODAY)) == "Due 30 June 2026, 5 months ago"
    assert text_of(show("{% due on today=today bare=True %}", on=after, today=TODAY)) == "30 June 2026, 5 months ago"
    assert "late" in show(source, on=after, done=False, today=TODAY)
    for on, done in ((before, False), (after, True), (TODAY, False)):
        assert "late" not in show(source, on=on, done=done, today=TODAY)


def test_a_day_late_is_one_day_and_not_one_days() -> None:
    assert "1 day ago" in show("{% due on today=today %}", on=TODAY - datetime.timedelta(1), today=TODAY)


def test_figures_are_grouped_and_nothing_is_a_dash() -> None:
    assert [days.figure(value) for value in (1204, 0, None, "n/a")] == ["1,204", "0", "–", "n/a"]
    with translation.override("es"):
        assert days.figure(12040) == "12.040"


# --- what was said ---


def test_a_quotation_carries_its_language_and_its_source() -> None:
    html = show(
        "{% quotation text lang='es' by='Comité' symbol='CAT/C/XAR/CO/3' paragraph='21' url='/x/' %}",
        text="El Estado parte <debería>…",
    )
    assert '<blockquote class="said" lang="es"' in html
    assert "&lt;debería&gt;" in html
    assert '<a href="/x/"><bdi>CAT/C/XAR/CO/3</bdi>, paragraph <bdi>21</bdi></a>' in html


def test_voices_stand_side_by_side_each_with_its_own_status() -> None:
    html = show(
        "{% voices %}{% voice 'The State' level='implemented' evidence=3 %}<p>done</p>{% endvoice %}"
        "{% voice 'Commission' side='nhri' %}<p>no</p>{% endvoice %}{% endvoices %}"
    )
    assert text_of(html) == "The State Implemented done 3 pieces of evidence Commission Not assessed no"
    assert html.count('<article class="voice ') == 2


# --- lists ---


def test_a_row_leaves_out_what_is_missing_and_isolates_references() -> None:
    html = show("{% rows %}{% row 'Title' '/r/' 'XAR-CAT-3-21' '' None 2024 %}{% endrows %}")
    assert html.count("<bdi>") == 3
    assert "<bdi>XAR-CAT-3-21</bdi>" in html
    assert "row-end" not in html


def test_a_row_shows_not_assessed_only_when_asked_for_a_level() -> None:
    assert "Not assessed" in show("{% row 'Title' '/r/' level=None %}")
    assert "Not assessed" not in show("{% row 'Title' '/r/' %}")


def test_a_selectable_row_names_its_checkbox_after_itself() -> None:
    html = show("{% row 'Act 41' '/r/' select='ids' value=7 %}")
    assert 'name="ids" value="7"' in html
    assert 'aria-label="Select: Act 41"' in html


def test_a_fact_without_value_is_left_out() -> None:
    html = show("{% facts %}{% fact 'Lead' %} {% endfact %}{% fact 'With' %}Judiciary{% endfact %}{% endfacts %}")
    assert text_of(html) == "With Judiciary"


def test_a_suggested_term_says_so_in_words() -> None:
    assert (
        text_of(show("{% term 'Health' suggested=True origin='UHRI' score=0.84 %}")) == "Health suggested by UHRI 0.84"
    )


# --- finding ---


def options(count: int) -> list[dict]:
    return [{"label": f"T{n}", "count": n, "url": f"?t={n}", "selected": n == count - 1} for n in range(count)]


def test_a_facet_keeps_what_is_chosen_in_sight_and_folds_the_rest() -> None:
    shown = finding.facet("Theme", options(20), shown=5)
    assert [option["label"] for option in shown["first"]] == ["T0", "T1", "T2", "T3", "T19"]
    assert len(shown["more"]) == 15


def test_a_facet_option_is_a_link_that_says_when_it_is_chosen() -> None:
    html = show("{% facet 'Theme' options %}", options=options(2))
    assert 'href="?t=1" rel="nofollow" aria-current="true"' in html
    assert "chosen, lift this filter" in html


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/en/", {"q": "prison", "theme": ["a", "b"], "page": "2"})
    html = show("{% pagination page %}", page=Paginator(range(212), 50).get_page(2), request=request)
    address = re.search(r'rel="next" href="([^"]+)"', html)
    assert address
    query = QueryDict(address[1].replace("&amp;", "&").lstrip("?"))
    assert query == QueryDict("q=prison&theme=a&theme=b&page=3")
    assert "51 to 100 of 212" in text_of(html)


def test_one_page_needs_no_pages() -> None:
    assert show("{% pagination page %}", page=Paginator(range(50), 50).get_page(1)).strip() == ""


# --- tables and charts ---


def test_a_table_has_caption_scopes_and_labels_for_cards() -> None:
    columns = [{"label": "Body"}, {"label": "Late", "numeric": True}]
    html = show("{% data_table 'By body' columns rows %}", columns=columns, rows=[["MoJ", 4], ["MoI", None]])
    assert "<caption>By body</caption>" in html
    assert html.count('scope="col"') == html.count('scope="row"') == 2
    assert '<td data-label="Late" class="num">–</td>' in html


def test_a_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="zip"):
        show("{% data_table 'x' columns rows %}", columns=[{"label": "a"}], rows=[[1, 2]])


def test_the_bar_of_shares_says_its_numbers_and_fills_the_whole() -> None:
    shares = [{"level": level, "count": n} for n, level in enumerate(pills.LEVELS)]
    shown = charts.share_bar(shares, caption="36")
    drawn = sum(float(part["width"]) + charts.GAP for part in shown["parts"] if part["count"])
    assert drawn == pytest.approx(100, abs=0.1)
    assert "7 Not assessed" in text_of(show("{% share_bar shares caption='36' %}", shares=shares))


def test_one_regression_among_hundreds_is_seen() -> None:
    shares = [{"level": "regressed", "count": 1}, {"level": "not_assessed", "count": 999}]
    assert float(charts.share_bar(shares, caption="1,000")["parts"][0]["width"]) > 0.5


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (9, 10), (189, 200), (201, 250), (260, 500), (0.3, 0.5)])
def test_an_axis_ends_at_a_round_number(value: float, top: float) -> None:
    assert charts.round_ceiling(value) == pytest.approx(top)


def test_a_gap_breaks_the_line_and_is_said_in_the_table() -> None:
    points = [{"label": str(year), "value": value} for year, value in ((1, 5), (2, 6), (3, None), (4, 7), (5, 8))]
    points[2]["why_missing"] = "not counted"
    html = show("{% line_chart 'x' points %}", points=points)
    assert html.count("<polyline") == 2
    assert html.count("<circle") == 4
    assert "not counted" in html


@pytest.mark.parametrize("language", ["ar", "fr", "ru"])
def test_drawings_use_points_in_every_language(language: str) -> None:
    points = [{"label": "a", "value": 1.5}, {"label": "b", "value": 2.25}]
    with translation.override(language):
        html = show("{% line_chart 'x' points %}", points=points)
        html += show("{% document_page '/p.png' title='x' page=1 boxes=boxes %}", boxes=[BOX])
        html += show("{% job_progress 'x' done=1 total=3 %}")
    numbers = re.findall(r' (?:cx|cy|x|y|width|height)="([^"]*)"', html)
    assert "0.1250" in numbers
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers)


BOX = {"x": 0.125, "y": 0.5, "width": 0.25, "height": 0.1}


def test_time_runs_from_right_to_left_in_arabic() -> None:
    points = [{"label": "first", "value": 1}, {"label": "last", "value": 2}]
    forward = [float(point["x"]) for point in charts.line_chart("x", points)["points"]]
    with translation.override("ar"):
        backward = [float(point["x"]) for point in charts.line_chart("x", points)["points"]]
    assert forward == backward[::-1] == [160, 480]


# --- asking ---


class Question(forms.Form):
    title = forms.CharField(
        label="Title", help_text="As people know it.", error_messages={"required": "Write a title."}
    )
    where = forms.MultipleChoiceField(label="Where", choices=[("n", "North")], widget=Picker, required=False)
    seen = forms.ChoiceField(
        label="Seen by", choices=[("all", "Everyone")], widget=HintedRadios(hints={"all": "On the public site."})
    )
    told = forms.CharField(label="Told", widget=CountedTextarea(words=120), required=False)
    sure = forms.BooleanField(label="Sure", help_text="Quite sure.")


def test_a_field_ties_label_hint_and_error_to_its_input() -> None:
    html = show("{% field form.title %}", form=Question({}))
    assert '<label for="id_title">Title</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_is_optional_says_so() -> None:
    form = Question()
    assert "(optional)" in show("{% field form.where %}", form=form)
    assert "(optional)" not in show("{% field form.title %}", form=form)


def test_the_error_summary_links_to_the_first_input_of_each_answer() -> None:
    html = show("{% error_summary form %}", form=Question({}))
    links = re.findall(r'href="#([^"]+)"', html)
    assert links == ["id_title", "id_seen_0", "id_sure"]
    whole = show("{% error_summary form %}{{ form.as_div }}", form=Question({}))
    assert all(f'id="{link}"' in whole for link in links)
    assert "There is a problem" in html


def test_the_error_summary_takes_formsets_and_is_silent_without_errors() -> None:
    formset = forms.formset_factory(Question, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": "x"}
    )
    assert 'href="#id_form-0-seen_0"' in show("{% error_summary a b %}", a=None, b=formset)
    assert show("{% error_summary form %}", form=Question()).strip() == ""


def test_an_answer_with_a_hint_shows_it() -> None:
    assert "Everyone On the public site." in text_of(show("{% field form.seen %}", form=Question()))


def test_the_counter_says_its_limit_without_a_script() -> None:
    html = show("{% field form.told %}", form=Question())
    assert "Up to 120 words" in html
    assert "maxlength" not in html


def test_several_files_are_cleaned_to_a_list() -> None:
    class Evidence(forms.Form):
        files_sent = FilesField()

    sent = [SimpleUploadedFile("a.pdf", b"1"), SimpleUploadedFile("b.pdf", b"2")]
    form = Evidence({}, MultiValueDict({"files_sent": sent}))
    assert form.is_valid()
    assert [upload.name for upload in form.cleaned_data["files_sent"]] == ["a.pdf", "b.pdf"]
    assert Evidence({}, MultiValueDict()).errors["files_sent"] == ["Choose at least one file."]


def test_an_answer_can_hold_markup_and_says_when_it_is_missing() -> None:
    html = show("{% answer 'Done?' change_url='/c/' %}<p>yes</p>{% endanswer %}{% answer 'Why?' %} {% endanswer %}")
    assert "<p>yes</p>" in html
    assert text_of(html) == "Done? yes Change Done? Why? Not answered"


# --- saying back ---


def test_a_message_with_an_address_can_be_undone() -> None:
    class Message:
        message, level_tag, extra_tags = "18 were assigned.", "success", "/en/work/undo/7/"

    html = show("{% shown_messages %}", messages=[Message()], csrf_token="token")
    assert '<form method="post" action="/en/work/undo/7/">' in html
    assert 'value="token"' in html


def test_long_work_is_asked_for_only_while_it_runs() -> None:
    running = show("{% job_progress 'Reading' done=12 total=26 url='/j/' %}")
    assert 'data-poll="/j/"' in running
    assert "12 of 26" in text_of(running)
    for end in ("finished=True", "failed='No text'"):
        assert "data-poll" not in show("{% job_progress 'Reading' done=26 total=26 url='/j/' " + end + " %}")


def test_an_empty_task_group_is_left_out() -> None:
    assert show("{% task_group 'Overdue' 0 %}x{% endtask_group %}") == ""


# --- documents ---


def rebuilt(pieces: list[tuple[str, str]], kind: str) -> str:
    return "".join(text for what, text in pieces if what in ("same", kind))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("In 2025 280 people", "In 2025 312 people", [("del", "280"), ("ins", "312")]),
        ("hold twice", "still hold more than twice", [("ins", "still "), ("ins", "more than ")]),
        ("监狱过度拥挤", "监狱不再过度拥挤", [("ins", "不再")]),
        ("same", "same", []),
        ("", "new", [("ins", "new")]),
        ("old", "", [("del", "old")]),
    ],
)
def test_changes_are_marked_by_the_word(old: str, new: str, marked: list[tuple[str, str]]) -> None:
    pieces = list(documents.changes(old, new))
    assert [piece for piece in pieces if piece[0] != "same"] == marked
    assert (rebuilt(pieces, "del"), rebuilt(pieces, "ins")) == (old, new)


def test_changes_never_let_markup_through() -> None:
    html = show("{% marked_changes old new %}", old="<b>a</b>", new="<script>a</script>")
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_deadline_is_late_on_the_day_that_it_is_in_the_house() -> None:
    """The demo and the tests replay past days: then nothing is late that was not."""
    with clock.at(datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)):
        assert "late" not in show("{% due on %}", on=datetime.date(2026, 5, 2))
        assert "1 day ago" in show("{% due on %}", on=datetime.date(2026, 4, 30))


def test_the_bulk_bar_groups_the_figures_as_the_language_does() -> None:
    source = "{% bulk_bar total=3000 select_everything='all' %}x{% endbulk_bar %}"
    assert "All 3,000 of this list" in show(source)
    with translation.override("es"):
        assert "3000" not in show(source.replace("3000", "12000"))


def test_a_name_that_begins_with_a_number_keeps_its_order_in_arabic() -> None:
    """ "6.2 End open defecation" is one piece: its number does not go to the other end of a line that runs to the left."""
    assert "<bdi>6.2 End</bdi>" in show("{% term '6.2 End' %}")
    field = forms.MultipleChoiceField(choices=[("1", "2030 Agenda")], widget=Picker)
    assert "<bdi>2030 Agenda</bdi>" in field.widget.render("terms", [], {"id": "terms"})


def test_an_option_may_be_in_a_language_of_its_own() -> None:
    widget = SelectInLanguages(choices=[("1", "Ley 41"), ("2", "Act 42")])
    widget.languages = {"1": "es"}
    drawn = widget.render("about", "", {})
    assert '<option value="1" lang="es">' in drawn
    assert '<option value="2">' in drawn
