"""A lesson on a page: what there is to read and to try, its exercise, and the reply to an answer.

Prose is paragraphs; lines that are indented by two stand as they are, by four they can be typed; what is
between backquotes is code. What can be tried is a button that carries it: `data-try`.
"""

from __future__ import annotations

import re
from itertools import groupby

from lamb.course.learning.lesson import Lesson, LessonPart, Prose, Try
from lamb.course.learning.study import Feedback
from lamb.html.markup import escaped, lines_html
from lamb.show.lines import complaint


def prose_html(text: str) -> str:
    """The HTML of some prose.

    >>> prose_html("Read `x`.\\n\\n  (λx. x) y")
    '<p>Read <code>x</code>.</p><pre>(λx. x) y</pre>'
    """
    html = ""
    for is_code, lines in groupby(text.split("\n"), key=lambda line: not line or line.startswith("  ")):
        if not is_code:
            html += f"<p>{_quoting(' '.join(lines))}</p>"
        elif quoted := "\n".join(line[2:] for line in lines).strip("\n"):
            html += f"<pre>{_quoting(quoted)}</pre>"
    return html


def _quoting(line: str) -> str:
    parts = map(escaped, re.split(r"`([^`]*)`", line))
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def part_html(part: LessonPart) -> str:
    if isinstance(part, Prose):
        return prose_html(part.text)
    if isinstance(part, Try):
        button = f'<button type="button" data-try="{escaped(part.text)}">Try it</button>'
        return f'<div class="lesson-try"><pre>{escaped(part.text)}</pre>{button}</div>'
    return f'<pre class="lesson-steps">{escaped(part.text)}</pre>'


def lesson_html(lesson: Lesson) -> dict[str, object]:
    """What a page shows of a lesson, by the place where it belongs; the solution is asked for by itself."""
    return {
        "name": lesson.name,
        "title": lesson.title,
        "about": lesson.about,
        "text": "".join(map(part_html, lesson.parts)),
        "task": prose_html(lesson.exercise.task),
        "hints": [prose_html(hint) for hint in lesson.exercise.hints],
    }


def feedback_html(feedback: Feedback) -> str:
    if feedback.error is not None:
        return lines_html(complaint(feedback.error))
    remark = prose_html(feedback.remark) if feedback.remark else ""
    return prose_html(feedback.message) + remark
