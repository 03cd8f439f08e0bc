"""Files as plain data with places. The oracles are the standard `json` and PyYAML's own dumper."""

import hashlib
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import Document, dotted, parse_document, parsing, read_document
from subsidy.documents.files import LARGEST_FILE

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]

letters = st.characters(exclude_categories=["Cs"])
texts = st.text(letters, max_size=12)
printed = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), max_size=12)


def trees(words: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Non-empty mappings of texts, nulls, lists and mappings."""
    values = st.recursive(
        st.none() | words,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
        max_leaves=20,
    )
    return st.dictionaries(words, values, min_size=1, max_size=4)


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LOADER", request.param)


def refused(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        parse_document(text, "f")
    return caught.value.diagnostics


def at(diagnostic: Diagnostic) -> tuple[str, int, int]:
    assert diagnostic.place is not None
    return diagnostic.code, diagnostic.place.line, diagnostic.place.column


# What is read


@given(trees(texts), st.sampled_from([None, 0, 2, "\t"]))
def test_json_is_read_as_the_json_module_reads_it(data: Any, indent: Any) -> None:
    assert parse_document(json.dumps(data, indent=indent), "f").data == data


@given(trees(printed), st.sampled_from([None, 0, 2, "\t"]))
def test_json_with_raw_letters_is_read_the_same(data: Any, indent: Any) -> None:
    assert parse_document(json.dumps(data, indent=indent, ensure_ascii=False), "f").data == data


@given(trees(texts), st.booleans())
def test_yaml_is_read_as_pyyaml_wrote_it(data: Any, flow: bool) -> None:
    assert parse_document(yaml.safe_dump(data, default_flow_style=flow), "f").data == data


@given(trees(printed), st.sampled_from([None, 2, "\t"]), st.booleans())
def test_a_place_is_where_the_value_or_key_stands(data: Any, indent: Any, ascii_only: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    lines = text.split("\n")
    document = parse_document(text, "f")
    for keys, value in walk(data):
        place = document.places[keys]
        shown = json.dumps(value, ensure_ascii=ascii_only)
        opening = shown[:1] if isinstance(value, dict | list) else shown
        assert place.file == "f"
        assert lines[place.line - 1][place.column - 1 :].startswith(opening)
        if keys and isinstance(keys[-1], str):
            place = document.key_places[keys]
            key = json.dumps(keys[-1], ensure_ascii=ascii_only)
            assert lines[place.line - 1][place.column - 1 :].startswith(f"{key}:")
    assert document.places.keys() == {keys for keys, _ in walk(data)}


def walk(value: Any, keys: tuple[str | int, ...] = ()) -> Any:
    yield keys, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from walk(inner, (*keys, key))


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    "written",
    ["4.10", "2000000", "yes", "off", "是", "0x1F", "010", "1_000", "1e3", "2024-02-30", ".inf", "1:30", "<", "= 5"],
)
def test_every_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert parse_document(f"a: {written}", "f").data == {"a": written}


@pytest.mark.usefixtures("_each_parser")
def test_only_a_plain_null_is_nothing() -> None:
    nulls = parse_document("{a: null, b: ~, c: , d: Null, e: NULL}", "f").data
    assert nulls == dict.fromkeys("abcde")
    texts = parse_document("""{f: "null", g: '', h: "~", i: nil, j: none}""", "f").data
    assert texts == {"f": "null", "g": "", "h": "~", "i": "nil", "j": "none"}
    assert parse_document("a:\nb: |\n", "f").data == {"a": None, "b": ""}


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{\n\t"a":\t"x\ty",\n\t"b": [\t1 ]\n}', {"a": "x\ty", "b": ["1"]}),
        (r'{"a": "\/", "b": "\ud83d\ude00\uD83D\uDE01"}', {"a": "/", "b": "😀😁"}),
        (r'{"a": "\\ud83d\\ude00"}', {"a": r"\ud83d\ude00"}),
        (r'{"a": "\"\t\\"}', {"a": '"\t\\'}),
        ('{"a"\n:1}', {"a": "1"}),
        ("{a: it's, b: 5\"\t, c: 'x\ty'}", {"a": "it's", "b": '5"', "c": "x\ty"}),
        ("\ufeff{}", {}),
        ("  [\t]", []),
        ("just text", "just text"),
        ("%YAML 1.1\n---\na: 1\n...\n", {"a": "1"}),
        ('"<<": 1', {"<<": "1"}),
        (
            '{"500": null, 600: ~, "700": , 80: , 900: 1}',
            {"500": None, "600": None, "700": None, "80": None, "900": "1"},
        ),
        ("500:\n600:", {"500": None, "600": None}),
    ],
)
def test_what_json_has_and_yaml_has_not(text: str, data: object) -> None:
    assert parse_document(text, "f").data == data


def test_a_column_after_joined_surrogates_stays_right() -> None:
    text = r'{"a": "\ud83d\ude00", "b": "x"}'
    assert parse_document(text, "f").places["b",].column == text.index('"x"') + 1


def test_a_missing_value_stands_where_what_holds_it_does() -> None:
    document = parse_document("a:\n  b: [1, {c: 2}]", "f")
    assert document.place(("a", "b", 1, "d", "e")) == document.places["a", "b", 1]
    assert Document.of({}).place(("a",)) is None


@pytest.mark.usefixtures("_each_parser")
def test_a_text_begins_after_its_quote() -> None:
    document = parse_document("""a: x\nb: 'x'\nc: [ "x"]\nd: |\n  x\n"'e'": x""", "f")
    columns = {dotted(keys): place.column for keys in document.places if (place := document.text_place(keys)) and keys}
    assert columns == {"a": 4, "b": 5, "c": 4, "c[0]": 7, "d": 4, "'e'": 8}


def test_dotted_keys() -> None:
    assert dotted(("loan", "flows", 0, "amount")) == "loan.flows[0].amount"
    assert dotted((0, "a")) == "[0].a"
    assert dotted(()) == ""


# What is refused


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1),
        ('{"a": 1, "a": 2}', "duplicate-key", 1, 10),
        ("a: &x 1", "anchor", 1, 4),
        ("&x\na: 1", "anchor", 1, 1),
        ("a: [&x b]", "anchor", 1, 5),
        ("a: *x", "alias", 1, 4),
        ("a:\n  <<: {b: 1}", "merge-key", 2, 3),
        ("a: !!str 1", "tag", 1, 4),
        ("a: !x [1]", "tag", 1, 4),
        ("a: ! 1", "tag", 1, 4),
        ("~: 1", "key-not-text", 1, 1),
        ("[a]: 1", "key-not-text", 1, 1),
        ("? {a: 1}\n: 2", "key-not-text", 1, 3),
        ("a: 1\n---\nb: 2", "several-documents", 2, 1),
        ("", "empty", 1, 1),
        ("# nothing", "empty", 1, 1),
        ("---\n...\n", "empty", 1, 1),
        ("null", "empty", 1, 1),
        ("{amount: 9,683.33}", "comma-in-number", 1, 12),
        ("- {amount: 1,234,567元}", "comma-in-number", 1, 14),
        ("a: \x07", "unprintable", 1, 4),
        ("a: 1\nb: x\u2028y", "unprintable", 2, 5),
        ("a: 1\nb", "malformed", 2, 1),
        ("a: b: c", "malformed", 1, 5),
        ("a:\n\t- b", "malformed", 2, 1),
        ("a: [1, 2", "malformed", 1, 4),
        ("a: {b: 1", "malformed", 1, 4),
        ("a: [1\nb: 2", "malformed", 2, 2),
        ('a: "x', "malformed", 1, 4),
        ("a: @x", "malformed", 1, 4),
        ("a: *.xlsx", "malformed", 1, 4),
        ("a: !x!y z", "malformed", 1, 4),
        ("- a\nb: c", "malformed", 2, 1),
        ("a: - b", "malformed", 1, 4),
        ("a: 1\n  b: 2", "malformed", 2, 4),
        ("{a: 1}}", "malformed", 1, 7),
        ("a: [1,,2]", "malformed", 1, 7),
    ],
)
def test_what_is_not_plain_data_is_refused_at_its_place(text: str, code: str, line: int, column: int) -> None:
    assert at(refused(text)[0]) == (code, line, column)


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    "text", ['{"a": "\\ud83d"}', r'{"a": "\\ud83d\ude00"}', '{"a": "\\ude00\\ud83d"}', 'a: "\\q"', 'a: "\\x4"']
)
def test_an_escape_without_meaning_is_refused(text: str) -> None:
    (problem,) = refused(text)
    assert at(problem)[:2] == ("malformed", 1)  # the two parsers point at different ends of the text


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("name：武汉\nloan: 1", "the full-width ： is a letter"),
        ("loan:\n  name:武汉\n  rate: 1", "a space after the colon"),
        ("a: “x”: 1", "full-width quotes"),
        ("{a: 1，b: 2}", "the full-width ，"),
        ("a: 1\n\tb: 2", "use spaces"),
    ],
)
def test_a_slip_of_chinese_typing_is_recognised(text: str, hint: str) -> None:
    (problem,) = refused(text)
    assert problem.remedy is not None
    assert hint in problem.remedy.say("en")


def test_every_problem_is_told_at_once_in_the_order_of_the_text() -> None:
    problems = refused("a: 1\na: 2\nb: &x 1\nc: *x\nd: !!int 5\n<<: 1")
    assert [at(p)[:2] for p in problems] == [
        ("duplicate-key", 2),
        ("anchor", 3),
        ("alias", 4),
        ("tag", 5),
        ("merge-key", 6),
    ]
    assert "first in line 1" in str(problems[0])
    assert problems[1].field == ""
    assert refused("a: {b: {c: 1, c: 2}}")[0].field == "a.b"


def test_a_value_under_a_refused_key_is_not_mixed_up() -> None:
    problems = refused("a: {x: 1}\na: {y: 2, y: 3}\n[k]: {z: 1}\nb: {z: 1, z: 2}")
    assert [at(p)[:2] for p in problems] == [
        ("duplicate-key", 2),
        ("duplicate-key", 2),
        ("key-not-text", 3),
        ("duplicate-key", 4),
    ]


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_nesting_ends_at_64(opening: str, closing: str) -> None:
    assert parse_document(opening * 64 + "x" + closing * 64, "f").data
    (problem,) = refused(opening * 65 + "x" + closing * 65)
    assert at(problem) == ("too-deep", 1, 64 * len(opening) + 1)
    assert at(refused(opening * 1_000_000)[0])[0] == "too-deep"


def test_problems_are_not_collected_without_end() -> None:
    problems = refused("a:\n" * 5_000)
    assert len(problems) == parsing.MOST_PROBLEMS + 1
    assert problems[-1].code == "too-many"


@pytest.mark.usefixtures("_each_parser")
@given(st.text(st.sampled_from("ab1:-?,[]{}#&*!|>'\"%@`~<= \n\t\\/.u：“"), max_size=30))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    try:
        document = parse_document(text, "f")
    except InputError as error:
        lines = text.count("\n") + 1
        for problem in error.diagnostics:
            assert problem.place is not None
            assert 1 <= problem.place.line <= lines + 1
            assert problem.say("zh")
            assert problem.say("en")
    else:
        assert {keys for keys, _ in walk(document.data)} == document.places.keys()


# Files


def test_a_file_is_read_with_its_name_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    content = "\ufeffname: 武汉\n".encode()
    path.write_bytes(content)
    document = read_document(path)
    assert document.data == {"name": "武汉"}
    assert document.places["name",] == (str(path), 1, 7)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert parse_document("name: 武汉\n", "f").sha256 == hashlib.sha256("name: 武汉\n".encode()).hexdigest()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"a: 1")))
    document = read_document("-")
    assert (document.data, document.name) == ({"a": "1"}, "<stdin>")


def test_a_file_ends_at_five_million_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.yaml"
    fits = b"a: " + b"x" * (LARGEST_FILE - 3)
    path.write_bytes(fits)
    assert isinstance(read_document(path).data, dict)
    path.write_bytes(fits + b"x")
    assert file_problem(path).code == "too-large"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(fits + b"x" * 99)))
    assert file_problem("-").code == "too-large"
    assert at_code(fits.decode() + "x") == "too-large"


def at_code(text: str) -> str:
    return refused(text)[0].code


def file_problem(source: Any) -> Diagnostic:
    with pytest.raises(InputError) as caught:
        read_document(source)
    (problem,) = caught.value.diagnostics
    return problem


@pytest.mark.parametrize("before", ["", "a: 1\n", "名: 武汉\nb: "])
def test_what_is_not_utf8_is_named_by_its_byte(tmp_path: Path, before: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(before.encode() + "市".encode("gb18030"))
    problem = file_problem(path)
    assert at(problem) == ("not-utf8", before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    assert f"byte {len(before.encode()) + 1} (0xCA)" in str(problem)
    assert "-f GB18030" in str(problem)


def test_a_file_in_utf16_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes("a: 1".encode("utf-16"))
    assert "-f UTF-16" in str(file_problem(path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f").write_text("a: 1")
    for path, reason in [
        (tmp_path / "none.yaml", "there is no such file"),
        (tmp_path, "this is a folder, not a file"),
        (tmp_path / "f" / "g", "a part of this path is a file, not a folder"),
        (Path("a\0b"), "this is not a path"),
        (tmp_path / ("x" * 300), "this file cannot be read"),
    ]:
        problem = file_problem(path)
        assert problem.code == "unreadable"
        shown = str(path).replace("\0", "\\x00")
        assert str(problem) == f"{shown}: {reason} [unreadable]"
    monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError()))
    assert "no permission" in str(file_problem(tmp_path / "f"))


@pytest.mark.parametrize(("content", "said"), [(b"%PDF-1.7\n\xe2\xe3", "a PDF"), (b"PK\x03\x04\xff", "a workbook")])
def test_what_is_no_text_is_named_and_not_to_be_converted(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_document(tmp_path / "a.yaml")
    assert f"this is {said}" in str(caught.value)
    assert "iconv" not in str(caught.value)
