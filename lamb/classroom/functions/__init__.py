"""Functions: λ-programs that run when something happens, each run by itself and metered.

In reading order:

    signatures     what a function takes and gives, and JSON that is read and written by that
    versions       programs that have been deployed; a version never changes
    deploying      a program is checked, and becomes a version
    invocation     a function is called, and what that took is noted
    command_line   lamb functions deploy, invoke and list
"""
