"""The pure core: numbers, text and citations of the manual. Values in, values out.

Nothing here opens a file, reads a clock or knows MkDocs; the doors around it do that.
"""
