"""The words of the synthetic data: regions, sectors, subjects, and how common each is. All figures are made up."""

from __future__ import annotations

REGIONS = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)
REGION_WEIGHTS = (4.7, 13.1, 9.7, 8.6, 10.6, 11.2, 15.9, 16.3, 9.9)
SECTORS = (
    "A Agriculture",
    "B Mining",
    "C Manufacturing",
    "D Energy",
    "E Water",
    "F Construction",
    "G Retail",
    "H Transport",
    "I Hospitality",
    "J Information",
    "K Finance",
    "L Real estate",
    "M Professional",
    "N Administrative",
    "O Public administration",
    "P Education",
    "Q Health",
    "R Arts",
    "S Other services",
)
SECTOR_WEIGHTS = (0.6, 0.05, 7.4, 0.15, 0.3, 5.0, 16.0, 4.8, 9.5, 5.0, 3.6, 1.6, 8.5, 9.0, 3.9, 9.2, 13.0, 2.4, 2.0)
SECTOR_PAY = (0.8, 1.7, 1.1, 1.5, 1.1, 1.1, 0.8, 1.0, 0.6, 1.4, 1.6, 1.0, 1.3, 0.8, 1.1, 1.0, 1.0, 0.8, 0.7)
CONCENTRATED = ("B Mining", "D Energy", "E Water")
"""Sectors with few employers in each region, of which the first is very large."""

ORGANISATIONS = ("company", "sole proprietor", "partnership", "public corporation", "local authority", "charity")
ORGANISATION_WEIGHTS = (70.0, 8.0, 6.0, 2.0, 4.0, 10.0)
ETHNIC_GROUPS = ("White", "Asian", "Black", "Mixed", "Other", "Not known")
ETHNIC_WEIGHTS = (74.0, 11.0, 6.0, 5.5, 2.0, 1.5)
CARE = ("child in need", "child protection plan", "looked after")
EXCLUSIONS = ("suspension", "permanent")
AIMS = ("apprenticeship", "vocational", "traineeship", "community learning")
LEVELS = ("level 1", "level 2", "level 3", "level 4 and above")
SUBJECTS = (
    "Medicine",
    "Nursing",
    "Biological sciences",
    "Physical sciences",
    "Mathematics",
    "Engineering",
    "Computing",
    "Architecture",
    "Social sciences",
    "Law",
    "Business",
    "Languages",
    "History",
    "Creative arts",
    "Education",
)
CLASSES = ("first", "upper second", "lower second", "third", "no class")
BENEFITS = ("Universal Credit", "Jobseeker's Allowance", "Employment and Support Allowance", "Personal Independence Payment")
