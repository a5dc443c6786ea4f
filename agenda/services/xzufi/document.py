"""What a file in XZuFi says, in the words of this site."""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal


class BadFile(Exception):
    """The file cannot be taken over; `problems` are sentences for the editor."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass
class Row:
    """One service of a file; with `problems` it is not taken over.

    `words` maps languages to the texts of a page by the names of its fields.
    """

    number: int
    agency: str = ""
    identifier: str = ""
    version: str = ""
    online_url: str = ""
    cost_amount: Decimal | None = None
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this service from all others."""
        return self.agency, self.identifier

    @property
    def title(self) -> str:
        """Return the name in the first language that has one."""
        return next((words["title"] for words in self.words.values() if words.get("title")), "")

    def digest(self, language: str) -> str:
        """Return a short name of exactly what the file says in one language."""
        facts = [self.words[language], self.online_url, str(self.cost_amount)]
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Document:
    """A file that could be read to its end."""

    rows: list[Row]

    @property
    def agencies(self) -> set[str]:
        """Return the systems whose services the file holds."""
        return {row.agency for row in self.rows if not row.problems}
