"""The tax by rate and by HSN is what stands on the lines."""

import pytest

from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, rows, summed, tax_of


def called(line):
    if line["treatment"] != "taxable":
        return {"nil": "Nil rated", "exempt": "Exempt"}[line["treatment"]]
    cess = f" + {line['cess_rate'] // 100} % cess" if line["cess_rate"] else ""
    return f"{line['rate'] // 100} %{cess}"


@pytest.mark.parametrize("name", PERIODS)
def test_each_rate_and_each_hsn_is_what_its_lines_say(year, name):
    docs = docs_of(year, PERIODS[name])
    lines = [(doc.sign, line) for doc in docs for line in doc.lines]
    report = ask(year, "tax", PERIODS[name])
    by_rate, by_hsn = report.tables
    for key in ("taxable", "cgst", "sgst", "igst", "cess"):
        expected = summed((called(line), sign * line[key]) for sign, line in lines)
        assert {row["rate"]: row[key] for row in rows(by_rate)} == expected
    hsn = summed(((line["hsn"], line["unit"], called(line)), sign * tax_of(line)) for sign, line in lines)
    assert {(row["hsn"], row["unit"], row["rate"]): row["tax"] for row in rows(by_hsn)} == hsn
    quantity = summed(((line["hsn"], line["unit"], called(line)), sign * line["quantity"]) for sign, line in lines)
    assert {(row["hsn"], row["unit"], row["rate"]): row["quantity"] for row in rows(by_hsn)} == quantity
    assert figures(report)["CGST"] == sum(sign * line["cgst"] for sign, line in lines)
    assert by_rate.total[-1] == by_hsn.total[-1] == sum(sign * tax_of(line) for sign, line in lines)


def test_the_heads_agree_with_the_bills_themselves(year):
    docs = docs_of(year, PERIODS["a year"])
    total = ask(year, "tax", PERIODS["a year"]).tables[0].total
    for at, key in enumerate(("taxable", "cgst", "sgst", "igst", "cess"), 1):
        assert total[at] == sum(doc.sign * doc.head[key] for doc in docs)
