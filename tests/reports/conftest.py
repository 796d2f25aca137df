"""What the tests of reports share: a year of a shop."""

from tests.reports.year import year, year_folder

__all__ = ["year", "year_folder"]
