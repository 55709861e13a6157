"""Functions: λ-programs that run when something happens, each run by itself and metered.

    functions = Functions("week-1")         # of lamb.classroom.functions.invocation
    functions.invoke("square", 12)          # 144

In reading order:

    signatures     what a function takes and gives, and JSON that is read and written by that
    versions       programs that have been deployed; a version never changes
    deploying      a program is checked, and becomes a version
    evaluation     what a version gives for a value
    invocation     a function is called, and what that took is noted
    exchange       a reply as an HTTP response, and as a file
    watching       files that appear in a folder or a bucket
    streams        records of a Redis stream
    listening      requests over HTTP
    amazon         functions as AWS Lambda functions
    packing        the zip that AWS runs, and the template of what calls it
    command_line   lamb functions deploy, invoke, list and package
    serving_command  lamb functions serve
    usage_command    lamb functions usage
"""
