"""An admin sees on the page of the settings how the nightly backup went."""

from datetime import UTC, date, datetime

import pytest

from audio_guide.publishing import backups
from audio_guide.publishing.backups import Night

SAID = {
    "made": ("The last backup is the one of", ""),
    "running": ("is being made now", ""),
    "failed": ("has failed. It is tried again every hour.", "The disk is full."),
}


async def test_without_backups_the_page_says_where_they_are_asked_for(browser):
    """Where no backup was ever made the page names the setting."""
    await browser.sign_in("admin")
    await browser.open("/cms/settings")

    assert "AUDIO_GUIDE_BACKUP_DIR" in browser.said


@pytest.mark.parametrize("state", SAID)
async def test_how_the_last_backup_went_is_said(museum, browser, state):
    """The page says of which night it is and how it ended; what the program said stands below, marked as English."""
    sentence, message = SAID[state]
    async with museum.database.write() as session:
        await backups.tell(session, Night(night=date(2026, 11, 28), state=state, at=datetime.now(UTC), host="here", message=message))
    await browser.sign_in("admin")
    await browser.open("/cms/settings")

    assert sentence in browser.said
    assert [message] * bool(message) == browser.page.xpath("//*[contains(@class, 'error')]//p[@lang='en']/text()")
