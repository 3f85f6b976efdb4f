"""Labels written as amounts, dates or lists, which are taken as classes as they stand.

Told by their form alone: nothing is parsed or converted here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from ._problem import DataProblem

WRITTEN_FORMS = ("date_labels", "amount_labels", "list_labels")

_FEWEST = 4  # amounts or dates; two or three prices are classes
_NEARLY_ALL = 0.9  # of the different labels; others may be "unknown"

_CODES = "EUR|USD|GBP|JPY|CHF|CNY|INR|KRW|CAD|AUD|SEK|NOK|DKK|PLN|CZK|BRL|MXN|Rs\\.?|kr\\.?"
_CURRENCY = rf"(?:(?:[A-Z]{{1,2}})?[$\u00a2-\u00a5\u20a0-\u20cf]|{_CODES})"
_NUMBER = r"(?:\d{1,3}(?:[,.'\u2019\s]\d{3})+|\d+)(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"[-+]?\s?(?:{_CURRENCY}\s?)?[-+]?{_NUMBER}\s?(?:[kKmM](?:n|io)?)?\s?(?:{_CURRENCY}|[%‰])?"
)
_MEASURE = re.compile(rf"[-+]?{_NUMBER}\s(?P<unit>[^\W\d]+?)s?")  # 1 year, 2 years

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME = r"(?:[T\s]\d{1,2}:\d\d.*)?"
_DATE = re.compile(
    rf"(?:\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([-/.])\d{{1,2}}\2\d{{4}}"
    rf"|\d\d([-/.])\d\d\3\d\d|\d{{1,2}}/\d{{1,2}}/\d\d"
    rf"|\d{{1,2}}\.?[\s-]{_MONTH}[\s-]\d{{4}}|{_MONTH}\s\d{{1,2}},?\s\d{{4}}){_TIME}",
    re.IGNORECASE,
)


def written_forms(labels: Collection[Any]) -> Iterator[DataProblem]:
    """Yield the problem that different labels are dates, amounts, or lists of labels."""
    strings = [label.strip() for label in labels if isinstance(label, str)]
    dates = [label for label in labels if _is_date(label)]
    amounts = _amounts(strings)
    fewest = max(_FEWEST, _NEARLY_ALL * len(labels))
    if len(dates) >= fewest:
        yield DataProblem(
            "date_labels",
            f"The labels look like dates: {_some(dates)}. Each is taken as a class of its own. "
            "For classes, shorten them to years, months or weekdays; for regression, write them "
            "as numbers, such as days since the first date.",
        )
    elif len(amounts) >= fewest:
        yield DataProblem(
            "amount_labels",
            f"The labels look like amounts: {_some(amounts)}. Each is taken as a class of its own. "
            "For regression, write them as plain numbers ('1,200.50 EUR' as 1200.5); for classes, "
            "divide them into a few ranges.",
        )
    elif len(strings) == len(labels):
        yield from _lists(strings)


def _some(labels: list[Any]) -> str:
    return f"{len(labels):,} different ones, such as {_shown(labels)}"


def _shown(labels: list[Any]) -> str:
    return ", ".join(repr(str(label)) for label in labels[:3])


def _is_date(label: Any) -> bool:
    if isinstance(label, str):
        return _DATE.fullmatch(label.strip()) is not None
    return isinstance(label, date)


def _amounts(labels: list[str]) -> list[str]:
    """Return the labels that are numbers with a currency, a percent sign, or the same unit."""
    measures = [match for label in labels if (match := _MEASURE.fullmatch(label))]
    if len({match["unit"].casefold() for match in measures}) == 1 and len(measures) >= _FEWEST:
        return [match[0] for match in measures]
    found = [label for label in labels if _AMOUNT.fullmatch(label)]
    return [] if all(label.isdecimal() for label in found) else found


def _lists(labels: list[str]) -> Iterator[DataProblem]:
    """Yield the problem that most labels consist of parts that other labels have as well.

    In lists, parts are at any place; in "Smith, John" or "Paris, Texas", each has its place.
    """
    for separator in ";|,":
        parts = [_parts(label, separator) for label in labels]
        several = [label for label, found in zip(labels, parts, strict=True) if len(found) > 1]
        places = defaultdict(list)
        for found in parts:
            for place, part in enumerate(found):
                places[part].append(place > 0)
        n_shared = sum(all(len(places[part]) > 1 for part in found) for found in parts)
        n_anywhere = sum(len(set(found)) == 2 for found in places.values())
        if len(several) > 1 and n_shared > len(labels) / 2 and n_anywhere >= len(places) / 4:
            yield DataProblem(
                "list_labels",
                f"The labels look like lists: {len(several):,} of {len(labels):,} different ones "
                f"have parts separated by {separator!r}, such as {_shown(several)}, and the same "
                "parts are in other labels. Each list is taken as a class of its own. To predict "
                "its parts, use as y sklearn.preprocessing.MultiLabelBinarizer().fit_transform("
                f"[[part.strip() for part in label.split({separator!r})] for label in y]).",
            )
            return


def _parts(label: str, separator: str) -> list[str]:
    """Return the different parts of a label, in order."""
    return list(dict.fromkeys(part.strip() for part in label.split(separator) if part.strip()))
