"""What makes words a name, and what keeps them from being one: data, and nothing else."""

TITLES = (
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Master",
    "Dr",
    "Doctor",
    "Prof",
    "Professor",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Cllr",
    "Councillor",
    "Rev",
    "Reverend",
    "Judge",
)
"""Before a person's name."""

PARTICLES = (
    "de",
    "der",
    "van",
    "von",
    "al",
    "el",
    "bin",
    "ibn",
    "binti",
    "da",
    "dos",
    "di",
    "la",
    "le",
)
"""Before a family name, and part of it."""

ONE_PERSON = (
    "child",
    "baby",
    "boy",
    "girl",
    "young person",
    "young man",
    "young woman",
    "pupil",
    "student",
    "learner",
    "son",
    "daughter",
    "brother",
    "sister",
    "sibling",
    "mother",
    "father",
    "parent",
    "carer",
    "foster carer",
    "adopter",
    "care leaver",
    "teenager",
    "service user",
    "social worker",
    "case of",
)
"""Words for one person."""

BIRTH = (
    r"\bborn",
    r"\bdates? of birth",
    r"\bd\.?o\.?b\b\.?",
    r"\bbirthday",
)
"""What a date of birth follows; parts of regular expressions."""

_NOT_NAMES = """
    academy act active activity and appeal assessment assistant association authority award board borough bureau
    business campus care carers case centre centres charity child children church clinic close club college
    commission committee community comments concern conference consortium contact council county court data day
    department director disability district early education employment enquiry family for forum foundation foster
    fostering fund group has hall head health help home homes hospital house hub independent inclusion infant
    initiative inquiry inspection institute involvement island junior kingdom lane leaving legal library local looked
    manager medical member members mental ministry national needs network nursery nhs office officer ofsted of order
    panel park part partnership path pathway plan plus police practice primary prison programme project protection
    referral region report resource review road royal school schools secondary section service services sixth social
    society square station street strategy support team teams the theatre trust unit university view views virtual
    volunteers ward was welfare will worker workers works young youth
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""Words of services, schools, streets and offices, which are no family name, whatever stands before them."""

_NOT_INITIALS = """
    AP BAME CAF CAMHS CIN CLA CME CP CSC CSE CYP DFE DWP EET EH EHC EHE ETE EU FTE GP HE IRO IT KPI KS LA LAC LCS
    MASH MEGA NEET NHS OK PEP PRU QA RAS SEN SGO SW TV UASC UK UN US USA YJ YOS YOT YP YTD I
"""
NOT_INITIALS = frozenset(_NOT_INITIALS.split())
"""Abbreviations of the service, which are nobody's initials."""

_POSTCODE_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G
    GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW
    OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC
    WD WF WN WR WS WV YO ZE
"""
POSTCODE_AREAS = frozenset(_POSTCODE_AREAS.split())
"""With these letters postcodes begin."""
