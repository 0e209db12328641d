"""Text in the six languages: its language, its letters in order, its lines joined rightly."""

from pathlib import Path

import pytest

from servanda.importers.reading import read_file
from servanda.importers.reading.arabic_text import with_stops_behind_numbers
from servanda.importers.reading.languages import language_of
from servanda.importers.reading.lines import join_lines
from tests.importers.reading.samples import drawn_by_typst
from tests.support.missing import cannot_run

ARABIC = [
    "الملاحظات الختامية بشأن التقرير الدوري الخامس لأرانديا",
    "١ - نظرت اللجنة في التقرير الدوري الخامس في جلستها المعقودة في ١٢ أيار/مايو ٢٠٢٤ واعتمدت هذه الملاحظات الختامية.",
    "٢ - ترحب اللجنة بالخطوات التي اتخذتها الدولة الطرف لإلغاء الأحكام التمييزية، ولا سيما القانون رقم 14 لعام 2019.",
    "٣ - توصي اللجنة بأن تكفل الدولة الطرف لجميع الأطفال، بمن فيهم الأطفال اللاجئون، إمكانية الالتحاق بالمدارس قبل 2027.",
]
CHINESE = [
    "关于阿兰迪亚第五次定期报告的结论性意见",
    "1. 委员会审议了缔约国的第五次定期报告，并通过了本结论性意见。委员会欢迎缔约国为废除歧视性规定而采取的步骤，"
    "特别是关于男女同工同酬的第十四号法律。",
    "2. 委员会建议缔约国确保所有儿童，包括难民儿童，都能免费接受小学教育，并定期公布农村地区学校的入学率和教师人数。",
]
SENTENCES = {
    "en": "The Committee recommends that the State party publish the report on the rights of the child in all schools.",
    "fr": "Le Comité recommande à l’État partie de publier le rapport sur les droits de l’enfant dans toutes les écoles.",
    "es": "El Comité recomienda al Estado parte que publique el informe sobre los derechos del niño en todas las escuelas.",
    "ru": "Комитет рекомендует государству-участнику опубликовать доклад о правах ребенка и раздать его во всех школах, а также на селе.",
    "ar": "توصي اللجنة الدولة الطرف بنشر التقرير المتعلق بحقوق الطفل في جميع المدارس.",
    "zh": "委员会建议缔约国在所有学校公布关于儿童权利的报告。",
    "pt": "O Comité recomenda que o Estado parte publique o relatório sobre os direitos da criança em todas as escolas do país.",
    "uk": "Комітет рекомендує державі-учасниці опублікувати доповідь про права дитини та поширити її в усіх школах.",
    "fa": "کمیته توصیه می‌کند که کشور عضو گزارش حقوق کودک را در همه مدارس منتشر کند و گزارش چاپ شود.",
    "ja": "委員会は、締約国がすべての学校で児童の権利に関する報告書を公表することを勧告する。",
    "ko": "위원회는 당사국이 모든 학교에서 아동권리 보고서를 공개할 것을 권고한다.",
    "ka": "კომიტეტი რეკომენდაციას უწევს მონაწილე სახელმწიფოს გამოაქვეყნოს ანგარიში.",
}  # fmt: skip


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_is_told_by_script_and_common_words(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "12 34", "Xyz"])
def test_what_is_too_short_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_chinese_lines_are_joined_without_a_blank_and_russian_ones_with() -> None:
    assert (
        join_lines(["委员会建议缔约国", "确保所有儿童，", "都能上学。"]) == "委员会建议缔约国确保所有儿童，都能上学。"
    )
    assert (
        join_lines(["Комитет рекомендует", "государству-", "участнику"]) == "Комитет рекомендует государству-участнику"
    )
    assert join_lines(["关于儿童的 UNICEF", "报告 12", "页"]) == "关于儿童的 UNICEF 报告 12 页"


def test_a_full_stop_behind_a_number_comes_back_behind_it() -> None:
    assert with_stops_behind_numbers("قبل نهاية عام .2027") == "قبل نهاية عام 2027."


def paragraphs_read(folder: Path, texts: list[str], language: str, font: str) -> list[str]:
    if not any(Path("/usr/share/fonts").rglob("NotoSerifCJK*")) and language == "zh":
        cannot_run("no font for Chinese is here", remedy="apt-get install fonts-noto-cjk")
    reading = read_file(drawn_by_typst(folder, texts, language, font))
    assert reading.document.language == language
    return [" ".join(p.text.split()) for p in reading.paragraphs]


@pytest.mark.parametrize("font", ["Noto Naskh Arabic", "Noto Kufi Arabic", "Noto Sans Arabic", "DejaVu Sans"])
def test_arabic_letters_come_out_in_their_order(tmp_path: Path, font: str) -> None:
    """Ligatures of lam and alef are one shape in some fonts and two in others: the words are right in all."""
    read = paragraphs_read(tmp_path, ARABIC, "ar", font)
    wanted = [ARABIC[0], *(text.partition(" - ")[2] for text in ARABIC[1:])]
    assert [text.replace(" ،", "،") for text in read] == wanted


def test_chinese_comes_out_without_blanks_at_the_ends_of_lines(tmp_path: Path) -> None:
    read = paragraphs_read(tmp_path, CHINESE, "zh", "Noto Serif CJK SC")
    assert read == [CHINESE[0], *(text.partition(". ")[2] for text in CHINESE[1:])]


@pytest.mark.data
def test_aligned_paragraphs_of_real_documents_are_found_in_both_languages(data: Path) -> None:
    """Two documents in English and Russian, English and French: nine in ten aligned paragraphs whole, with their numbers."""
    import json
    import re

    def letters(text: str) -> str:
        return re.sub(r"[\W_]+", "", text.lower())

    for name, files in (("1_en_ru", ("en", "ru")), ("2_en_fr", ("en", "fr"))):
        rows = json.loads((data / "bilingual_upr_italy" / f"ohchr_{name}.json").read_text())["paragraphs"]
        for side, language in zip(("main_language", "other_language"), files, strict=True):
            reading = read_file(data / "bilingual_upr_italy" / f"ohchr_{name[0]}_{language}.pdf")
            assert reading.document.language == language
            read = {p.number: letters(p.text) for p in reading.paragraphs if p.number}
            numbered = [
                (m[1], letters(row[side][m.end() :])) for row in rows if (m := re.match(r"(\d+)\.\s", row[side]))
            ]
            right = sum(read.get(number, "")[:40] == text[:40] for number, text in numbered)
            assert right / len(numbered) >= 0.97
