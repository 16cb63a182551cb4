"""The ALZHIR tour leaves in one file and is the same tour in another museum's guide."""

import shutil
from dataclasses import replace

import msgspec
from tests.conftest import settings_in
from tests.servers import ran

from audio_guide.house import open_house
from audio_guide.publishing import service as publishing
from audio_guide.settings import Settings
from audio_guide.speech import service as speech
from audio_guide.tours import service as tours


async def wanted(settings):
    """Return for each text which recording it wants."""
    async with open_house(settings) as house, house.database.read() as session:
        plans = [(await tours.label_of(session, one), await speech.plan_script(session, house.voices, one)) for one in await tours.scripts(session)]
        return {label: plan.wanted_digest for label, plan in plans}


async def shown(settings):
    """Return the editions that visitors get, but for when they were published."""
    async with open_house(settings) as house, house.database.read() as session:
        editions = (await publishing.load_shelf(session)).editions
        return {key: msgspec.structs.replace(edition, published_at="") for key, edition in editions.items()}


async def test_the_tour_is_the_same_in_another_museum(settings, migrated_file, tmp_path):
    """Exported and imported into an empty guide with the same voices, every text wants the same recording and every edition says and shows the same."""
    (tmp_path / "other").mkdir()
    shutil.copy(migrated_file, tmp_path / "other")
    here, other = (replace(one, voices=Settings().voices) for one in (settings, settings_in(tmp_path / "other")))
    file = str(tmp_path / "alzhir.zip")
    done = [
        ran(here, "demo", "--load-only"),
        ran(here, "export", "--all", file),
        ran(other, "import", file, "--dry-run"),
        ran(other, "import", file),
        ran(here, "publish", "--texts-too"),
        ran(other, "publish", "--texts-too"),
    ]

    assert [(0, "")] * len(done) == [(one.returncode, one.stderr) for one in done]
    assert "1 tours, 10 stops, 30 texts" in done[1].stdout
    assert done[2].stdout.removeprefix("Would be added") == done[3].stdout.splitlines(keepends=True)[0].removeprefix("Added")
    assert 30 == len(await wanted(here))
    assert await wanted(here) == await wanted(other)
    assert 3 == len(await shown(here))
    assert await shown(here) == await shown(other)
