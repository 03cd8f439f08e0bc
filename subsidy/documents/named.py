"""A name in both languages, as a file gives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from subsidy.messages import Label, Language


class Named(BaseModel):
    """``{zh: 贷款市场报价利率, en: loan prime rate}``; both are needed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def label(self) -> Label:
        """As the rest of the package has names."""
        return Label(self.zh, self.en)

    def say(self, language: Language) -> str:
        """The name in a language."""
        return self.label.say(language)
