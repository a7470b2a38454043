"""Differences spilled to disk come back as if they had stayed in memory."""

from __future__ import annotations

import random

from api.coverage.spool import Spool
from api.coverage.standings import segments
from api.coverage.terrain import Terrain
from tests.property.municipality import build


class TestSpool:
    def test_spilled_runs_give_the_same_rows(self) -> None:
        town = build(random.Random(3), units=6, persons=20, requirements=3)
        terrain = Terrain(town.ground)
        roomy, narrow = Spool(), Spool(limit=10)
        for person in town.persons:
            standing = segments(terrain, person)
            for spool in (roomy, narrow):
                spool.change(standing[1:], standing)
        expected = list(roomy.rows())
        assert expected
        assert list(narrow.rows()) == expected

    def test_emptied_by_reading(self) -> None:
        town = build(random.Random(3), units=2, persons=3, requirements=1)
        spool = Spool(limit=1)
        for person in town.persons:
            spool.change((), segments(Terrain(town.ground), person))
        list(spool.rows())
        assert list(spool.rows()) == []
