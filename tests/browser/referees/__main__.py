"""Keep the scripts of visitors' pages as they travel: ``make scripts``."""

from tests.browser.referees import packed

if __name__ == "__main__":
    for file, text in packed().items():
        file.write_text(text + "\n", "utf-8")
