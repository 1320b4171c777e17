from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release


def write(path: Path, data: bytes = b"a,b\n1,2\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def link(at: Path, target: Path) -> None:
    try:
        at.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("this system does not let us make links")


def only(files: tuple[ReleaseFile, ...]) -> ReleaseFile:
    (file,) = files
    return file


def names(files: tuple[ReleaseFile, ...]) -> list[str]:
    return [file.path for file in files]


def test_a_folder_is_read_with_its_folders_and_its_files_are_sorted_by_relative_path(tmp_path: Path) -> None:
    for name in ("z.csv", "sub/b.csv", "a.csv", "sub/deep/c.csv"):
        write(tmp_path / name)
    assert names(read_release([tmp_path])) == ["a.csv", "sub/b.csv", "sub/deep/c.csv", "z.csv"]


def test_what_begins_with_a_dot_leaves_too_and_is_read(tmp_path: Path) -> None:
    for name in (".git/config", ".Rhistory", "a.csv"):
        write(tmp_path / name)
    assert names(read_release([tmp_path])) == [".Rhistory", ".git/config", "a.csv"]


def test_every_file_has_its_size_and_digest_whatever_its_kind(tmp_path: Path) -> None:
    write(tmp_path / "notes.md", b"# Notes")
    file = only(read_release([tmp_path]))
    assert (file.format, file.bytes, file.sha256) == ("md", 7, hashlib.sha256(b"# Notes").hexdigest())
    assert (file.grids, file.unread) == ((), ())


def test_files_given_by_name_are_relative_to_their_common_parent(tmp_path: Path) -> None:
    paths = [write(tmp_path / "b" / "two.csv"), write(tmp_path / "a" / "one.csv")]
    assert names(read_release(paths)) == ["a/one.csv", "b/two.csv"]
    assert names(read_release(paths[:1])) == ["two.csv"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "out" / "sub" / "x.csv")
    assert names(read_release([file, tmp_path / "out", tmp_path / "out" / "sub"])) == ["sub/x.csv"]


def test_files_of_one_name_in_two_folders_are_told_apart_the_same_way_in_any_order(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.csv")
    write(tmp_path / "b" / "x.csv")
    write(tmp_path / "b" / "y.csv")
    folders = [tmp_path / "a", tmp_path / "b"]
    assert names(read_release(folders)) == names(read_release(folders[::-1])) == ["a/x.csv", "b/x.csv", "y.csv"]


def test_the_manifest_is_not_part_of_what_leaves(tmp_path: Path) -> None:
    write(tmp_path / "x.csv")
    manifest = write(tmp_path / "outcheck.yaml", b"pack: ons-srs\n")
    assert names(read_release([tmp_path], ignored=[tmp_path / "." / manifest.name])) == ["x.csv"]


def test_a_folder_may_be_named_from_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x.csv")
    monkeypatch.chdir(tmp_path)
    assert names(read_release([Path()])) == ["x.csv"]


def test_a_missing_path_is_listed_and_the_others_are_read(tmp_path: Path) -> None:
    there, missing = read_release([write(tmp_path / "a.csv"), tmp_path / "typo.csv"])
    assert (there.path, len(there.grids)) == ("a.csv", 1)
    assert (missing.path, missing.format, missing.sha256) == ("typo.csv", "missing", "")
    assert missing.unread[0].what == "there is no such file or folder"


@pytest.mark.parametrize("inside", ["", "empty/deeper", "outcheck.yaml"])
def test_a_folder_with_nothing_to_check_is_listed(tmp_path: Path, inside: str) -> None:
    folder = tmp_path / "outputs"
    manifest = folder / "outcheck.yaml"
    if inside == manifest.name:
        write(manifest, b"")
    else:
        (folder / inside).mkdir(parents=True)
    file = only(read_release([folder], ignored=[manifest]))
    assert (file.path, file.format, file.unread[0].what) == ("outputs", "folder", "there is no file in this folder")


def test_a_folder_without_permission_is_listed_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.csv")
    locked = write(tmp_path / "locked" / "b.csv").parent
    listing = Path.iterdir

    def iterdir(path: Path) -> object:
        if path == locked:
            raise PermissionError
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    there, denied = read_release([tmp_path])
    assert (there.path, there.unread) == ("a.csv", ())
    assert (denied.path, denied.format, denied.sha256) == ("locked", "unreadable", "")
    assert "permission" in denied.unread[0].what


def test_a_file_without_permission_is_listed_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.csv")
    locked = write(tmp_path / "locked.csv")
    reading = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == locked:
            raise PermissionError
        return reading(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    there, denied = read_release([tmp_path])
    assert (there.path, there.unread) == ("a.csv", ())
    assert (denied.path, denied.format, denied.sha256) == ("locked.csv", "unreadable", "")


def test_a_link_out_of_the_release_is_named_and_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.csv")
    release = write(tmp_path / "release" / "a.csv").parent
    link(release / "file.csv", outside)
    link(release / "folder", outside.parent)
    link(release / "nowhere.csv", tmp_path / "gone")
    files = read_release([release])
    assert [(file.path, file.format) for file in files] == [
        ("a.csv", "csv"),
        ("file.csv", "link"),
        ("folder", "link"),
        ("nowhere.csv", "link"),
    ]
    assert all("link" in file.unread[0].what and not file.grids and not file.sha256 for file in files[1:])


def test_a_link_inside_the_release_counts_as_the_file_it_shows(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.csv")
    link(tmp_path / "copy.csv", tmp_path / "sub" / "a.csv")
    link(tmp_path / "sub" / "circle", tmp_path)
    assert [(file.path, file.format) for file in read_release([tmp_path])] == [("copy.csv", "csv"), ("sub/a.csv", "csv")]


def test_links_in_a_circle_do_not_stop_the_reading(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    link(tmp_path / "one", tmp_path / "two")
    link(tmp_path / "two", tmp_path / "one")
    assert [file.format for file in read_release([tmp_path])] == ["csv", "link", "link"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (in_folder,) = read_release([tmp_path])
    (given,) = read_release([tmp_path / "pipe.csv"])
    assert in_folder == given
    assert (given.format, given.unread[0].what) == ("device", "this is not a regular file")


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_a_name_that_is_no_text_is_shown_as_text(tmp_path: Path) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv")))
    except OSError:
        pytest.skip("this file system takes text names only")
    assert names(read_release([tmp_path])) == ["?.csv"]


def test_a_file_beyond_the_limit_is_digested_but_not_read(tmp_path: Path) -> None:
    file = only(read_release([write(tmp_path / "a.csv")], limits=Limits(file_bytes=7)))
    assert (file.bytes, file.sha256) == (8, hashlib.sha256(b"a,b\n1,2\n").hexdigest())
    assert (file.grids, file.unread[0].what) == ((), "it has more than 7 bytes")


def test_nothing_is_written_or_changed(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    write(tmp_path / "sub" / "b.xlsx", b"no workbook")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    read_release([tmp_path])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
