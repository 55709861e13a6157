"""Whole notebooks of Python's with λ-calculus in them, as JupyterLab and graders run them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.notebook.kernels import LONG, Running


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A kernel of Python's, with the extension."""
    manager, client = start_new_kernel(
        kernel_name="python3", startup_timeout=LONG, cwd=str(tmp_path_factory.mktemp("notebook"))
    )
    try:
        running = Running(manager, client)
        running.run("%load_ext lamb")
        yield running
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_cell_that_fails_stops_run_all(tmp_path: Path) -> None:
    cells = ["%load_ext lamb", "%%lamb\na = 1\na", "%%lamb\nassert a == 2", "a = 'never run'"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}})
    with pytest.raises(CellExecutionError) as found:
        asyncio.run(client.async_execute())  # which closes its event loop
    assert "cell 3:2:8: this does not hold" in str(found.value)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, None]
    assert notebook.cells[1].outputs[0].data["text/plain"] == "λf x. f x    -- 1"
    assert notebook.cells[2].outputs[0].output_type == "error"


def test_an_error_has_a_caret_and_no_traceback(python: Running) -> None:
    ran = python.run("%%lamb\n(λx. x")
    assert ran.reply["status"] == "error"
    (error,) = ran.contents("error")
    assert error["ename"] == "ParseError"
    said = "\n".join(error["traceback"])
    assert said.split("\n")[2:3] == ["    | ^"]
    assert ".py" not in said


def test_values_go_both_ways(python: Running) -> None:
    ran = python.run('x = %lamb fact 4\nlamb["n"] = int(x) + 1\n%lamb n')
    assert (
        ran.contents("execute_result")[0]["data"]["text/plain"]
        == "λf x. " + "f (" * 24 + "f x" + ")" * 24 + "    -- 25, n"
    )


def test_whoever_interrupts_a_cell_has_what_it_did_before(python: Running) -> None:
    endless = "(\\x n. x x (\\y. n)) (\\x n. x x (\\y. n)) z"
    code = f"%%lamb --seconds none --nodes none\nbefore = 1\nbefore\n{endless}\nafter = 2"
    message = python.client.execute(code)
    while python.client.get_iopub_msg(timeout=LONG)["msg_type"] != "display_data":
        pass
    python.manager.interrupt_kernel()
    errors = [content for kind, content in python.published(message) if kind == "error"]
    assert "interrupted" in errors[0]["traceback"][0]
    assert python.reply_to(message)["status"] == "error"
    assert python.run("'before' in lamb, 'after' in lamb").texts == ["(True, False)"]


def test_tab_offers_names_and_shift_tab_says_what_there_is(python: Running) -> None:
    python.run("%%lamb\ntwice f x = f (f x)")
    reply = python.ask("complete", "%%lamb\ntwi", 10)
    assert (reply["matches"], reply["cursor_start"], reply["cursor_end"]) == (["twice"], 7, 10)
    assert python.ask("complete", "%%lamb\n\\lambda", 14)["matches"] == ["λ"]
    assert 'lamb["n"] = 5' in python.ask("inspect", "lamb", 3)["data"]["text/plain"]


def test_a_walk_is_a_widget_with_its_trace_beside_it(python: Running) -> None:
    shown = [content["data"] for content in python.run("%lamb :step K a b").contents("display_data")]
    assert any("application/vnd.jupyter.widget-view+json" in data for data in shown)
    assert any("<table" in data.get("text/html", "") for data in shown)
