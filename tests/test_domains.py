"""Sphere and box: where images are put, and how much of the one lies outside the other."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.ascent.domains import Box, Sphere, box_of, domain, outside
from analysis.oips.ladder import into


def test_the_sphere_standardises_each_image_for_itself():
    images = np.random.default_rng(1).uniform(3, 9, (2, 6, 6, 1)).astype(np.float32)
    for one, image in zip(np.asarray(Sphere().nearest(images)), images, strict=True):
        np.testing.assert_allclose(one, oracles.standardise(image.astype(float)), atol=1e-5)


@pytest.mark.parametrize("grey", [0.0, -0.4242, 0.3, 2.8, 1e-5, -1e6])
def test_a_constant_image_has_no_deviation_to_be_measured_in(grey):
    images = np.full((2, 28, 28, 1), grey, np.float32)
    images[1, 3, 4] += max(abs(grey), 1)  # one pixel is a pattern
    flat, spot = np.asarray(Sphere().nearest(images))
    assert not flat.any()
    assert spot.mean() == pytest.approx(0, abs=1e-4) and spot.std() == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("grey", [0.0, 0.1, -0.4242])
def test_a_constant_start_is_paper_in_the_box(grey):
    box = Box(-0.5, 2.5)
    put = into(np.full((1, 5, 5), grey, np.float32), box)
    assert (put == box.low).all()


def test_the_box_holds_exactly_what_8_bit_images_can_be(data):
    box = box_of(data)
    every = data.standardise(np.arange(256, dtype=np.uint8).reshape(1, 16, 16))
    assert (box.low, box.high) == (pytest.approx(every.min()), pytest.approx(every.max()))
    assert not outside(every[..., 0], box).any()


def test_the_box_clips_pixel_by_pixel():
    clipped = np.asarray(
        Box(-1.0, 2.0).nearest(np.array([-3, -1, 0.5, 7], np.float32).reshape(1, 2, 2, 1))
    )
    assert clipped.ravel().tolist() == [-1, -1, 0.5, 2]


def test_the_share_outside_is_counted_per_image():
    images = np.array([[[-3, 0], [0, 5]], [[0, 0], [0, 0]]], np.float32)
    assert outside(images, Box(-1.0, 2.0)).tolist() == [0.5, 0]


def test_domains_are_found_by_name(data):
    assert isinstance(domain("sphere", data), Sphere) and domain("box", data) == box_of(data)
