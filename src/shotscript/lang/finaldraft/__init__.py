"""Final Draft's FDX, in and out.

`paragraph` is what both formats say: paragraphs with a type, styled text and remarks. `fdx_reading` and `fdx_writing`
are FDX; `fountain_reading` and `fountain_writing` are a Fountain text that holds the same to the letter: what Fountain
would take for something else gets its mark (`!`, `@`, `.`, `>`), what it has no room for a note `[[fdx: ...]]` (`tag`).
`form` types a paragraph, `spelling` a line; `row` reads a line; `guard` keeps letters from being marks; `titlepaper` is
the title page.
"""
