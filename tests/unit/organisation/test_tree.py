from api.organisation.models import UnitKind
from api.organisation.tree import Tree, UnitOnDay


def test_units_below_stand_in_the_order_of_the_swedish_alphabet() -> None:
    names = ["Örnen", "Ängen", "Åkern", "zonen", "Backen"]
    root = UnitOnDay(1, "K", "Kommunen", UnitKind.KOMMUN, None)
    below = [
        UnitOnDay(number, f"E{number}", name, UnitKind.ENHET, root.id)
        for number, name in enumerate(names, start=2)
    ]
    tree = Tree({unit.id: unit for unit in [root, *below]})
    assert [unit.name for unit in tree.below(root.id)] == [
        "Backen",
        "zonen",
        "Åkern",
        "Ängen",
        "Örnen",
    ]
