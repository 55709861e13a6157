"""The kernel, as a front end meets it: cells, errors, Ctrl-C, and what a text means before it is run."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from jupyter_client.session import Session

from lamb.notebook.kernel import LambdaKernel
from tests.notebook.kernels import LONG, Content, Running

ENDLESS = "(λs. s s z) (λs n. s s (i n))"  # no detector sees that it goes on


def bare(traceback: list[str]) -> str:
    """A traceback without its colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(traceback))


# ── Cells ─────────────────────────────────────────────────────────────────────────────


def test_an_answer_has_the_number_of_its_cell(running: Running) -> None:
    ran = running.run("succ 1\nsucc 2")
    answers = ran.contents("execute_result")
    assert [one["data"]["text/plain"] for one in answers] == [
        "λf x. f (f x)    -- 2",
        "λf x. f (f (f x))    -- 3",
    ]
    assert {one["execution_count"] for one in answers} == {ran.reply["execution_count"]}


def test_what_is_defined_in_a_cell_is_known_in_the_next(running: Running) -> None:
    assert running.run("-- Adds three.\nadd-three n = add 3 n").shown == []
    assert running.run("add-three 4").texts == ["λf x. f (f (f (f (f (f (f x))))))    -- 7"]


def test_what_is_silent_counts_for_nothing(running: Running) -> None:
    before = running.run("1").reply["execution_count"]
    assert running.run("hidden = 5", silent=True).shown == []
    assert running.run("(", silent=True).shown == []
    assert running.run("2", store_history=False).reply["execution_count"] == before + 1
    after = running.run("hidden")
    assert after.reply["execution_count"] == before + 1
    assert after.texts[0].endswith("-- 5")
    told = running.ask("history", hist_access_type="tail", n=2)["history"]
    assert [code for _, _, code in told] == ["1", "hidden"]


def test_expressions_that_a_front_end_asks_about_are_answered(running: Running) -> None:
    asked = {"sum": "add 1 1", "wrong": "(", "free": "a b", "nothing": ""}
    values = running.run("3", user_expressions=asked).reply["user_expressions"]
    assert values["sum"]["data"]["text/plain"] == "λf x. f (f x)    -- 2"
    assert values["wrong"]["ename"] == "ParseError"
    assert values["free"]["data"]["text/plain"] == "a b"
    assert values["nothing"]["data"] == {}
    assert running.run("it").texts[0].endswith("-- 3")


# ── What goes wrong ───────────────────────────────────────────────────────────────────


def test_an_error_shows_its_place_and_the_session_goes_on(running: Running) -> None:
    ran = running.run("kept = K\ntwo (λx. x\nlost = K")
    number = ran.reply["execution_count"]
    assert ran.reply["status"] == "error"
    assert ran.reply["ename"] == "ParseError"
    assert bare(ran.contents("error")[0]["traceback"]) == (
        f"In[{number}]:2:5: this “(” is never closed\\n"
        "  2 | two (λx. x\\n"
        "    |     ^\\n"
        "  hint: add “)” at the end of the line"
    ).replace("\\n", "\n")
    assert running.run("succ 0").reply["status"] == "ok"


def test_a_long_message_is_broken_between_words(running: Running) -> None:
    names = [f"a-name-of-many-letters-{number}" for number in range(6)]
    circle = "".join(f"{name} = {names[number - 1]}\n" for number, name in enumerate(names))
    error = running.run(circle).contents("error")[0]
    message = bare(error["traceback"][:1])
    assert "\n" in message
    assert error["evalue"] in message.replace("\n    ", " ")


def test_what_comes_before_an_error_is_shown_and_stays(running: Running) -> None:
    ran = running.run("before = 1\nbefore\nassert before == 2\nafter = 3")
    assert [kind for kind, _ in ran.shown] == ["execute_result", "error"]
    assert running.run("before").texts[0].endswith("-- 1")
    assert "is not defined" in "".join(running.run("after").texts)


def test_an_error_stops_the_cells_that_wait(running: Running) -> None:
    failing = running.client.execute("assert 1 == 2")
    waiting = running.client.execute("never = 1")
    assert running.reply_to(failing)["status"] == "error"
    assert running.reply_to(waiting)["status"] == "aborted"
    while running.run("1").reply["status"] == "aborted":  # until the kernel has done with stopping
        pass
    assert running.ask("complete", "neve")["matches"] == []


def test_an_interrupted_cell_fails_and_the_session_is_whole(running: Running) -> None:
    running.run("mine = 7")
    cell = running.client.execute(f"shown = 1\nshown\n{ENDLESS}", stop_on_error=False)
    while running.client.get_iopub_msg(timeout=LONG)["msg_type"] != "execute_result":
        pass
    running.manager.interrupt_kernel()
    reply = running.reply_to(cell)
    assert (reply["status"], reply["ename"]) == ("error", "CellFailed")
    assert reply["evalue"].startswith("interrupted")
    assert running.run("add mine shown").texts[0].endswith("-- 8")


# ── Who can be asked, and what cannot go wrong ────────────────────────────────────────


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> LambdaKernel:
    """A kernel in this process, without a connection and without widgets."""
    kernel = LambdaKernel()
    kernel.cells.widget = lambda walk: None
    monkeypatch.setattr(kernel, "session", None)
    return kernel


def test_a_line_is_asked_for_where_there_is_a_reader(
    alone: LambdaKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter(["n", "q"])
    prompts: list[str] = []
    shown: list[str] = []

    def answer(prompt: str) -> str:
        prompts.append("".join(shown))
        return next(keys)

    monkeypatch.setattr(alone, "raw_input", answer)
    monkeypatch.setattr(
        alone, "send_response", lambda _, __, content: shown.append(content["data"]["text/plain"])
    )
    reply = asyncio.run(alone.do_execute(":step (λx y. x) a b", silent=False, allow_stdin=True))
    assert reply["status"] == "ok"
    assert "(λx y. x) a b" in prompts[0]
    assert "step 1" in prompts[1]


def test_a_line_cannot_be_asked_for_where_there_is_no_reader(alone: LambdaKernel) -> None:
    reply = asyncio.run(alone.do_execute(":step (λx. x) a", silent=False, allow_stdin=False))
    assert (reply["status"], reply["evalue"]) == ("error", "no question can be asked here")


def test_a_mistake_of_ours_ends_the_cell_all_the_same(
    alone: LambdaKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(text: str, name: str) -> None:
        raise ZeroDivisionError("ours")

    sent: list[tuple[str, Content]] = []
    connection = Session(key=b"")
    monkeypatch.setattr(connection, "send", lambda _, kind, content, *__, **___: sent.append((kind, content)))
    monkeypatch.setattr(alone, "session", connection)
    monkeypatch.setattr(alone.cells, "run_cell", break_down)
    request = {"content": {"code": "1", "silent": False}, "metadata": {}, "header": {}}
    with pytest.raises(ZeroDivisionError):
        asyncio.run(alone.execute_request(None, None, request))
    replies = [content for kind, content in sent if kind == "execute_reply"]
    assert [(one["status"], one["ename"]) for one in replies] == [("error", "ZeroDivisionError")]


# ── What a text means ─────────────────────────────────────────────────────────────────


def test_a_completion_says_what_it_is(running: Running) -> None:
    running.run("-- Adds four.\n-- To anything.\nadd-four n = add 4 n")
    reply = running.ask("complete", "twice add-f y", 11)
    assert (reply["matches"], reply["cursor_start"], reply["cursor_end"]) == (["add-four"], 6, 11)
    described = reply["metadata"]["_jupyter_types_experimental"]
    assert described == [
        {
            "start": 6,
            "end": 11,
            "text": "add-four",
            "type": "name",
            "signature": "",
            "documentation": "Adds four.",
        }
    ]


def test_variables_keywords_and_commands_are_told_apart(running: Running) -> None:
    described = running.ask("complete", "λassumption. as")["metadata"]["_jupyter_types_experimental"]
    assert {one["text"]: one["type"] for one in described} == {
        "assumption": "variable",
        "assert": "keyword",
        "assume": "keyword",
    }
    described = running.ask("complete", ":com")["metadata"]["_jupyter_types_experimental"]
    assert [(one["text"], one["type"]) for one in described] == [("compare", "command")]


def test_places_are_counted_in_characters(running: Running) -> None:
    reply = running.ask("complete", "λ𝑥. fac")
    assert (reply["cursor_start"], reply["cursor_end"]) == (4, 7)


def test_inspection_shows_the_definition_and_what_it_is_for(running: Running) -> None:
    reply = running.ask("inspect", "mul 2 (fact 3)", 9)
    assert reply["found"]
    text = reply["data"]["text/plain"]
    assert "fact" in text
    assert "-- prelude/" in text
    assert "text/html" in reply["data"]
    assert not running.ask("inspect", "nobody-knows")["found"]


def test_what_goes_on_is_indented(running: Running) -> None:
    assert running.ask("is_complete", "f x =")["indent"] == "  "
    assert "indent" not in running.ask("is_complete", "f x = x")


def test_the_kernel_says_what_it_is(running: Running) -> None:
    info: Any = running.ask("kernel_info")
    assert info["language_info"]["pygments_lexer"] == "lamb"
    assert info["supported_features"] == []
    assert info["banner"].startswith("lamb ")
    assert all(link["url"].startswith("https://") for link in info["help_links"])
