from __future__ import annotations

from pathlib import Path

from bench.disks import file_system

MOUNTS = """/dev/vda / ext4 rw 0 0
tmpfs /dev/shm tmpfs rw 0 0
tmpfs /srv/var tmpfs rw 0 0
/dev/vdb /srv/var/bench xfs rw 0 0
"""


def test_a_path_lies_on_what_is_mounted_nearest_above_it() -> None:
    assert file_system(Path("/srv/code/var"), MOUNTS) == "ext4"
    assert file_system(Path("/srv/var/x"), MOUNTS) == "tmpfs"
    assert file_system(Path("/srv/var/bench/x"), MOUNTS) == "xfs"
    assert file_system(Path("/srv/variety"), MOUNTS) == "ext4"


def test_nothing_known_of_mounts_is_nothing_known() -> None:
    assert file_system(Path("/srv"), "") == ""
