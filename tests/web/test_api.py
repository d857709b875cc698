"""The interface for programs: what it answers is what its description says."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from typing import Any

import pytest

from deliberate.core.canonical import canonical, digest
from deliberate.core.record.bundle import unpack
from deliberate.core.record.verify import verify

PROCESS = "temirkent-heating-2027"
API = "/api/v1"
ONE = f"{API}/processes/{PROCESS}"
METHODS = {"get", "head", "options"}


@pytest.fixture(scope="module")
def document(portal_app: Any) -> Any:
    return portal_app.test_client().get(f"{API}/openapi.json").get_json()


def resolved(document: Any, schema: Any) -> Any:
    while "$ref" in schema:
        found = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


KINDS = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict,
    "null": type(None), "number": (int, float),
}  # fmt: skip


def misfits(document: Any, schema: Any, value: Any, path: str = "") -> list[str]:
    """Where a value departs from its schema: the part of JSON Schema that we use."""
    schema = resolved(document, schema)
    if "anyOf" in schema:
        tries = [misfits(document, item, value, path) for item in schema["anyOf"]]
        return min(tries, key=len)
    kinds = schema.get("type", [])
    named = [kinds] if isinstance(kinds, str) else kinds
    if named and not any(isinstance(value, KINDS[kind]) for kind in named):
        return [f"{path}: {value!r} is not {named}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is not in {schema['enum']}"]
    found = []
    if isinstance(value, dict):
        found += [
            f"{path}.{key} is missing" for key in schema.get("required", ()) if key not in value
        ]
        known = schema.get("properties", {})
        if known:
            found += [f"{path}.{key} is not described" for key in value.keys() - known.keys()]
        for key in value.keys() & known.keys():
            found += misfits(document, known[key], value[key], f"{path}.{key}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found += misfits(document, schema["items"], item, f"{path}[{number}]")
    return found


def test_the_description_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version", "license"} <= set(document["info"])
    operations = [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in METHODS
    ]
    assert len(operations) >= 9
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation["summary"]
        assert "200" in operation["responses"]
    text = json.dumps(document)
    for part in text.split('"$ref": "')[1:]:
        assert resolved(document, {"$ref": part.partition('"')[0]})
    assert "nullable" not in text


def test_every_address_of_the_interface_is_described(portal_app: Any, document: Any) -> None:
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in portal_app.url_map.iter_rules()
        if rule.rule.startswith(API)
    }
    assert rules - set(document["paths"]) == {f"{API}/openapi.json"}


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_answers_are_what_the_description_says(client: Any, document: Any, locale: str) -> None:
    for path, item in document["paths"].items():
        answer = client.get(path.format(process_id=PROCESS), query_string={"lang": locale})
        assert answer.status_code == 200, path
        assert answer.headers["Content-Language"] == locale
        (content,) = item["get"]["responses"]["200"]["content"].items()
        assert answer.mimetype == content[0]
        if answer.is_json:
            assert misfits(document, content[1]["schema"], answer.get_json()) == [], path


def test_the_checker_of_these_tests_finds_misfits(document: Any) -> None:
    schema = {"$ref": "#/components/schemas/EntryPage"}
    right = {"entries": [], "total": 0, "next": None, "head": ""}
    assert misfits(document, schema, right) == []
    for key, value in (("total", "0"), ("entries", {}), ("next", "x"), ("more", 1)):
        assert misfits(document, schema, {**right, key: value})
    assert misfits(document, schema, {"entries": []})


@pytest.mark.parametrize(
    ("asked", "header", "locale"),
    [("ru", "en", "ru"), (None, "en", "en"), (None, None, "kk"), (None, "de", "kk")],
)
def test_the_language_is_negotiated(
    client: Any, asked: str | None, header: str | None, locale: str
) -> None:
    answer = client.get(
        ONE,
        query_string={} if asked is None else {"lang": asked},
        headers={} if header is None else {"Accept-Language": header},
    )
    assert answer.headers["Content-Language"] == locale
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.get_json()["remit"]["title"]["language"] == locale


def test_the_list_leads_to_the_process(client: Any) -> None:
    (line,) = client.get(f"{API}/processes?lang=en").get_json()["processes"]
    assert (line["id"], line["rehearsal"], line["status"]) == (PROCESS, True, "closed")
    page = client.get(f"{API}/processes/{line['id']}").get_json()
    assert page["seats"] == 25
    assert page["rulebook"] == "citizen_jury/kazakhstan"


def test_the_record_can_be_followed_page_by_page(client: Any) -> None:
    entries, after = [], 0
    while after is not None:
        page = client.get(f"{ONE}/record?after={after}&limit=97").get_json()
        entries += page["entries"]
        after = page["next"]
    assert len(entries) == page["total"] == client.get(ONE).get_json()["entries"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    previous = ""
    for entry in entries:
        claimed = entry.pop("hash")
        assert entry["previous"] == previous
        previous = digest(canonical(entry))
        assert previous == claimed
    assert previous == page["head"]
    assert client.get(f"{ONE}/record?after=9999999").get_json()["entries"] == []


def test_the_bundle_stands_up_to_verification(client: Any) -> None:
    answer = client.get(f"{ONE}/bundle")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={PROCESS}.zip"
    bundle = unpack(answer.data)
    assert [promise for promise in verify(bundle) if promise.verdict == "fail"] == []
    assert answer.headers["ETag"] == f'"{bundle.identity}"'
    again = client.get(f"{ONE}/bundle", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    frozen = zipfile.ZipFile(io.BytesIO(answer.data)).read("rulebook.toml").decode()
    text = client.get(f"{ONE}/rulebook").text
    assert text == frozen
    assert tomllib.loads(text)["rulebook"]["model"] == "citizen_jury"


def whole_record(client: Any) -> list[dict[str, Any]]:
    """All entries, page by page."""
    entries: list[dict[str, Any]] = []
    while more := client.get(f"{ONE}/record?limit=500&after={len(entries)}").get_json()["entries"]:
        entries += more
    return entries


def test_results_agree_with_the_record(client: Any) -> None:
    entries = whole_record(client)
    counted = next(e["public"] for e in entries if e["kind"] == "public_vote.counted")
    drawn = next(e["public"] for e in entries if e["kind"] == "public_vote.drawn")
    (vote,) = client.get(f"{ONE}/votes").get_json()["votes"]
    assert {c["id"]: c["votes"]["total"] for c in vote["candidates"]} == counted["totals"]
    assert {c["id"] for c in vote["candidates"] if c["elected"]} == set(drawn["elected"])
    decision = client.get(f"{ONE}/decision?lang=ru").get_json()
    counts = [e["public"] for e in entries if e["kind"] == "ballot.counted"]
    assert [r["in_favour"] for r in decision["rounds"]] == [count["for"] for count in counts]
    published = next(e["public"] for e in entries if e["kind"] == "report.published")
    assert decision["protocol"]["sha256"] == published["sha256"]
    board = client.get(f"{ONE}/commitments").get_json()
    accepted = {e["public"]["commitment"] for e in entries if e["kind"] == "execution.accepted"}
    assert {p["id"] for p in board["points"] if p["state"] == "accepted"} == accepted


def test_names_of_accounts_stay_out(client: Any, document: Any) -> None:
    for path in document["paths"]:
        text = client.get(path.format(process_id=PROCESS)).data
        assert b"rehearsal-agency" not in text, path
        assert b"voter-0" not in text, path
        assert b"account-C" not in text, path


@pytest.mark.parametrize(
    "path",
    ["processes/unknown", "processes/unknown/record", "processes/unknown/bundle",
     "processes/unknown/votes", "processes/unknown/rulebook", "processes/..%2f..%2fetc/record"],
)  # fmt: skip
def test_what_does_not_exist_is_a_problem(client: Any, document: Any, path: str) -> None:
    answer = client.get(f"{API}/{path}?lang=ru")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    problem = {"$ref": "#/components/schemas/Problem"}
    assert misfits(document, problem, answer.get_json()) == []


@pytest.mark.parametrize(
    "query",
    ["lang=de", "after=-1", "after=x", "limit=0", "limit=501", "limit=1e3", "after=" + "9" * 400,
     "lang=", "lang=%ff"],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: Any, query: str) -> None:
    answer = client.get(f"{ONE}/record?{query}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    problem = answer.get_json()
    assert problem["code"] == "PARAMETER"
    assert query.partition("=")[0] in problem["detail"]


def test_nothing_can_be_written(client: Any) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open(ONE, method=method)
        assert answer.status_code in (403, 405)
        assert answer.mimetype == "application/problem+json"


def test_what_the_pages_show_programs_can_read(client: Any) -> None:
    def read(name: str) -> Any:
        return client.get(f"{ONE}/{name}?lang=ru").get_json()

    groups = read("seats")["groups"]
    assert [(len(group["members"]), group["proof"]) for group in groups] == [
        (15, "constitution"),
        (10, "election"),
    ]
    ledger = read("inputs")
    assert (ledger["received"], ledger["undisposed"], len(ledger["inputs"])) == (8, 0, 8)
    assert not {"words", "text"} & set(ledger["inputs"][0])
    rules = read("conformity")
    states = [rule["state"] for rule in rules["rules"]]
    assert states.count("kept") == rules["kept"] < rules["total"] == len(states)
    assert {item["principle"] for item in rules["deviations"]} >= {"GP4", "GP5"}
    assert read("budget")["total"] == 4_500_000
    assert len(read("indicators")["indicators"]) == 6
