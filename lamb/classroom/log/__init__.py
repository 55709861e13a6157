"""The log that is never changed, and what it comes to (the Lambda Architecture; Marz and Warren 2015).

In reading order:

    journal       each event as it came, under a number, on disk before anyone is told so
    pseudonyms    the names that students have in the log
    views         what is counted of the log, for the batch and live alike
    kept_marks    marks, asked for once for equal answers
    needed        the libraries that are needed besides
    master        the master dataset: the journal as a table that grows
    serving       the views of a batch, as files that are asked
    batch         the views made anew from the whole log, by today's judge
    class_log     the batch's views, merged with what came since
    log_commands  `lamb class insight`, `batch`, `export` and `forget`

A class keeps it in its folder `log`: `Journal(folder)`, `ClassLog(folder, judge)`
and `batch(folder, judge)` are given that.
"""
