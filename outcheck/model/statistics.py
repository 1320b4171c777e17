"""What a number can be a statistic of, and its class in the SDC statbarns ontology."""

from __future__ import annotations

from enum import StrEnum


class Risk(StrEnum):
    """Disclosure risks by their statbarn names, and two of a release as a whole."""

    LOW_COUNT = "LowCount"
    CLASS_DISCLOSURE = "ClassDisclosure"
    DOMINANCE = "Dominance"
    DIFFERENCING = "Differencing"
    LOW_DOF = "LowDOF"
    IMPLICIT_TABLES = "ImplicitTables"
    AUXILIARY_INFORMATION = "AuxiliaryInformation"
    FILE_CONTENT = "FileContent"
    DOCUMENTATION = "Documentation"


class Statbarn(StrEnum):
    """Classes of statistics that share risks (https://www.w3id.org/statbarnsdc#)."""

    FREQUENCIES = "Frequencies"
    LINEAR_AGGREGATIONS = "LinearAggregations"
    POSITION = "Position"
    END_POINTS = "EndPoints"
    MODE = "Mode"
    SHAPE = "Shape"
    HYPOTHESIS_TESTS = "StatisticalHypothesisTests"
    COEFFICIENTS = "CoefficientsOfAssociation"
    CALCULATED_RATIOS = "CalculatedRatios"
    NONE = "None"


class Statistic(StrEnum):
    """What one measure of a table is."""

    COUNT = "count"
    WEIGHTED_COUNT = "weighted-count"
    PERCENTAGE = "percentage"
    RATE = "rate"
    MEAN = "mean"
    MEDIAN = "median"
    QUANTILE = "quantile"
    MODE = "mode"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SUM = "sum"
    STANDARD_DEVIATION = "standard-deviation"
    MOMENT = "moment"
    STANDARD_ERROR = "standard-error"
    CONFIDENCE_LIMIT = "confidence-limit"
    COEFFICIENT = "coefficient"
    TEST_STATISTIC = "test-statistic"
    P_VALUE = "p-value"
    DEGREES_OF_FREEDOM = "degrees-of-freedom"
    R_SQUARED = "r-squared"
    CORRELATION = "correlation"
    RATIO = "ratio"
    INDEX = "index"
    DENSITY = "density"
    MODEL_SIZE = "model-size"
    UNKNOWN = "unknown"


_STATBARNS = {
    Statistic.COUNT: Statbarn.FREQUENCIES,
    Statistic.WEIGHTED_COUNT: Statbarn.FREQUENCIES,
    Statistic.PERCENTAGE: Statbarn.FREQUENCIES,
    Statistic.RATE: Statbarn.FREQUENCIES,
    Statistic.MEAN: Statbarn.LINEAR_AGGREGATIONS,
    Statistic.SUM: Statbarn.LINEAR_AGGREGATIONS,
    Statistic.INDEX: Statbarn.LINEAR_AGGREGATIONS,
    Statistic.DENSITY: Statbarn.LINEAR_AGGREGATIONS,
    Statistic.MODEL_SIZE: Statbarn.FREQUENCIES,
    Statistic.MEDIAN: Statbarn.POSITION,
    Statistic.QUANTILE: Statbarn.POSITION,
    Statistic.MODE: Statbarn.MODE,
    Statistic.MINIMUM: Statbarn.END_POINTS,
    Statistic.MAXIMUM: Statbarn.END_POINTS,
    Statistic.STANDARD_DEVIATION: Statbarn.SHAPE,
    Statistic.MOMENT: Statbarn.SHAPE,
    Statistic.STANDARD_ERROR: Statbarn.SHAPE,
    Statistic.CONFIDENCE_LIMIT: Statbarn.SHAPE,
    Statistic.COEFFICIENT: Statbarn.COEFFICIENTS,
    Statistic.CORRELATION: Statbarn.COEFFICIENTS,
    Statistic.R_SQUARED: Statbarn.COEFFICIENTS,
    Statistic.TEST_STATISTIC: Statbarn.HYPOTHESIS_TESTS,
    Statistic.P_VALUE: Statbarn.HYPOTHESIS_TESTS,
    Statistic.DEGREES_OF_FREEDOM: Statbarn.HYPOTHESIS_TESTS,
    Statistic.RATIO: Statbarn.CALCULATED_RATIOS,
    Statistic.UNKNOWN: Statbarn.NONE,
}


def statbarn_of(statistic: Statistic) -> Statbarn:
    """Class of a statistic."""
    return _STATBARNS[statistic]


class Unit(StrEnum):
    """Who or what is counted or described."""

    PERSON = "person"
    EMPLOYER = "employer"
    PROVIDER = "provider"
    HOUSEHOLD = "household"
    RECORD = "record"
