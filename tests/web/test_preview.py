"""The author's preview: unpublished text as learners will see it, and never part of the service."""

import re
import shutil
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.http.routing import guarded_routes
from api.settings import CommandSettings
from web.main import create_app as create_service
from web.preview.main import create_app

COURSES = Path(__file__).parents[2] / "courses"
STEP = "/kurser/forsta-steget/akut/innan-du-borjar"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "courses"
    for name in ("forsta-steget/01-akut", "mi-samtal/06-ovning", "mi-samtal/samtal"):
        shutil.copytree(COURSES / name, made / name)
        shutil.copy(COURSES / name.partition("/")[0] / "course.md", made / name / "..")
    (made / "mi-samtal/06-ovning").rename(made / "mi-samtal/01-ovning")
    return made


@pytest.fixture
def client(folder: Path) -> TestClient:
    return TestClient(create_app(folder, CommandSettings(test=True)), "http://127.0.0.1")


def save(file: Path, text: str) -> None:
    time.sleep(0.01)  # another moment, so that the file's time is another
    file.write_text(text, encoding="utf-8")


def test_every_page_of_the_folder_can_be_seen(client: TestClient) -> None:
    page = client.get("/").text
    paths = set(re.findall(r'href="(/(?:kurser|ova|forhandsgranska)/[^"]+)"', page))
    assert len(paths) > 100
    for path in sorted(paths):
        assert client.get(path).status_code == 200, path


def test_no_link_leads_to_a_page_of_the_service(client: TestClient) -> None:
    for address in ("/kurser", "/kurser/forsta-steget"):
        text = client.get(address).text
        for page in ("matt", "fragor", "utgavor"):
            assert f"/kurser/forsta-steget/{page}" not in text


def test_file_and_line_stand_beside_a_step_and_a_node(client: TestClient, folder: Path) -> None:
    assert "forsta-steget/01-akut/01-innan-du-borjar.md:7" in client.get(STEP).text
    lines = (folder / "mi-samtal/samtal/robin.md").read_text().splitlines()
    line = lines.index("  - id: n3") + 1
    assert f"mi-samtal/samtal/robin.md:{line}<" in client.get("/forhandsgranska/robin/n3").text


def test_an_answer_is_explained_and_a_conversation_goes_on(client: TestClient) -> None:
    step = "/kurser/forsta-steget/akut/noel-meddelandet"
    answer = re.search(r'name="answer"\s+type="radio"\s+value="([^"]+)"', client.get(step).text)
    assert answer
    told = client.post(step, data={"answer": answer[1]}).text
    assert 'class="feedback' in told
    page = client.get("/forhandsgranska/robin/n3").text
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state
    said = client.post("/ova/robin", data={"state": state[1], "act": "say", "reply": "a"})
    assert 'class="feedback' in said.text


def test_a_saved_change_is_seen_and_open_pages_are_told(client: TestClient, folder: Path) -> None:
    before = client.get(STEP).text
    asked = re.search(r'hx-get="([^"]+)"', before)
    assert asked
    assert "HX-Refresh" not in client.get(asked[1]).headers
    file = folder / "forsta-steget/01-akut/01-innan-du-borjar.md"
    text = file.read_text()
    save(file, f"{text}\nEtt nytt stycke.\n")
    assert client.get(asked[1]).headers["HX-Refresh"] == "true"
    assert "Ett nytt stycke." in client.get(STEP).text
    # What was taken back is gone, though a published text would stay replaced.
    save(file, text)
    assert "Ett nytt stycke." not in client.get(STEP).text


def test_an_error_is_shown_above_the_text_as_it_was(client: TestClient, folder: Path) -> None:
    file = folder / "forsta-steget/01-akut/01-innan-du-borjar.md"
    title = "Innan du börjar"
    save(file, file.read_text().replace("kind: text", "kind: txt"))
    page = client.get(STEP)
    assert page.status_code == 200
    assert title in page.text
    assert "Fältet ”kind” är ”txt”" in page.text


def test_a_folder_with_errors_from_the_start_shows_them(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path, CommandSettings(test=True)), "http://127.0.0.1")
    assert "Här finns inga kurser." in client.get("/").text


def test_it_answers_to_no_other_name(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "kollen.example.se"}).status_code == 400


def test_nothing_of_the_installation_is_there(client: TestClient) -> None:
    for path in ("/logga-in", "/enhet", "/tackning", "/import", "/api/v1/me"):
        assert client.get(path).status_code == 404, path


def test_the_service_has_no_preview(tmp_path: Path) -> None:
    settings = CommandSettings(test=True, database_url=f"sqlite:///{tmp_path}/k.db")
    service = create_service(settings)
    assert not hasattr(service.state, "preview")
    assert not [
        path for _, path, *_ in guarded_routes(service) if path.startswith("/forhandsgranska")
    ]


def test_a_fault_is_mailed_with_the_texts_ids_and_edition_and_no_name(folder: Path) -> None:
    with_address = CommandSettings(test=True, tafa_email="tafa@kommun.invalid")
    page = TestClient(create_app(folder, with_address), "http://127.0.0.1").get(STEP).text
    assert re.search(
        r'href="mailto:tafa@kommun\.invalid\?subject='
        r'forsta-steget%20/%20akut%20/%20innan-du-borjar%20%28[0-9a-f]{12}%29">Något fel här\?',
        page,
    )


def test_without_an_address_there_is_no_such_link(client: TestClient) -> None:
    for path in (STEP, "/ova/robin", "/ova/koda-robin"):
        assert "Något fel här?" not in client.get(path).text
