"""The manifests of the samples, as their authors typed them."""

TABLES = """\
tables:
  - file: apprenticeships-sector.csv
    unit: person
    source: [ILR]
    population: Apprenticeship starts in England, 2014/15 to 2016/17, with employers whose pay bill is over £3 million
  - file: benefits-region.xlsx
    sheet: Table 1
    unit: person
    source: [HMRC, DWP]
    population: People aged 25 who went to school in England, tax year 2022-23
  - file: graduate-earnings.xlsx
    sheet: Table 1
    unit: person
    source: [HESA, HMRC]
    population: First degree graduates of 2016/17 with earnings in tax year 2022-23
  - file: ks4-attainment-fsm.csv
    unit: person
    source: [NPD]
    population: Children in need at the end of key stage 4 in England, 2022/23 and 2023/24
  - file: ucas-entry-tariff.csv
    unit: person
    source: [UCAS]
    population: Entrants to first degrees from English regions, three cohorts together
"""

RELEASE_MANIFEST = f"""\
# Request 2026-017, first submission: from school to work, evidence from LEO.
pack: ons-srs

{TABLES}\
  - file: apprenticeships-attainment.csv
    unit: person
    source: [ILR, NPD]
    population: Apprenticeship starts in England, 2014/15 to 2016/17, with employers whose pay bill is over £3 million
  - file: earnings-percentiles.xlsx
    unit: person
    source: [HESA, HMRC]
    population: First degree graduates of 2014/15 to 2016/17 with earnings five years later
  - file: fe-destinations.csv
    unit: person
    source: [ILR, HMRC]
    population: Further education learners in England, three cohorts together

waivers:
  # Structural zeros: the linkage starts from the school's region.
  - rule: zero-count
    file: benefits-region.xlsx
    sheet: Table 1
    cells: [B14, C14, D14]
    reason: Records are linked through the school; without a region there is no link, so these cells are zero by design.
    by: J. Marsh, output checker
    until: 2099-12-31
  - rule: people-low-count
    file: apprenticeships-sector.csv
    cells: [B7]
    reason: Agreed for the draft shown at the workshop in June 2025 only.
    by: J. Marsh, output checker
    until: 2025-06-30
"""

CLEAR_MANIFEST = f"""\
# Request 2026-017, second submission: put right after the first check.
pack: ons-srs

{TABLES}
waivers:
  # A table cannot show who makes up a total, so the largest contributions were shown to the checker.
  - rule: unproven-dominance
    file: graduate-earnings.xlsx
    sheet: Table 1
    reason: The two largest earners of every group were shown; none of them comes near the limits.
    by: J. Marsh, output checker
    until: 2099-12-31
"""
