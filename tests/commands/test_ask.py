"""`subsidy ask` over pipes and on a terminal: the conversation, the verdict, the file, and what ends it early."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.asking.test_answers import KNOWN
from tests.commands.run import EXAMPLE, ROOT, WUHAN, as_json, english, run

ANSWERS = list(KNOWN.values())


def lines(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


def ask(*arguments: object, answers: list[str]) -> tuple[int, str]:
    found = english("ask", WUHAN, *arguments, stdin=lines(*answers))
    return found.exit_code, found.output


def test_the_file_is_decided_the_same_by_calc(tmp_path: Path) -> None:
    file = tmp_path / "申请.yaml"
    code, said = ask("--out", file, answers=ANSWERS)
    assert code == 0
    assert "Eligible: 26,000.00 yuan" in said
    assert f"subsidycalc{file}--scheme{WUHAN}" in "".join(said.split())
    found = as_json("calc", file, "--scheme", WUHAN)
    assert (found["outcome"], found["total"]) == ("eligible", "26000.00")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_file_keeps_what_was_passed_over_to_fill_in(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    answers = [text for path, text in (KNOWN | {"loan.rate": "", "borrower.qualifications[0].to": ""}).items()]
    code, said = ask("--out", file, answers=answers)
    assert code == 4
    assert "not known; this stays open: the loan's rate is not below the same-period LPR" in said
    text = file.read_text("utf-8")
    assert "  rate:                     # annual contract rate; for example 4.15%" in text
    assert "      to:                   # valid to [date]; for example 2025-11-08" in text
    again = english("ask", WUHAN, "--from", file, stdin=lines("2025-11-08", "4.15%", "yes"))
    assert again.exit_code == 0
    assert again.stdout.count("\n   > ") == 2 + 1
    assert as_json("calc", file, "--scheme", WUHAN)["total"] == "26000.00"


@pytest.mark.parametrize("words", ["", " ", "不知道", "Unknown"])
def test_several_words_say_that_a_fact_is_not_known(words: str) -> None:
    assert "not known; this stays open: settled on within the days" in ask(answers=[words, "stop"])[1]


def test_it_stops_at_the_first_condition_that_refuses(tmp_path: Path) -> None:
    code, said = ask("--out", tmp_path / "a.yaml", answers=["2024-02-10", "2023-08-10", "北京市"])
    assert code == 3
    assert "Not eligible" in said
    assert english("calc", tmp_path / "a.yaml", "--scheme", WUHAN).exit_code == 3


def test_what_one_may_do_instead_of_answering(tmp_path: Path) -> None:
    answers = ["back", "?", "2024-02-30", "2024-02-10", "back", "2024-02-10", "？", "2023-08-10", "9", "back", "STOP"]
    code, said = ask("--out", tmp_path / "a.yaml", answers=answers)
    assert code == 4
    assert "this is the first question" in said
    assert "there is no choice 9; choose a number up to 1" in said
    assert "principal and interest are repaid" in said
    assert "needed for: settled on within the days" in said
    assert said.count("1. settled on") == 5
    assert said.count("2. disbursed on") == 4
    assert "months from disbursed on to last day of the months" in said
    assert as_json("calc", tmp_path / "a.yaml", "--scheme", WUHAN)["edition"] == "2024"


@pytest.mark.parametrize(("told", "is_said"), [(["yes"], True), (["yes", "1"], True), (["yes", "1", ""], False)])
def test_that_a_list_broken_off_is_left_out_is_said(tmp_path: Path, told: list[str], is_said: bool) -> None:
    """Saved as it stands, it would say that there are no more records."""
    before = ["2024-02-10", "2023-08-10", "武汉", "2023-08-01", "1", "200万元", "4.15%"]
    code, said = ask("--out", tmp_path / "a.yaml", answers=[*before, *told, "stop"])
    left_out = "qualifications: not told to the end, so its records are left out"
    assert (code, left_out in said) == (4, is_said)
    assert ("kind: 高新技术企业" in (tmp_path / "a.yaml").read_text("utf-8")) != is_said


def test_options_are_chosen_by_number_and_other_texts_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    ask("--out", file, answers=["2024-02-10", "2023-08-10", "1", "2023-08-01", "科担贷", "stop"])
    text = file.read_text("utf-8")
    assert "city: 武汉市 " in text
    assert "product: 科担贷" in text


def test_codes_are_written_in_the_users_language(tmp_path: Path) -> None:
    for language, word in (("en", "insurance"), ("zh", "保证保险")):
        file = tmp_path / f"{language}.yaml"
        answers = lines("2022-03-01", "1", "stop")
        found = run("ask", "shenzhen/tech-loan-subsidy", "--out", file, "--lang", language, stdin=answers)
        assert found.exit_code == 4
        assert f"kind: {word}" in file.read_text("utf-8")


@pytest.mark.parametrize("answers", [ANSWERS[:1], ANSWERS[:5], ANSWERS[:9]], ids=len)
def test_where_the_input_ends_what_was_answered_is_saved_and_gone_on_with(tmp_path: Path, answers: list[str]) -> None:
    file = tmp_path / "a.yaml"
    found = english("ask", WUHAN, "--out", file, stdin=lines(*answers))
    assert (found.exit_code, found.stderr) == (1, "\nThe input ended.\n")
    command = " ".join(found.stdout.partition("To go on: ")[2].split())
    assert command == f"subsidy ask {WUHAN} --from {file}"
    kept = len(answers) if len(answers) < 8 else 7  # a list that is not told to its end is not kept
    again = english(*command.split()[1:], stdin=lines(*ANSWERS[kept:], "yes"))
    assert again.exit_code == 0
    assert as_json("calc", file, "--scheme", WUHAN)["total"] == "26000.00"


def test_where_the_input_ends_nothing_that_was_answered_is_lost(tmp_path: Path) -> None:
    """Nobody is there to say whether the file may be overwritten, so a new one stands beside it."""
    file = tmp_path / "a.yaml"
    english("ask", WUHAN, "--out", file, stdin=lines(*ANSWERS[:3]))
    before = file.read_text("utf-8")
    for name in ("a-2.yaml", "a-3.yaml"):
        found = english("ask", WUHAN, "--from", file, stdin=lines(*ANSWERS[3:5]))
        assert (found.exit_code, found.stderr) == (1, "\nThe input ended.\n")
        assert file.read_text("utf-8") == before
        assert len((tmp_path / name).read_text("utf-8")) > len(before)


def test_where_the_input_ends_and_no_file_is_named_nothing_is_saved() -> None:
    found = english("ask", WUHAN, stdin=lines(*ANSWERS[:5]))
    assert (found.exit_code, found.stderr) == (1, "\nThe input ended.\n\nNothing is saved.\n")
    assert english("ask", WUHAN, stdin=lines(*ANSWERS)).exit_code == 1
    assert english("ask", WUHAN, stdin="").stderr == "\nThe input ended.\n"


def test_where_the_input_ends_no_file_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("loan: {settled_on: 2024-02-10}", "utf-8")
    found = english("ask", WUHAN, "--from", file, stdin=lines("2023-08-10"))
    assert found.exit_code == 1
    assert file.read_text("utf-8") == "loan: {settled_on: 2024-02-10}"


def test_it_asks_where_to_save_and_before_it_overwrites(tmp_path: Path) -> None:
    there, other = tmp_path / "there.yaml", tmp_path / "other.yaml"
    there.write_text("kept", "utf-8")
    code, said = ask(answers=[*ANSWERS, str(there), "perhaps", "no", str(tmp_path / "no" / "x.yaml"), str(other)])
    assert code == 0
    assert there.read_text("utf-8") == "kept"
    assert "expected yes or no" in said
    assert "x.yaml: there is no such file or folder" in said
    assert as_json("calc", other, "--scheme", WUHAN)["total"] == "26000.00"
    assert ask(answers=[*ANSWERS, str(there), "是"])[0] == 0
    assert as_json("calc", there, "--scheme", WUHAN)["total"] == "26000.00"
    assert ask(answers=[*ANSWERS, ""])[1].endswith("\nNothing is saved.\n")


def test_an_application_that_is_whole_is_decided_and_left_alone() -> None:
    before = EXAMPLE.read_bytes()
    code, said = ask("--from", EXAMPLE, answers=[])
    assert code == 0
    assert "26,000.00 yuan" in said
    assert EXAMPLE.read_bytes() == before


def test_readings_and_editions_are_those_of_calc(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    code, said = ask("--out", file, "--reading", "loan_months=thirtieths", answers=ANSWERS)
    assert code == 0
    assert "26,577.78 yuan" in said
    assert "--reading loan_months=thirtieths" in file.read_text("utf-8")
    forced = english("ask", WUHAN, "--edition", "2019", stdin=lines("2024-02-10", ""))
    assert forced.exit_code == 3


def test_bytes_that_are_no_text_are_refused_as_an_answer() -> None:
    found = run("ask", WUHAN, "--lang", "en", stdin=lines("2024-02-10", "2023-08-10").encode() + b"\xff\xfe\n")
    assert found.exit_code == 1
    assert "the character U+DCFF cannot stand in this text" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((WUHAN[:-1],), f"did you mean {WUHAN}?"),
        ((WUHAN, "--edition", "2023"), "did you mean 2024?"),
        ((WUHAN, "--from", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
        ((WUHAN, "--reading", "loan_months=x"), "allowed are completed, started, thirtieths"),
    ],
)
def test_a_conversation_that_cannot_begin(arguments: tuple[str, ...], said: str) -> None:
    found = english("ask", *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr


def test_plain_questions_have_no_marks() -> None:
    found = english("ask", WUHAN, "--plain", stdin=lines("2024-02-10", "2024-08-10", "2023-08-10", "stop", ""))
    assert found.exit_code == 4
    assert "answer: 2024-02-10\n" in found.stdout
    assert ">" not in found.stdout


def _interruptible() -> None:
    """What runs in the background is not broken off by the keyboard, and hands that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_breaking_off_saves_what_was_answered(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "cli.py"), "ask", WUHAN, "--out", str(tmp_path / "a.yaml"), "--lang", "en"]
    kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, preexec_fn=_interruptible
    ) as asking:
        os.close(theirs)
        try:
            _until(ours, b"> ")
            os.write(ours, b"2024-02-10\n")
            said = _until(ours, b"\n   > ")
            _broken_off(asking)
            _until(ours, b"Broken off.")
            assert asking.returncode == 130
        finally:
            asking.kill()
    os.close(ours)
    assert b"\x1b[1m2. disbursed on" in said
    assert "settled_on: 2024-02-10" in (tmp_path / "a.yaml").read_text("utf-8")


def _broken_off(asking: subprocess.Popen[bytes]) -> None:
    """Presses the keys until it ends: just before the terminal is waited for they would only be remembered."""
    for _ in range(30):
        asking.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            asking.wait(2)
            return
    raise AssertionError("it goes on")


def _until(terminal: int, text: bytes) -> bytes:
    """What the terminal shows until a text comes; fails where none comes in time."""
    read = b""
    while text not in read:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, read
        read += os.read(terminal, 65_536)
    return read
