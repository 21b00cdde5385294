"""The search and the trust numbers of the series, taken of a network of other images."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis import framework
from analysis.ascent.domains import DomainName
from analysis.foreign import dataset, subject_of, trained_example
from analysis.images.shown import shown_example
from analysis.looking.chosen import pictures
from analysis.looking.confusion import measure_classification
from analysis.looking.data_responses import measure_data_responses
from analysis.oips.series import measure_gallery
from analysis.oips.sets import measure_oip_set
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet
from analysis.results.others import OtherNetwork
from analysis.results.trust import Trust
from analysis.settings import Settings, changed
from analysis.study import Study
from analysis.subject import Subject
from analysis.trust.measure import measure_trust

EXAMPLES = 8  # images that are shown
DOMAIN: DomainName = "box"  # images whose pixels can be real ones, as on most pages


@dataclass(frozen=True)
class _Layer:
    """What was found of the maps of one layer."""

    responses: DataResponses
    oips: OipSet
    trust: Trust

    @property
    def known(self) -> dict[str, np.ndarray]:
        """The numbers (map) that pages compare; a map without an OIP has none of it."""
        found = self.oips.rung != "silent"
        of_oips = {
            "agreement": self.oips.agreement,
            "ratio_maximum": self.trust.ratio_maximum,
            "hit_rate": self.trust.hit_rate,
        }
        return {
            "response": self.oips.response,
            "maximum": self.responses.maximum,
            "rung": self.oips.rung,
            "hit_rate_images": self.trust.hit_rate_images,
            **{name: np.where(found, one, np.nan) for name, one in of_oips.items()},
        }


def search_layer(study: Study, layer: str) -> _Layer:
    """Search the maps of a layer as those of the series are searched: in the box with the help of
    the OIPs of the sphere.
    """
    responses = measure_data_responses(study, layer=layer)
    given = (measure_gallery(study, responses, layer=layer), responses)
    helping = measure_oip_set(study, *given, layer=layer, domain_name="sphere")
    oips = measure_oip_set(study, *given, helping, layer=layer, domain_name=DOMAIN)
    trust = measure_trust(study, oips, responses, layer=layer, domain_name=DOMAIN)
    return _Layer(responses, oips, trust)


def _fewer(study: Study) -> Settings:
    """Return the settings with which these networks are searched: as thoroughly as is needed to
    compare medians over maps.
    """
    others = study.settings.others
    changes = {
        "ladder.starts": others.starts,
        "ladder.challenge.strangers": others.strangers,
        "ladder.challenge.evaluations": others.evaluations,
    }
    return changed(study.all_settings, changes)


def _in_box(subject: Subject, images: np.ndarray) -> np.ndarray:
    """Return standardised images of the box as 8-bit pictures (image, y, x, channel), as those of
    the data are returned by ``pictures``.
    """
    values = images if images.ndim == 4 else images[..., np.newaxis]
    part = (values - subject.box.low) / (np.asarray(subject.box.high) - subject.box.low)
    return (255 * part).round().clip(0, 255).astype(np.uint8)


def measure_other(study: Study, *, example: str) -> OtherNetwork:
    """Train the network of an example, and look for the OIPs of all its maps."""
    there = shown_example(example)
    model = trained_example(example, there, study.all_settings, study.progress)
    framework.prepare(study.seed("network"))  # as where a stored network is looked at
    names = there.seen.names
    subject = subject_of(example, dataset(there, model), model, study.rule, names)
    own = replace(study, all_settings=_fewer(study), foreign=subject)
    layers = list(subject.layers.values())
    found = [search_layer(own, layer.name) for layer in layers]
    data, test = subject.data, subject.data.test
    classed = measure_classification(own).matrix
    spread = np.linspace(0, len(test.labels) - 1, EXAMPLES).round().astype(int)
    known = [one.known for one in found]
    return OtherNetwork(
        trained_on=np.array(len(data.training.labels)),
        tested=classed.sum(),
        right=np.trace(classed),
        names=np.array(subject.names),
        example=pictures(own, test.images[spread]),
        example_label=test.labels[spread].astype(int),
        layer=np.array([layer.name for layer in layers]),
        layer_of=np.repeat(np.arange(len(layers)), [layer.maps for layer in layers]),
        number=np.concatenate([np.arange(layer.maps) for layer in layers]),
        visible_rows=np.stack([layer.visible_pixels["visible_rows"] for layer in layers]),
        visible_columns=np.stack([layer.visible_pixels["visible_columns"] for layer in layers]),
        images=_in_box(subject, np.concatenate([one.oips.images for one in found])),
        strongest=np.concatenate([pictures(own, one.responses.top_image[:, 0]) for one in found]),
        **{name: np.concatenate([one[name] for one in known]) for name in known[0]},
    )
