"""The log that is never changed, and what it comes to (the Lambda Architecture; Marz and Warren 2015).

In reading order:

    journal       each event as it came, under a number, on disk before anyone is told so
    views         what is counted of the log, for the batch and live alike
    kept_marks    marks, asked for once for equal answers
    master        the master dataset: the journal as a table that grows
    class_log     the views of a batch, merged with what came since
    batch         the views made anew from the whole log, by today's judge
    log_commands  `lamb class insight`, `batch`, `export` and `forget`

A class keeps it in its folder `log`: `Journal(folder)`, `ClassLog(folder, judge)`
and `batch(folder, judge)` are given that.
"""
