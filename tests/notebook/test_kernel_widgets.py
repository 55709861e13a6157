"""Widgets in the kernel: a stepper is shown, hears what is clicked, and waits for pages."""

from __future__ import annotations

import pytest

from tests.notebook.kernels import Content, Running

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def stepper(running: Running) -> str:
    """The number of a stepper that has just been shown."""
    ran = running.run(":step (λx y. x) a b")
    assert ran.reply["status"] == "ok"
    opened = [one["comm_id"] for one in ran.contents("comm_open") if one["target_name"] == "jupyter.widget"]
    views = [one["data"][VIEW]["model_id"] for one in ran.contents("display_data") if VIEW in one["data"]]
    assert len(views) == 1
    assert views[0] in opened
    return str(views[0])


def click(running: Running, stepper: str, **event: object) -> list[Content]:
    """What a stepper says when something of it is clicked on: the new values of its traits."""
    content = {"method": "custom", "content": event}
    message = running.send("comm_msg", {"comm_id": stepper, "data": content})
    said = [one for kind, one in running.published(message) if kind == "comm_msg"]
    return [one["data"]["state"] for one in said if one["data"]["method"] == "update"]


def test_where_no_widgets_run_the_whole_trace_is_shown(running: Running) -> None:
    shown = "".join(running.run(":step (λx y. x) a b").texts)
    assert "(λy. a) b" in shown
    assert "normal form" in shown


def test_a_stepper_goes_on_when_it_is_clicked_on(running: Running, stepper: str) -> None:
    updates = click(running, stepper, kind="forward")
    assert [one["shown"]["step"] for one in updates if "shown" in one] == [1]


def test_a_stepper_is_known_to_a_page_that_asks(running: Running, stepper: str) -> None:
    assert stepper in running.ask("comm_info", target_name="jupyter.widget")["comms"]


def test_a_page_that_is_loaded_again_has_its_steppers_back(running: Running, stepper: str) -> None:
    opening = {"comm_id": "page", "target_name": "jupyter.widget.control", "data": {}}
    running.published(running.send("comm_open", opening, metadata={"version": "1.0.0"}))
    asked = {"comm_id": "page", "data": {"method": "request_states"}}
    answers = running.published(running.send("comm_msg", asked))
    states = [one["data"]["states"] for _, one in answers if one["data"]["method"] == "update_states"]
    assert states[0][stepper]["model_module"] == "anywidget"


def test_a_stepper_and_the_cells_share_the_definitions(running: Running) -> None:
    running.run("pick x y = x")
    ran = running.run(":step pick a b")
    assert "δ" in "".join(ran.texts)


def test_a_closed_stepper_is_forgotten(running: Running, stepper: str) -> None:
    running.published(running.send("comm_close", {"comm_id": stepper, "data": {}}))
    assert stepper not in running.ask("comm_info", target_name="jupyter.widget")["comms"]
