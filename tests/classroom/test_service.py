"""A class at work: who may do what, what is counted, and that nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.class_judge import judge_of
from lamb.classroom.events import Attempt, Mark, mark_text
from lamb.classroom.log import views
from lamb.classroom.log.class_log import ClassLog
from lamb.classroom.log.journal import LogError
from lamb.classroom.log.kept_marks import Verdicts
from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.service import application as over_http, judges, room
from lamb.classroom.service.application import POLICY, application
from lamb.classroom.service.judges import LATE, Judges
from lamb.classroom.service.rates import Rate, TooSoon, Turns
from lamb.classroom.service.room import Classroom, board
from lamb.classroom.service.roster import LONGEST_NAME, Refused, Roster, hold
from lamb.classroom.service.serve_command import command
from lamb.errors import LoadError, Source
from lamb.results import Exit
from tests.cli.command import environment

ASSIGNMENT = """\
-- Booleans.
both p q = p q p

-- exercise nand: Not both
-- Define `nand`.
-- points: 2
-- hint: what does `both` give?
nand p q = not (both p q)
assert nand true false == true
assert nand true true == false    -- hidden

-- exercise kix: A reduction
-- points: 3
-- operators: =b>
eval kix :
  (λx y. x) (λx. x) z
  =b> (λy x. x) z
  =b> λx. x
"""
RIGHT, WRONG = "nand p q = not (and p q)", "nand = and"


# ── the roster ──


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return Roster(tmp_path / "secrets")


def test_a_token_is_of_one_student_and_stays(roster: Roster, tmp_path: Path) -> None:
    ann, bob = roster.join("Ann"), roster.join("Bob")
    again = Roster(tmp_path / "secrets")
    assert [one.name for token in (ann, bob) if (one := again.student(token))] == ["Ann", "Bob"]
    assert again.student("") is again.student(ann + "x") is again.student(roster.teacher) is None
    assert again.is_teacher(roster.teacher)
    assert not again.is_teacher(ann)
    assert [again.pseudonym(one) for one in again] == [roster.pseudonym(one) for one in roster]


def test_who_reads_the_roster_can_ask_for_no_student(roster: Roster, tmp_path: Path) -> None:
    token = roster.join("Ann")
    assert token not in (tmp_path / "secrets/roster.json").read_text()
    if os.name == "posix":
        assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_a_new_token_ends_the_old_one_and_the_student_stays(roster: Roster) -> None:
    old = roster.join("Ann")
    student = roster.student(old)
    assert student is not None
    new = roster.renew(pseudonym := roster.pseudonym(student))
    assert new is not None
    assert roster.student(old) is None
    assert [roster.pseudonym(one) for one in roster] == [pseudonym]
    assert roster.renew("nobody") is None


def test_a_student_may_join_while_the_roster_is_read(roster: Roster) -> None:
    roster.join("Ann")
    read = iter(roster)
    roster.join("Bob")
    assert [one.name for one in read] == ["Ann"]


def test_who_is_forgotten_is_on_no_list(roster: Roster, tmp_path: Path) -> None:
    token = roster.join("Ann")
    student = roster.student(token)
    assert student is not None
    assert roster.forget(roster.pseudonym(student))
    assert roster.student(token) is None
    assert "Ann" not in (tmp_path / "secrets/roster.json").read_text()
    assert roster.join("Ann") != token
    assert [roster.pseudonym(one) for one in roster] != [roster.pseudonym(student)]


def test_without_the_key_no_name_leads_to_a_pseudonym(roster: Roster, tmp_path: Path) -> None:
    roster.join("Ann")
    before = [roster.pseudonym(one) for one in roster]
    (tmp_path / "secrets/pseudonyms.key").unlink()
    again = Roster(tmp_path / "secrets")
    assert [again.pseudonym(one) for one in again] != before


@pytest.mark.parametrize("name", ["", " \t", "x" * (LONGEST_NAME + 1), "a\x00b", "a\u202eb", " ann ", "ANN"])
def test_a_name_that_cannot_be_told_from_others_is_refused(roster: Roster, name: str) -> None:
    roster.join("Ann")
    with pytest.raises(Refused):
        roster.join(name)


@pytest.mark.parametrize("text", ["", "[", "{}x", '[{"name": 1}]', "[[]]", "[" * 100_000])
def test_a_damaged_roster_is_told(tmp_path: Path, text: str) -> None:
    Roster(tmp_path / "secrets")
    (tmp_path / "secrets/roster.json").write_text(text)
    with pytest.raises(LoadError):
        Roster(tmp_path / "secrets")


# ── rates ──


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 3)), max_size=60),
    st.floats(0.5, 4),
    st.integers(1, 5),
)
def test_nobody_has_more_than_the_rate_and_each_has_as_much_as_alone(
    asked: list[tuple[str, float]], rate: float, burst: int
) -> None:
    now = [0.0]
    together, alone = (
        Rate(rate, burst, lambda: now[0]),
        {name: Rate(rate, burst, lambda: now[0]) for name in "ab"},
    )
    granted: dict[str, list[float]] = {"a": [], "b": []}
    for name, pause in asked:
        now[0] += pause
        late = together.wait(name)
        assert late == alone[name].wait(name)
        if not late:
            granted[name].append(now[0])
    for times in granted.values():
        for at, first in enumerate(times):
            within = [time for time in times[at:] if time <= first + 2.0]
            assert len(within) <= burst + 2.0 * rate + 1e-6


def test_one_who_waits_as_told_is_let_in() -> None:
    now = [0.0]
    rate = Rate(0.5, 1, lambda: now[0])
    assert rate.wait("a") == 0
    now[0] += (late := rate.wait("a"))
    assert late == pytest.approx(2)
    now[0] += 1e-9
    assert rate.wait("a") == 0


# ── the board ──

OUTCOMES = ["holds", "partial", "fails"]
KEYS = [("week1", "a"), ("week1", "b")]


@given(
    st.lists(
        st.tuples(st.sampled_from(["ann", "bob", "gone"]), st.sampled_from(KEYS), st.sampled_from(OUTCOMES)),
        max_size=30,
    )
)
def test_the_board_counts_what_has_happened(sent: list[tuple[str, tuple[str, str], str]]) -> None:
    tables = views.empty()
    for number, (student, key, outcome) in enumerate(sent, 1):
        attempt = Attempt(str(number), student, *key, "", 0.0, number)
        mistakes = () if outcome == "holds" else ("capture",)
        mark = Mark(key[1], outcome, OUTCOMES.index(outcome), 2.0, mistakes, "λy. y")  # type: ignore[arg-type]
        views.add(tables, attempt, mark)
    told = {name: view.told(tables[name]) for name, view in views.VIEWS.items()}
    names = {"bob": "Bob", "ann": "Ann", "idle": "Ida"}
    shown = board({key: key[1].upper() for key in KEYS}, names, told)
    assert shown["attempts"] == len(sent)
    assert shown["begun"] == len({student for student, *_ in sent} & names.keys())
    assert [one["name"] for one in shown["people"]] == ["Ann", "Bob", "Ida"]
    for at, (key, one) in enumerate(zip(KEYS, shown["exercises"], strict=True)):
        here = [(student, outcome) for student, where, outcome in sent if where == key]
        wrong = [outcome for _, outcome in here if outcome != "holds"]
        assert one["attempts"] == len(here)
        assert one["begun"] == len({student for student, _ in here} & names.keys())
        assert one["solved"] == len({student for student, how in here if how == "holds"} & names.keys())
        assert one["mistakes"].get("capture", {"count": 0})["count"] == len(wrong)
        for person in shown["people"]:
            own = [outcome for student, outcome in here if student == person["student"]]
            expected = "holds" if "holds" in own else own[-1] if own else None
            assert person["outcomes"][at] == expected


# ── the room, over HTTP ──


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


class Class:
    """A class in a folder, asked as the network would."""

    def __init__(self, folder: Path, assignment: str = ASSIGNMENT) -> None:
        (folder / "assignment.lc").write_text(assignment)
        self.judge = judge_of(folder)
        self.roster = Roster(folder / "secrets")
        self.log = ClassLog(folder / "log", self.judge)
        self.judged: list[str] = []
        self.room = Classroom(self.judge.assignments, self.roster, self.log, self._mark)
        self.application = application(self.room, "demo", nullcontext())

    async def _mark(self, attempt: Attempt) -> Mark:
        self.judged.append(attempt.text)
        await asyncio.sleep(0)
        return self.judge(attempt)

    def ask(self, path: str, question: object = None, token: str = "", **headers: str) -> Reply:
        return asyncio.run(self.asked(path, question, token, **headers))

    async def asked(self, path: str, question: object = None, token: str = "", **headers: str) -> Reply:
        parts = [part async for part in self.parts(path, question, token, **headers)]
        head = parts[0]
        known = {name.decode(): value.decode() for name, value in head["headers"]}
        return Reply(head["status"], known, b"".join(part["body"] for part in parts[1:]))

    async def parts(self, path: str, question: object, token: str, **headers: str) -> Any:
        body = question if isinstance(question, bytes) else json.dumps(question).encode()
        given = {"authorization": f"Bearer {token}", **headers} if token else headers
        scope = {
            "type": "http",
            "method": "GET" if question is None else "POST",
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "state": {},
        }
        sent: asyncio.Queue[Any] = asyncio.Queue()
        said = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            if (first := next(said, None)) is not None:
                return first
            return await asyncio.Event().wait()

        task = asyncio.create_task(self.application(scope, receive, sent.put))  # type: ignore[arg-type]
        task.add_done_callback(lambda _: sent.put_nowait(None))
        try:
            while (part := await sent.get()) is not None:
                yield part
            await task
        finally:
            task.cancel()

    def joined(self, name: str = "Ann") -> str:
        token: str = self.ask("/join", {"code": self.roster.code, "name": name}).document["token"]
        return token

    @property
    def board(self) -> Any:
        return self.room.board()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Class]:
    found = Class(tmp_path)
    yield found
    found.log.close()


def attempt(text: str = RIGHT, key: str = "12345678", **other: object) -> dict[str, object]:
    return {"key": key, "assignment": "assignment", "exercise": "nand", "text": text} | other


def test_students_see_what_is_asked_and_nothing_hidden(demo: Class) -> None:
    listed = demo.ask("/exercises", token=demo.joined()).document
    nand, kix = listed["exercises"]
    assert nand["given"] == "both p q = p q p"
    assert nand["hints"] == ["what does `both` give?"]
    assert nand["beginning"].endswith("assert nand true false == true")
    assert kix["beginning"].startswith("eval kix :\n  (λx y. x) (λx. x) z\n")
    assert kix["asks"] == ["operators: =b>"]
    assert "true true" not in json.dumps(listed)
    assert "not (both" not in json.dumps(listed)


def test_what_is_given_is_shown_as_it_is_written_and_once() -> None:
    given = "data tree = leaf | node (left : tree) (right : tree)\ntwice f x = f (f x)"
    text = f"{given}\n\n-- exercise one\n-- points: 1\none = 1\nassert one == 1\n"
    assert room._given(read_assignment(Source(text, "a.lc"))) == given


def test_an_attempt_is_judged_and_counted_and_the_best_one_stays(demo: Class) -> None:
    token = demo.joined()
    assert demo.ask("/attempts", attempt(WRONG, "first-one"), token).document["outcome"] == "fails"
    right = demo.ask("/attempts", attempt(RIGHT, "second-one"), token).document
    assert (right["outcome"], right["points"], right["stars"]) == ("holds", 2, 3)
    assert demo.ask("/attempts", attempt("", "third-one"), token).document["outcome"] == "missing"
    [nand, kix] = demo.ask("/exercises", token=token).document["exercises"]
    assert (nand["outcome"], nand["stars"]) == ("holds", 3)
    assert (nand["last"]["outcome"], nand["last"]["out_of"], kix["last"]) == ("missing", 2, None)
    [shown, _] = demo.board["exercises"]
    assert (shown["attempts"], shown["begun"], shown["solved"]) == (3, 1, 1)


def test_what_is_sent_twice_is_counted_once_and_a_key_is_its_students_own(demo: Class) -> None:
    ann, bob = demo.joined("Ann"), demo.joined("Bob")
    replies = [demo.ask("/attempts", attempt(), token) for token in (ann, ann, bob)]
    assert [reply.document["outcome"] for reply in replies] == ["holds"] * 3
    assert demo.board["attempts"] == demo.log.journal.last == 2


def test_no_name_and_no_token_is_in_the_log(demo: Class, tmp_path: Path) -> None:
    token = demo.joined("Zacharias")
    demo.ask("/attempts", attempt(), token)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "log").rglob("*") if path.is_file())
    assert RIGHT.encode() in kept
    assert b"Zacharias" not in kept
    assert token.encode() not in kept


def test_a_service_that_begins_again_is_where_it_was(demo: Class, tmp_path: Path) -> None:
    token = demo.joined()
    demo.ask("/attempts", attempt(WRONG), token)
    again = Class(tmp_path)
    assert {**again.board, "working": 1} == demo.board
    assert again.ask("/attempts", attempt(WRONG), token).status == 200
    assert again.board["attempts"] == 1
    again.log.close()


def test_a_claim_that_is_mended_mends_the_marks(demo: Class, tmp_path: Path) -> None:
    token = demo.joined()
    demo.ask("/attempts", attempt("nand p q = and (not p) (not q)"), token)
    assert demo.board["exercises"][0]["solved"] == 0
    mended = Class(tmp_path, ASSIGNMENT.replace("assert nand true false == true\n", ""))
    assert mended.board["exercises"][0]["solved"] == 1
    mended.log.close()


def test_a_class_is_served_once(roster: Roster, tmp_path: Path) -> None:
    held = hold(tmp_path / "secrets")
    with pytest.raises(LoadError, match="served already"):
        hold(tmp_path / "secrets")
    held.close()
    hold(tmp_path / "secrets").close()


def test_an_attempt_that_cannot_be_kept_may_come_again(demo: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    token = demo.joined()
    record = demo.log.record

    def full(*_: object) -> int:
        raise LogError("the disk is full")

    monkeypatch.setattr(demo.log, "record", full)
    refused = demo.ask("/attempts", attempt(), token)
    assert (refused.status, refused.headers["retry-after"]) == (503, "2")
    monkeypatch.setattr(demo.log, "record", record)
    assert demo.ask("/attempts", attempt(), token).status == 200
    assert demo.board["attempts"] == 1


def test_a_flood_of_one_student_keeps_no_other_waiting(demo: Class) -> None:
    ann, bob = demo.joined("Ann"), demo.joined("Bob")

    async def flood() -> list[int]:
        many = [demo.asked("/attempts", attempt(f"nand = {at}", f"key-{at:05}"), ann) for at in range(200)]
        *flooded, calm = await asyncio.gather(*many, demo.asked("/attempts", attempt(), bob))
        assert calm.status == 200
        return [reply.status for reply in flooded]

    statuses = asyncio.run(flood())
    assert set(statuses) == {200, 429}
    assert statuses.count(200) < 25


def test_one_student_has_one_question_at_a_time() -> None:
    order = list[str]()

    async def work(turns: Turns, student: str) -> None:
        async with turns.turn(student):
            order.append(student)
            await asyncio.sleep(0)
            order.append(student)

    async def all_of_them() -> None:
        turns = Turns()
        await asyncio.gather(*(work(turns, student) for student in ("eve", "eve", "ann")))
        with pytest.raises(TooSoon):
            await asyncio.gather(*(work(turns, "eve") for _ in range(20)))

    asyncio.run(all_of_them())
    assert order[:6] == ["eve", "ann", "eve", "ann", "eve", "eve"]


# ── who may ask what ──

QUESTIONS = ["/exercises", "/attempts", "/answer", "/teacher/events", "/teacher/link", "/teacher/forget"]


@pytest.mark.parametrize("path", QUESTIONS)
def test_nothing_is_answered_without_its_token(demo: Class, path: str) -> None:
    body = None if path in ("/exercises", "/teacher/events") else {}
    other = demo.joined() if "teacher" in path else demo.roster.teacher
    for token in ("", "x", other, demo.roster.code):
        reply = demo.ask(path, body, token)
        assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Bearer realm="class"')
        assert "token" not in reply.document


@pytest.mark.parametrize("code", ["", "x", None, 3, []])
def test_nobody_joins_without_the_link(demo: Class, code: object) -> None:
    assert demo.ask("/join", {"code": code, "name": "Ann"}).status == 400
    assert len(demo.roster) == 0


def test_those_without_the_link_keep_no_one_from_joining(demo: Class) -> None:
    for _ in range(700):
        demo.ask("/join", {"code": "guess", "name": "Eve"})
    assert demo.ask("/join", {"code": demo.roster.code, "name": "Ann"}).status == 200


@pytest.mark.parametrize(
    "question",
    [
        *(b"", b"[", b"[]", b"3", b"\xff", b"[" * 100_000, b" " * 300_000),
        {},
        attempt(key="short"),
        attempt(key="x" * 65),
        attempt(key="../../../etc"),
        attempt(key=3),
        attempt(exercise="none"),
        attempt(exercise=["nand"]),
        attempt(assignment="../assignment"),
        attempt(text=None),
        attempt(text="x" * 20_001),
    ],
)
def test_what_is_no_attempt_is_refused_and_not_kept(demo: Class, question: object) -> None:
    reply = demo.ask("/attempts", question, demo.joined())
    assert reply.status == 400
    assert reply.document["error"]
    assert demo.log.journal.last == 0


@pytest.mark.parametrize(
    "text", ["\ud800", "\x00", "nand = " + "(" * 9_000, "nand = (\\x. x x) (\\x. x x)", 'import "x"']
)
def test_whatever_is_sent_is_judged_and_kept(demo: Class, text: str) -> None:
    reply = demo.ask("/attempts", attempt(text), demo.joined())
    assert (reply.status, reply.document["points"]) == (200, 0)
    assert demo.board["attempts"] == 1


@pytest.mark.parametrize(
    "path", ["/", "/teacher.html", "/play.html", "/class.js", "/engine.json", "/teacher.js"]
)
def test_the_pages_are_there_and_under_a_policy(demo: Class, path: str) -> None:
    reply = demo.ask(path)
    assert reply.status == 200
    assert reply.headers["content-security-policy"] == POLICY
    assert reply.headers["referrer-policy"] == "no-referrer"


def test_the_page_to_play_with_says_where_it_is(demo: Class) -> None:
    played = demo.ask("/play.html").body
    assert over_http.TO_EXERCISES[1] in played
    assert over_http.ANSWERED.removeprefix(rb"\1") in played
    assert b"Nothing is sent" not in played


@pytest.mark.parametrize(
    "path", ["/assignment.lc", "/..%2fassignment.lc", "/../assignment.lc", "/secrets/teacher", "/room.py"]
)
def test_no_path_leads_to_the_files_of_the_class(demo: Class, path: str) -> None:
    assert demo.ask(path).status == 404


# ── the command ──


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], Exit.USAGE, "which class?"),
        (["none"], Exit.WRONG, "there is no folder “none”"),
        (["empty"], Exit.WRONG, "there is no assignment"),
        (["bad"], Exit.WRONG, "bad/assignment.lc:1:1: there is no exercise"),
        (["good", "--port", "99999"], Exit.WRONG, "there is no such port"),
        (["good", "--certificate", "c"], Exit.USAGE, "belong together"),
        (
            ["good", "--port", "0", "--certificate", "c", "--private-key", "k"],
            Exit.WRONG,
            "“c” and its key cannot be used",
        ),
        (["good", "--address", "example.org"], Exit.USAGE, "https://"),
    ],
)
def test_what_cannot_be_served_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: Exit,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"empty": "", "bad": "x = y", "good": ASSIGNMENT}.items():
        Path(name).mkdir()
        if text:
            Path(name, "assignment.lc").write_text(text)
    assert command([*words, "--no-open"]) == code
    assert said in capsys.readouterr().err


# ── the teacher ──


def test_the_board_comes_at_once_and_again_when_it_has_changed(
    demo: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(over_http, "PACE", 0)
    token = demo.joined("<b>Ann")

    async def follow() -> list[Any]:
        boards = []
        async with aclosing(demo.parts("/teacher/events", None, demo.roster.teacher)) as parts:
            async for part in parts:
                if part.get("body", b"").startswith(b"data: "):
                    boards.append(json.loads(part["body"].removeprefix(b"data: ")))
                    if len(boards) == 2:
                        return boards
                    await demo.asked("/attempts", attempt(WRONG), token)
        return boards

    before, after = asyncio.run(follow())
    assert before["people"][0]["name"] == "<b>Ann"
    assert (before["attempts"], after["attempts"]) == (0, 1)
    assert after["exercises"][0]["mistakes"]["claim"]["lines"] == [[WRONG, 1]]


def test_the_board_comes_no_more_when_the_service_ends(demo: Class) -> None:
    demo.application.state.ends = lambda: True
    assert demo.ask("/teacher/events", token=demo.roster.teacher).body == b""


def test_the_teacher_gives_new_links_and_forgets(demo: Class) -> None:
    token, teacher = demo.joined(), demo.roster.teacher
    demo.ask("/attempts", attempt(), token)
    [person] = demo.board["people"]
    new = demo.ask("/teacher/link", {"student": person["student"]}, teacher).document["token"]
    assert demo.ask("/exercises", token=token).status == 401
    assert demo.ask("/exercises", token=new).document["exercises"][0]["outcome"] == "holds"
    assert demo.ask("/teacher/forget", {"student": person["student"]}, teacher).document["forgotten"]
    assert demo.ask("/exercises", token=new).status == 401
    assert (demo.board["people"], demo.board["attempts"]) == ([], 1)


# ── judges ──


def harsh(question: str) -> str:
    """A judge whose process ends, or never answers, at some answers."""
    text = json.loads(question)[1][2]
    if text == "ends":
        os._exit(1)
    while text == "never":
        pass
    if text == "eats":
        bytearray(3_000_000_000)
    mark = Mark("nand", "holds", 2, 2, feedback=(str(os.getpid()),))
    return mark_text(mark)


def test_what_ends_a_judge_costs_its_own_marks_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(judges, "SECONDS", 0.5)
    (tmp_path / "assignment.lc").write_text(ASSIGNMENT)
    texts = ["one", "ends", "two", "never", "three", "three"]

    def sent(text: str) -> Attempt:
        return Attempt("k", "s", "assignment", "nand", text, 0.0)

    async def judged() -> list[Mark]:
        asked = [pool.mark(sent(text)) for text in texts]
        return await asyncio.gather(*asked)

    pool = Judges(judge_of(tmp_path), 1, Verdicts(tmp_path), "tests.classroom.test_service:harsh")
    marks = asyncio.run(judged())
    waited = [pool(sent("eats" if os.name == "posix" else "ends")), pool(sent("four"))]
    pool.end()
    assert [mark.outcome for mark in marks] == ["holds", "undecided", "holds", "undecided", "holds", "holds"]
    assert [mark.feedback for mark in marks if mark.outcome == "undecided"] == [(LATE,), (LATE,)]
    assert marks[4] == marks[5]
    assert [(mark.outcome, mark.out_of) for mark in waited] == [("undecided", 2), ("holds", 2)]
    assert marks[0].feedback != (str(os.getpid()),)


# ── what it needs ──

ONLY_OF_BATCHES = ("boto3", "dask", "deltalake", "distributed", "duckdb", "pyarrow", "redis")
SERVED_AND_COUNTED = f"""
import sys
sys.modules.update(dict.fromkeys({ONLY_OF_BATCHES}))
from pathlib import Path
from lamb.__main__ import main
from lamb.classroom.service.application import opened
opened(Path(sys.argv[1]), 1)
main(["class", "insight", sys.argv[1]])
"""


def test_a_class_is_served_and_counted_without_what_only_batches_need(tmp_path: Path) -> None:
    (tmp_path / "week1.lc").write_text(ASSIGNMENT, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", SERVED_AND_COUNTED, str(tmp_path)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.startswith("0 events so far"), told.stderr
