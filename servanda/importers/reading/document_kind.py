"""What kind of document it is and whose: by the symbol, else by the set phrases of its title page, in any language."""

import re

from . import symbols
from .phrases import any_language

_UPR_FORMULAS = tuple(
    (re.compile(formula, re.IGNORECASE), kind)
    for formula, kind in (
        (r"\b\d+/\d+\.?\s+outcome of the universal periodic review", "council_decision"),
        (r"^\W*advance questions to\b", "advance_questions"),
        (r"\b(?:matrix|thematic list) of recommendations", "thematic_list"),
    )
)
UPR_WORDS = re.compile(
    r"report of the working\b.{0,40}\bperiodic review|agenda item 6\b\W+universal periodic review", re.IGNORECASE
)
COUNCIL_DOCUMENT = re.compile(r"A/HRC/\d+/\d+")
_OBSERVATIONS = re.compile(
    r"concluding observations|observations finales|observaciones finales|заключительные замечания|الملاحظات الختامية|结论性意见",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"\bgeneral (?:comment|recommendation) no|\bobservation g[ée]n[ée]rale no|\brecommandation g[ée]n[ée]rale no"
    r"|\b(?:observaci[oó]n|recomendaci[oó]n) general n[úu]m|замечание общего порядка|общая рекомендация"
    r"|التعليق العام رقم|التوصية العامة رقم|第\s?\d+\s?号一般性(?:意见|建议)",
    re.IGNORECASE,
)
_VISIT = re.compile(
    r"\b(?:visit|mission) to\b|\b(?:visite|mission) (?:en|au|aux|à)\b|\b(?:visita|misi[oó]n) a\b|визит|访问",
    re.IGNORECASE,
)
_DECISION = re.compile(r"^\W*(?:decision|d[ée]cision|resoluci[oó]n|r[ée]solution|resolution)\b", re.IGNORECASE)
_BODIES = {
    "Human Rights Committee": "CCPR", "Comité des droits de l’homme": "CCPR", "Comité de Derechos Humanos": "CCPR",
    "Комитет по правам человека": "CCPR", "اللجنة المعنية بحقوق الإنسان": "CCPR", "人权事务委员会": "CCPR",
    "Committee on Economic, Social and Cultural Rights": "CESCR",
    "Comité des droits économiques, sociaux et culturels": "CESCR",
    "Comité de Derechos Económicos, Sociales y Culturales": "CESCR",
    "Комитет по экономическим, социальным и культурным правам": "CESCR", "经济、社会及文化权利委员会": "CESCR",
    "Committee on the Elimination of Racial Discrimination": "CERD",
    "Comité pour l’élimination de la discrimination raciale": "CERD",
    "Comité para la Eliminación de la Discriminación Racial": "CERD",
    "Комитет по ликвидации расовой дискриминации": "CERD", "消除种族歧视委员会": "CERD",
    "Committee on the Elimination of Discrimination against Women": "CEDAW",
    "Comité pour l’élimination de la discrimination à l’égard des femmes": "CEDAW",
    "Comité para la Eliminación de la Discriminación contra la Mujer": "CEDAW",
    "Комитет по ликвидации дискриминации в отношении женщин": "CEDAW", "消除对妇女歧视委员会": "CEDAW",
    "Committee against Torture": "CAT", "Comité contre la torture": "CAT", "Comité contra la Tortura": "CAT",
    "Комитет против пыток": "CAT", "لجنة مناهضة التعذيب": "CAT", "禁止酷刑委员会": "CAT",
    "Committee on the Rights of the Child": "CRC", "Comité des droits de l’enfant": "CRC",
    "Comité de los Derechos del Niño": "CRC", "Комитет по правам ребенка": "CRC", "儿童权利委员会": "CRC",
    "لجنة حقوق الطفل": "CRC",
    "Committee on Migrant Workers": "CMW",
    "Committee on the Protection of the Rights of All Migrant Workers": "CMW",
    "Comité pour la protection des droits de tous les travailleurs migrants": "CMW",
    "Comité de Protección de los Derechos de Todos los Trabajadores Migratorios": "CMW",
    "Committee on the Rights of Persons with Disabilities": "CRPD",
    "Comité des droits des personnes handicapées": "CRPD",
    "Comité sobre los Derechos de las Personas con Discapacidad": "CRPD", "残疾人权利委员会": "CRPD",
    "Committee on Enforced Disappearances": "CED", "Comité des disparitions forcées": "CED",
    "Comité contra la Desaparición Forzada": "CED", "强迫失踪问题委员会": "CED",
    "Special Rapporteur": "SP", "Independent Expert": "SP", "Working Group on": "SP",
    "Rapporteur spécial": "SP", "Rapporteuse spéciale": "SP", "Relator Especial": "SP", "Relatora Especial": "SP",
    "Специальн": "SP", "المقرر الخاص": "SP", "المقررة الخاصة": "SP", "特别报告员": "SP",
    "Inter-American Court of Human Rights": "IACtHR", "Corte Interamericana de Derechos Humanos": "IACtHR",
    "Inter-American Commission on Human Rights": "IACHR", "Comisión Interamericana de Derechos Humanos": "IACHR",
    "African Commission on Human and Peoples": "ACHPR", "Commission africaine des droits de l’homme": "ACHPR",
    "European Court of Human Rights": "CoE", "Council of Europe": "CoE",
}  # fmt: skip
_OF_THE_COUNCIL = tuple(
    (re.compile(formula, re.IGNORECASE), kind)
    for formula, kind in (
        (r"^(?:joint )?written statement", "written_statement"),
        (r"^(?:note verbale|letter dated)", "letter"),
        (r"\b(?:report|study|summary|outcome|note by|update|rapport|informe|доклад)\b", "council_report"),
    )
)
_NATIONAL = re.compile(
    r"\bombuds(?:man|person|woman)\b|\bnational human rights (?:commission|institution)|\bhuman rights commission\b"
    r"|\bcommission of inquiry\b|\btruth(?: and \w+)? commission\b|\bdefensor[íi]a del pueblo\b|\bpublic defender\b"
    r"|\bcomisi[oó]n nacional de (?:los )?derechos humanos\b|\bprocuradur[íi]a\b"
    r"|\bcommission nationale (?:consultative )?des droits de l.homme\b|\bd[ée]fenseur des droits\b",
    re.IGNORECASE,
)


def kind_and_mechanism(
    symbol: str | None, told: symbols.SymbolFacts, first: str, title: str | None
) -> tuple[str | None, str | None]:
    """Kind of document and mechanism: by the symbol, or else by the formulas of title pages."""
    if told.kind:
        return told.kind, told.mechanism
    words = " ".join(first.split())
    upr = _of_the_review(symbol, words)
    if upr:
        return upr, "UPR"
    mechanism = told.mechanism or body_named(words)
    if _OBSERVATIONS.search(words):
        return "concluding_observations", mechanism
    if _COMMENT.search(title or ""):
        return "general_comment", mechanism
    if mechanism == "SP" and (symbol or "").startswith("A/"):
        return "visit_report" if _VISIT.search(title or words) else "thematic_report", "SP"
    return _outside_the_united_nations(symbol, words, title or "", mechanism)


def _of_the_review(symbol: str | None, words: str) -> str | None:
    named = next((kind for formula, kind in _UPR_FORMULAS if formula.search(words)), None)
    if named:
        return named
    if any_language("upr.addendum_title").search(words):
        return "upr_addendum"
    is_council_document = COUNCIL_DOCUMENT.fullmatch(symbol or "")
    is_report = any_language("upr.report_title").search(words) or (is_council_document and UPR_WORDS.search(words))
    return "upr_working_group_report" if is_report else None


def _outside_the_united_nations(
    symbol: str | None, words: str, title: str, mechanism: str | None
) -> tuple[str | None, str | None]:
    """Courts, commissions of a region, national institutions: by the words of the title page."""
    if symbol and re.match(r"(?:A|E|S)/", symbol):
        return next((kind for formula, kind in _OF_THE_COUNCIL if formula.search(title)), None), mechanism
    if any_language("judgment.title").search(title):
        return "judgment", mechanism
    if _DECISION.search(title):
        return "decision", mechanism
    if mechanism is None and _NATIONAL.search(words):
        return "national_report", "NHRI" if re.search(r"inquiry|truth", words[:400], re.IGNORECASE) is None else None
    return ("regional_report" if mechanism in ("IACHR", "ACHPR", "CoE") else None), mechanism


def body_named(words: str) -> str | None:
    """The code of the first body of the table that the page names."""
    lower = words.lower().replace("'", "’")
    return next((code for name, code in _BODIES.items() if name.lower() in lower), None)
