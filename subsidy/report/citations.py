"""What a citation is called: the keys that schemes usually give their sources in words, any other key as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from subsidy.messages import Label, Language

KEYS: Final[Mapping[str, Label]] = {
    "agreement": Label("协议", "agreement"),
    "assumed": Label("假设", "assumed"),
    "change": Label("调整", "change"),
    "circular": Label("通知", "circular"),
    "copy": Label("转载", "copy"),
    "increase": Label("提标", "increase"),
    "interest": Label("计息规定", "interest rules"),
    "letter": Label("函", "letter"),
    "lpr": Label("LPR 公告", "LPR announcement"),
    "measures": Label("措施", "measures"),
    "notice": Label("通知", "notice"),
    "policy": Label("政策", "policy"),
    "press": Label("报道", "press"),
    "reform": Label("改革方案", "reform"),
    "reply": Label("答复", "reply"),
    "report": Label("报道", "report"),
    "rule": Label("规定", "rule"),
    "rules": Label("规定", "rules"),
    "silence": Label("未见公布", "unpublished"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A source's key and, where there is one, the clause: ``notice 三(一)`` is 通知 三(一)."""

    text: str

    def say(self, language: Language) -> str:
        key, space, clause = self.text.partition(" ")
        label = KEYS.get(key)
        return self.text if label is None else f"{label.say(language)}{space}{clause}"
