"""What single words of a message tell: of whom it speaks, how many things it asks, whether it thanks."""

from __future__ import annotations

import re
from typing import Final

_KIN: Final = re.compile(
    r"\b(?:o.?g.?lim|qizim|bolam|ukam|akam|opam|singlim|erim|xotinim|kuyov|jiyan|otam|onam|dadam|tog.?am|amakim|"
    r"nevara|aka\b|pochcha|qayn(?:i|ota|ona|uka|aka|singil|sing)|quda|kelin|turmush o.?rtog|kenja|er(?:im|i)\b|"
    r"o.?g.?l(?:im|i)|do.?st(?:im|lar)?|o.?rtog.?i|oshna|hamxona|xonadosh|sherigim|"
    r"почча|қайн(?:и|ота|она|ука|ака|синг)|кайн(?:и|ота|она|ука|ака)|қуда|келин|турмуш ўрто|кенжа|"
    r"дўст|дуст|ўртоғ|уртог|ошна|ҳамхона|хамхона|хонадош|шеригим|"
    r"ўғлим|углим|қизим|кизим|болам|укам|акам|опам|синглим|эрим|хотиним|куёв|куйов|жиян|отам|онам|дадам|тоғам|амаким|"
    r"сын|доч|муж|жен[аеуы]|брат|сестр|отец|отца|папа|папу|мам[аеуы]|племянни|зят|дяд|внук|парн|деверь|деверя|свекр|"
    r"байке|друг(?:а|у|ом|зья|зей)?\b|подруг|приятел|сосед(?:а|у|ом|и|ей|к\w+)?\b|"
    r"писар|духтар|бача|шавҳар|шавхар|зан(?:ам|аш)\b|бародар|хоҳар|хохар|додар|ака(?:м|и|ам)?\b|апа(?:м|ам)?\b|"
    r"дӯст|ҳамхона|хамхона|ҳамсоя|хамсоя|рафиқ|рафик|янга|хусур|падар|модар|оча(?:м|ам)\b|дад|ҷиян|чиян|домод|тағо|амак|хешам|хеши|набер|"
    r"язна|хола(?:м|ам)\b|амма(?:м|ам)\b|шуҳар|шухар|шӯям|шуям|почо|ҷӯра|чура(?:м|ам)\b|ҳамдеҳа|хамдеха|фарзанд|дугона|"
    r"пасар(?:ам|аш)\b|barodar|pisar|shavhar|dodar|padar|domod|du[xk]h?tar|[xk]hohar|"
    r"syn\b|muzh|brat|otets|plemyan)",
    re.IGNORECASE,
)
_RUSSIAN: Final = re.compile(
    r"\b(?:РФ|rf)\b|"
    r"(?:российск\w*|росийск\w*|русск\w*)\s+(?:паспорт|граждан)|(?:паспорт\w*|граждан\w*)\s+(?:росси|росии|русс)|"
    r"(?:rossiya|rassiya|rus)\w*\s+(?:pasport|fuqaro|grajdan)|(?:россия|рассия|русия|рус)\w*\s+(?:паспорт|фуқаро|фукаро|граждан)|"
    r"(?:паспорт|шиноснома|шаҳрванд|шахрванд|гражданств)\w*\s+(?:рус|росси)|"
    r"(?:икки|ikki|ду|два|второ\w+)\s+(?:паспорт|pasport|гражданств)",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"\b(?:подпис|расписал|поставил\w* подпис|отпечат|контракт|соглас|"
    r"imzo|qo.?l qo.?y|kontrakt|shartnoma|barmoq|rozi|имзо|қўл қўй|кул куй|қул қуй|кўл қўй|шартнома|бармоқ|бармок|"
    r"рози|розман|даст монд|ангушт|podpis|imza)",
    re.IGNORECASE,
)
_UNSIGNED: Final = re.compile(
    r"\bне\s+(?:подпис|расписал|став\w+ подпис)|"
    r"\b(?:imzo|qo.?l|kontrakt|shartnoma)\w*\s+(?:hali\s+)?(?:qo.?y|qil|chek|tuz|imzola)?\w*(?:ma(?:di|gan)|gani\s+yo.?q)|"
    r"\bimzola(?:ma(?:di|gan)|gani\s+yo.?q)|"
    r"\b(?:имзо|қўл|кул|қул|кўл|контракт|шартнома)\w*\s+(?:ҳали\s+|хали\s+)?(?:қўй|куй|қуй|кўй|қил|кил|чек|туз|имзола)?\w*(?:ма(?:ди|ган)|гани\s+й[ўу][қк])|"
    r"\bимзола(?:ма(?:ди|ган)|гани\s+й[ўу][қк])|"
    r"\bимзо\s+на(?:кард|мекун|кун)|\bдаст\s+на(?:монд|мемон)",
    re.IGNORECASE,
)
_HAS_SIGNED: Final = re.compile(
    r"(?<!не )\bподписал|\b(?:imzola|имзола)(?:b|di|gan|б|ди|ган)\b|"
    r"\b(?:imzo|qo.?l) qo.?y(?:di|ib|gan)|\b(?:имзо|қўл|кул|қул|кўл) (?:қўй|куй|қуй|кўй)(?:ди|иб|ган)|\bимзо кард",
    re.IGNORECASE,
)
_DEATH: Final = re.compile(
    r"\b(?:o.?lgan|o.?ldi|o.?lsa|o.?lim|o.?lik|halok|xalok|jasad|janoza|murda|"
    r"ўлган|улган|ўлди|ўлса|ўлим|улим|ҳалок|халок|жасад|жаноза|мурда|"
    r"погиб|убит|убил|умер|смерт|мёртв|мертв|тело|тела|гроб|похорон|морг|"
    r"кушта|мурд|марг|вафот|фавт|ҷасад|часад|ҷаноза|чаноза)",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"[?]|\b(?:что|чего|чем|как|где|куда|кто|кому|сколько|какая|какой|какие|ли|когда|"
    r"nima|qanday|qanaqa|qayer\w*|kim\w*|necha|qancha|qaysi|qachon|"
    r"нима|қандай|кандай|қаер\w*|каер\w*|ким\w*|неча|қанча|канча|қайси|кайси|"
    r"чӣ|чи|чанд|кадом|куҷо|кучо|кӣ|ки|кай|оё)\b|\w(?:mi|ми)\b",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r"[,.?!;]\s+|\s+(?:va|hamda|yana|ва|ҳамда|яна|и|а|или|yoki|ёки|ё|боз|баъд)\s+", re.IGNORECASE
)
_THANKS: Final = re.compile(
    r"rahmat|raxmat|рахмат|раҳмат|ташаккур|спасиб|spasib|благодар|сипос|minnatdor|миннатдор", re.IGNORECASE
)


def speaks_of_kin(text: str) -> bool:
    """Tell whether whoever writes speaks of a relative or friend."""
    return bool(_KIN.search(text))


def names_russian_citizenship(text: str) -> bool:
    """Tell whether a Russian passport or citizenship is named."""
    return bool(_RUSSIAN.search(text))


def speaks_of_signing(text: str) -> bool:
    """Tell whether a signature, a contract or a consent is spoken of."""
    return bool(_SIGNED.search(text))


def denies_signing(text: str) -> bool:
    """Tell whether nothing has been signed, in so many words, and none after them tell of a signature."""
    denied = max((match.start() for match in _UNSIGNED.finditer(text)), default=-1)
    signed = max((match.start() for match in _HAS_SIGNED.finditer(text)), default=-1)
    return denied > signed


def speaks_of_death(text: str) -> bool:
    """Tell whether somebody is said to be dead, or feared to be."""
    return bool(_DEATH.search(text))


def questions(text: str) -> list[str]:
    """Give the parts of `text` that ask something."""
    return [part for part in _PARTS.split(text) if _ASKS.search(part)]


def gives_thanks(text: str) -> bool:
    """Tell whether `text` thanks."""
    return bool(_THANKS.search(text))
