"""Taking along: all that people wrote, drew and read aloud, in one file that another museum's guide can take in."""
