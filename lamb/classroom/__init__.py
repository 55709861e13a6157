"""A class: marking, functions, and the log that is never changed.

In reading order:

    events         what happens in a class, and the marks of what students answer
    marking/       what a teacher asks, what students hand in, and its judge
    reports/       everything that is made of marks
    making/        exercises made to order
    log/           the log that is never changed, and what it comes to
    functions/     λ-programs that run when something happens
    class_judge    the marks of attempts, by the assignments of a class
    service/       a class at work, in browsers
    subcommands    `lamb class` and `lamb functions`, each subcommand loaded when it is called

An *assignment* is a teacher's file of *exercises*; a *submission* is what a student sends for all of it, an
*attempt* what a student sends for one exercise. A *mark* is what the judge says of an answer to an exercise.
"""
