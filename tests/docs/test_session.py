"""The picture of a failing build shows what a build really prints."""

from __future__ import annotations

from docs.session import PICTURE, SESSION, draw, play, written


def test_the_session_is_real(tmp_path):
    assert written(play(tmp_path)) == SESSION.read_text('utf-8')


def test_the_picture_shows_the_session(tmp_path):
    assert draw(play(tmp_path)) == PICTURE.read_text('utf-8')
