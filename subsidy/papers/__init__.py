"""Papers that people hold: a decision as a calculation sheet to sign, a page as HTML or PDF.

`sheet.sheet` says what stands on a calculation sheet, `sheet_html.sheet_as_html` writes it as one file of HTML,
`html.as_html` any page of `subsidy.report`; `pdf.as_pdf` makes a PDF of either.

Everything here needs the extra `papers`; nothing outside of `subsidy.commands` imports it.
"""
