"""Functions: λ-programs that run when something happens, each run by itself and metered.

    functions = Functions("week-1")         # of lamb.classroom.functions.invocation
    functions.invoke("square", 12)          # 144

In reading order:

    signatures     what a function takes and gives, and JSON that is read and written by that
    versions       programs that are checked and deployed; a version never changes
    invocation     a function is called, and what that took is noted
    triggers       files that appear, and records of a stream
    listening      requests over HTTP
    amazon         functions as AWS Lambda functions
    packing        the zip that AWS runs, and the template of what calls it
    command_line   lamb functions deploy, invoke, list, package and usage
    serving_command  lamb functions serve
"""
