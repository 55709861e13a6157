"""The stories: what somebody does in a notebook, and what is seen then."""

from __future__ import annotations

from tests.tools.browser.stage import Story
from tests.tools.browser.stories import cells, colours, exported, kernel, looks, stepping

STORIES: dict[str, Story] = {
    "cells": cells.cells,
    "errors": cells.errors,
    "colours": colours.colours,
    "stepper": stepping.clicked_through,
    "typing": stepping.typed,
    "keys": stepping.by_keys,
    "views": stepping.in_two_places,
    "again": stepping.left_and_found_again,
    "looks": looks.looks,
    "kernel": kernel.kernel,
    "kernel-stepper": kernel.stepper,
    "exported": exported.exported,
}
