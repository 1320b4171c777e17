"""What each type of relation in an Office package means for a release. A type that is not listed is reported as not examined."""

from __future__ import annotations

from outcheck.model.inspection import HiddenKind

# Parts that show what they hold, hold nothing of the data, or are looked into elsewhere.
HARMLESS = frozenset({
    "officeDocument", "worksheet", "chartsheet", "styles", "theme", "sharedStrings", "calcChain", "table", "tableSingleCells",
    "sheetMetadata", "themeOverride", "chartStyle", "chartColorStyle", "FeaturePropertyBag", "hyperlink", "pivotTable",
    "drawing", "vmlDrawing", "chart", "chartEx", "chartUserShapes", "image", "hdImage",
    "core-properties", "extended-properties", "custom-properties", "classificationlabels",
    "customXml", "customXmlProps", "pivotCacheDefinition", "pivotCacheRecords", "externalLink", "comments", "threadedComment",
    "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet", "person",
})  # fmt: skip

# First element of those among them that are not looked into: a part that begins otherwise only bears the name.
ROOTS = {
    "theme": "theme",
    "themeOverride": "themeOverride",
    "calcChain": "calcChain",
    "table": "table",
    "tableSingleCells": "singleXmlCells",
    "sheetMetadata": "metadata",
    "chartStyle": "chartStyle",
    "chartColorStyle": "colorStyle",
    "FeaturePropertyBag": "FeaturePropertyBags",
    "pivotTable": "pivotTableDefinition",
    "customXmlProps": "datastoreItem",
    "vmlDrawing": "xml",
    "chartsheet": "chartsheet",
}

_SLICER = "a slicer or timeline lists values that it can filter by"
_MODEL = "a data model holds tables of its own"
_FORM = "a control can run or hold what its sheet does not show"
_EMBEDDED = "a whole file or object is embedded"
_RICH = "linked data types keep values beside the cells"
_LOG = "a log of changes keeps earlier values"
_ADD_IN = "a web add-in is attached"

# What a part of this type is, whatever stands in it.
TELLING: dict[str, tuple[HiddenKind, str]] = {
    "slicer": (HiddenKind.PIVOT, _SLICER),
    "slicerCache": (HiddenKind.PIVOT, _SLICER),
    "timeline": (HiddenKind.PIVOT, _SLICER),
    "timelineCache": (HiddenKind.PIVOT, _SLICER),
    "powerPivotData": (HiddenKind.CONNECTION, _MODEL),
    "model": (HiddenKind.CONNECTION, _MODEL),
    "connections": (HiddenKind.CONNECTION, "connections tell where the data came from"),
    "queryTable": (HiddenKind.CONNECTION, "a query table tells where its data came from"),
    "volatileDependencies": (HiddenKind.CONNECTION, "values of a live data source are kept"),
    "oleObject": (HiddenKind.OBJECT, _EMBEDDED),
    "package": (HiddenKind.OBJECT, _EMBEDDED),
    "aFChunk": (HiddenKind.OBJECT, _EMBEDDED),
    "control": (HiddenKind.OBJECT, _FORM),
    "activeXControlBinary": (HiddenKind.OBJECT, _FORM),
    "ctrlProp": (HiddenKind.OBJECT, _FORM),
    "attachedToolbars": (HiddenKind.MACRO, "a toolbar is attached that can run programs"),
    "vbaProject": (HiddenKind.MACRO, "a project of macros is attached"),
    "vbaProjectSignature": (HiddenKind.MACRO, "a signature of macros names who signed"),
    "vbaProjectSignatureAgile": (HiddenKind.MACRO, "a signature of macros names who signed"),
    "vbaProjectSignatureV3": (HiddenKind.MACRO, "a signature of macros names who signed"),
    "wordVbaData": (HiddenKind.MACRO, "a project of macros is attached"),
    "extensibility": (HiddenKind.MACRO, "a ribbon is attached that can run programs"),
    "webextension": (HiddenKind.MACRO, _ADD_IN),
    "webextensiontaskpanes": (HiddenKind.MACRO, _ADD_IN),
    "xmlMaps": (HiddenKind.XML, "maps of XML data are attached"),
    "customProperty": (HiddenKind.XML, "a sheet has properties of its own"),
    "printerSettings": (HiddenKind.PROPERTIES, "settings of a printer name it, and may name its network"),
    "origin": (HiddenKind.PROPERTIES, "a digital signature names who signed"),
    "signature": (HiddenKind.PROPERTIES, "a digital signature names who signed"),
    "thumbnail": (HiddenKind.UNEXAMINED, "there is a preview picture, which only a person can check"),
    "revisionHeaders": (HiddenKind.LEFTOVER, _LOG),
    "revisionLog": (HiddenKind.LEFTOVER, _LOG),
    "usernames": (HiddenKind.LEFTOVER, "a list of the users who shared the workbook"),
    "rdRichValue": (HiddenKind.LEFTOVER, _RICH),
    "rdRichValueStructure": (HiddenKind.LEFTOVER, _RICH),
    "rdRichValueTypes": (HiddenKind.LEFTOVER, _RICH),
    "rdArray": (HiddenKind.LEFTOVER, _RICH),
    "richStyles": (HiddenKind.LEFTOVER, _RICH),
    "rdSupportingPropertyBag": (HiddenKind.LEFTOVER, _RICH),
    "rdSupportingPropertyBagStructure": (HiddenKind.LEFTOVER, _RICH),
    "richValueRel": (HiddenKind.LEFTOVER, _RICH),
    "diagramData": (HiddenKind.UNEXAMINED, "a diagram is drawn on it, which only a person can check"),
    "diagramLayout": (HiddenKind.UNEXAMINED, "a diagram is drawn on it, which only a person can check"),
    "diagramQuickStyle": (HiddenKind.UNEXAMINED, "a diagram is drawn on it, which only a person can check"),
    "diagramColors": (HiddenKind.UNEXAMINED, "a diagram is drawn on it, which only a person can check"),
    "diagramDrawing": (HiddenKind.UNEXAMINED, "a diagram is drawn on it, which only a person can check"),
}

MACRO_SHEETS = {
    "xlMacrosheet": "a sheet of macros can run programs",
    "xlIntlMacrosheet": "a sheet of macros can run programs",
    "dialogsheet": "a dialogue sheet can run programs",
}
UNKNOWN_PART = "a part is of a type that outcheck does not know"
