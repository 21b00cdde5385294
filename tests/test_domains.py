"""Sphere and box: where images are put, and how much of the one lies outside the other."""

from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis.ascent.domains import Box, Sphere, box_of, domain, outside


def test_the_sphere_standardises_each_image_for_itself():
    images = np.random.default_rng(1).uniform(3, 9, (2, 6, 6, 1)).astype(np.float32)
    for one, image in zip(np.asarray(Sphere().nearest(images)), images, strict=True):
        np.testing.assert_allclose(one, oracles.standardise(image.astype(float)), atol=1e-5)


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
