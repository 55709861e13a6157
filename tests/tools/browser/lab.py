"""A JupyterLab of its own: its settings, its kernels and its notebooks are in a folder that goes away."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60  # seconds


class Lab:
    """A running server; *folder* has its notebooks."""

    def __init__(self, folder: Path, port: int, token: str, settings: Path) -> None:
        self.folder = folder
        self.port = port
        self.token = token
        self.settings = settings

    def url(self, name: str) -> str:
        """Where a notebook is, on its own."""
        return f"http://127.0.0.1:{self.port}/lab/tree/{name}?token={self.token}&reset"

    def write(self, name: str, cells: Sequence[str], *, kernel: str = "python3") -> None:
        """Make a notebook of some cells."""
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": kernel, "display_name": kernel}},
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "metadata": {},
                    "source": cell,
                    "outputs": [],
                    "execution_count": None,
                }
                for number, cell in enumerate(cells)
            ],
        }
        (self.folder / name).write_text(json.dumps(notebook), encoding="utf-8")

    def wear(self, theme: str) -> None:
        """Have JupyterLab look light or dark when it is opened next."""
        self.set("@jupyterlab/apputils-extension/themes", theme=f"JupyterLab {theme.capitalize()}")

    def set(self, what: str, **values: object) -> None:
        """Change settings of the application."""
        place = self.settings / f"{what}.jupyterlab-settings"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(values), encoding="utf-8")


@contextmanager
def lab(home: Path) -> Iterator[Lab]:
    """A server whose home is a folder that is there for nothing else; it ends with the block."""
    folder, settings = home / "notebooks", home / "settings"
    folder.mkdir()
    token, port = secrets.token_hex(16), _free_port()
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    _run([sys.executable, "-m", "lamb", "kernel", "install", "--user"], environment)
    running = Lab(folder, port, token, settings)
    running.set("@jupyterlab/apputils-extension/notification", fetchNews="false", checkForUpdates=False)
    running.set("@jupyter-widgets/jupyterlab-manager/plugin", saveState=True)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.port_retries=0",
    ]
    command += [
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}",
    ]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield running
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    sys.exit("JupyterLab does not start; see server.log")
