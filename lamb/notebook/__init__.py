"""The λ-calculus in Jupyter. Only this room knows IPython.

In reading order:

    cells      the session of a notebook: cells in, bundles out
    kernel     a kernel whose cells are λ-calculus
    module     the definitions of a notebook as items of the module `lamb`
    magics     `%load_ext lamb`: cells and lines of λ-calculus in a notebook of Python
    stepper    a term to click through (`stepper.js`, `stepper.css`)
    exercise   the checks that a teacher writes in a notebook

`labextension` is for JupyterLab, in JavaScript: λ-calculus in colour, also where a cell of Python is one.

A bundle is a thing as a notebook takes it, by MIME type.
"""
