"""commands.py TATARA: from a run to the champion through `tatara` alone, by two accounts of this machine."""
import sys

from accounts import ASKS, DECIDES, Place


def main():
    place = Place(sys.argv[1])
    try:
        place.prepare()
        place.run(ASKS, "models", "register", "bikes", "--run", "rounds-40")
        refused = place.run(ASKS, "models", "alias", "bikes", "champion", "2", code=4)
        assert "review" in refused and "protected" in refused, refused
        assert place.champion() == 1
        place.run(ASKS, "reviews", "request", "bikes", "2", "--reason", "Better at every hour")
        refused = place.run(ASKS, "reviews", "approve", "1", code=4)
        assert "somebody else has to approve it" in refused, refused
        refused = place.run(ASKS, "models", "alias", "bikes", "champion", "2", code=4)
        assert place.champion() == 1, refused
        # Who decides measures for themselves, where who asked has measured before; the latency is then another.
        place.run(DECIDES, "evaluate", "bikes/2", "--against", "bikes/1", "--draws", "200", "--quiet")
        place.run(DECIDES, "reviews", "reopen", "1", "--reason", "Measured here")
        place.run(DECIDES, "reviews", "approve", "1", "--reason", "Better in every slice")
        assert place.champion() == 1, "approving moved the alias"
        place.run(DECIDES, "models", "alias", "bikes", "champion", "2")
        assert place.champion() == 2
        place.run(DECIDES, "audit", "verify")
    finally:
        place.close()
    print("the journey through the command line: as it should be")


if __name__ == "__main__":
    main()
