"""What the gallery shows: invented content in English and Arabic, long and short, of the Republic of Arandia."""

import datetime

WORDS: dict[str, dict[str, str]] = {
    "heading": {
        "en": "Bring prisons within their capacity and stop holding people for want of bail",
        "ar": "إعادة السجون إلى طاقتها الاستيعابية ووقف احتجاز الأشخاص لعجزهم عن دفع الكفالة",
    },
    "wording": {
        "en": "The State party should reduce overcrowding in all places of detention, in particular by making wider use of "
        "measures other than custody for persons awaiting trial who cannot pay bail, and should publish the occupancy of "
        "each prison every three months.",
        "ar": "ينبغي للدولة الطرف أن تحد من الاكتظاظ في جميع أماكن الاحتجاز، ولا سيما بالتوسع في استخدام التدابير غير "
        "الاحتجازية للأشخاص الذين ينتظرون المحاكمة ولا يستطيعون دفع الكفالة، وأن تنشر معدل إشغال كل سجن كل ثلاثة أشهر.",
    },
    "short_wording": {
        "en": "Allow independent monitors to visit every place of deprivation of liberty without notice",
        "ar": "السماح للمراقبين المستقلين بزيارة جميع أماكن الحرمان من الحرية دون إشعار مسبق",
    },
    "other_wording": {
        "en": "Raise the minimum age of criminal responsibility and hold no child with adults",
        "ar": "رفع الحد الأدنى لسن المسؤولية الجنائية وعدم احتجاز أي طفل مع البالغين",
    },
    "third_wording": {
        "en": "Investigate the deaths of 14 April 2019 in the prison of Puerto Naranjo and compensate the families",
        "ar": "التحقيق في وفيات 14 نيسان/أبريل 2019 في سجن بويرتو نارانخو وتعويض الأسر",
    },
    "committee": {"en": "Committee against Torture", "ar": "لجنة مناهضة التعذيب"},
    "review": {"en": "Universal Periodic Review", "ar": "الاستعراض الدوري الشامل"},
    "human_rights_committee": {"en": "Human Rights Committee", "ar": "اللجنة المعنية بحقوق الإنسان"},
    "ministry": {"en": "Ministry of Justice", "ar": "وزارة العدل"},
    "judiciary": {"en": "Judiciary", "ar": "السلطة القضائية"},
    "interior": {"en": "Ministry of the Interior", "ar": "وزارة الداخلية"},
    "state": {"en": "The State", "ar": "الدولة"},
    "commission": {"en": "Human Rights Commission", "ar": "لجنة حقوق الإنسان"},
    "network": {"en": "Prison Watch Network", "ar": "شبكة رصد السجون"},
    "state_says": {
        "en": "Act 41 of 2025 lets judges set bail to means. In its first year 312 people were released who would have "
        "stayed. Occupancy fell from 189 to 171 per cent; two regional prisons still hold more than twice their capacity.",
        "ar": "يتيح القانون 41 لسنة 2025 للقضاة تحديد الكفالة بحسب القدرة. وفي سنته الأولى أُفرج عن 312 شخصاً كانوا سيبقون "
        "رهن الاحتجاز. وانخفض معدل الإشغال من 189 إلى 171 في المائة، ولا يزال سجنان إقليميان يضمان أكثر من ضعف طاقتهما.",
    },
    "commission_says": {
        "en": "The bail reform is real. No quarterly figures have been published; ours come from eleven visits and differ "
        "from the Ministry’s by up to 14 points.",
        "ar": "إصلاح نظام الكفالة حقيقي. غير أنه لم تُنشر أي أرقام فصلية، وأرقامنا مستمدة من إحدى عشرة زيارة وتختلف عن أرقام "
        "الوزارة بما يصل إلى 14 نقطة.",
    },
    "network_says": {
        "en": "Families in three regions tell us that the monitoring bracelets are charged to them.",
        "ar": "تخبرنا أسر في ثلاث مناطق بأن تكلفة أساور المراقبة تُحمَّل عليها.",
    },
    "law": {"en": "Act 41 of 2025: bail according to means", "ar": "القانون 41 لسنة 2025: الكفالة بحسب القدرة"},
    "programme": {
        "en": "Programme of electronic monitoring in three regions",
        "ar": "برنامج المراقبة الإلكترونية في ثلاث مناطق",
    },
    "bulletin": {"en": "Quarterly bulletin of prison occupancy", "ar": "النشرة الفصلية لإشغال السجون"},
    "detention": {"en": "Conditions of detention", "ar": "ظروف الاحتجاز"},
    "liberty": {"en": "Liberty and security of the person", "ar": "حرية الفرد وأمنه"},
    "deprived": {"en": "Persons deprived of their liberty", "ar": "الأشخاص المحرومون من حريتهم"},
    "institution_theme": {"en": "National human rights institution", "ar": "المؤسسة الوطنية لحقوق الإنسان"},
    "health": {"en": "Right to health", "ar": "الحق في الصحة"},
    "education": {"en": "Right to education", "ar": "الحق في التعليم"},
    "housing": {"en": "Right to adequate housing", "ar": "الحق في السكن اللائق"},
    "person": {"en": "Bruno Sarr", "ar": "برونو سار"},
    "old_text": {
        "en": "In 2025 the courts released 280 people. Two regional prisons hold twice their capacity.",
        "ar": "أفرجت المحاكم في عام 2025 عن 280 شخصاً. ويضم سجنان إقليميان ضعف طاقتهما.",
    },
    "new_text": {
        "en": "In 2025 the courts released 312 people in all regions. Two regional prisons still hold more than twice "
        "their capacity.",
        "ar": "أفرجت المحاكم في عام 2025 عن 312 شخصاً في جميع المناطق. ولا يزال سجنان إقليميان يضمان أكثر من ضعف طاقتهما.",
    },
}

TODAY = datetime.date(2026, 11, 24)
DAYS = {
    "adopted": datetime.date(2024, 5, 14),
    "passed": datetime.date(2026, 6, 30),
    "yesterday": datetime.date(2026, 11, 23),
    "soon": datetime.date(2026, 12, 4),
    "as_of": datetime.date(2026, 9, 30),
    "published": datetime.date(2026, 10, 14),
    "first": datetime.date(2025, 3, 1),
    "today": TODAY,
    "now": datetime.datetime(2026, 11, 24, 10, 42, tzinfo=datetime.UTC),
}

COUNTS = {
    "implemented": 6,
    "in_progress_substantial": 5,
    "in_progress_limited": 9,
    "not_started": 7,
    "regressed": 2,
    "no_longer_applicable": 1,
    "insufficient_information": 3,
    "not_assessed": 2,
}
