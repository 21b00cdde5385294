"""Every measurement of the publication, in the order of the series."""

from __future__ import annotations

from analysis.catalogue.atlas import Atlas, Outline
from analysis.catalogue.declarations import Measurement, Training
from analysis.experiments.variants.measure import measure_variants
from analysis.looking.activations import (
    example_activations,
    layer_abstraction,
    map_maxima,
    on_thresholds,
)
from analysis.looking.confusion import measure_confusion
from analysis.looking.examples import choose_examples, measure_pixels
from analysis.looking.geometry import measure_geometry, measure_kernels, one_convolution
from analysis.looking.training_sample import take_training_sample
from analysis.networks.series import CONVOLUTIONS
from analysis.networks.training import train
from analysis.oips.controls import measure_controls
from analysis.oips.evolution import measure_evolution, measure_scales, measure_single_nodes
from analysis.oips.precursors import measure_fluctuations, scan_precursors

CNN = ("full-recipe",)

TRAINING_FULL_RECIPE = Training(
    "training-full-recipe", train, ("training.full_recipe",), network="full-recipe"
)
TRAINING_FIRST_RUN = Training(
    "training-first-run", train, ("training.first_run",), network="first-run", apart=True
)
TRAINING_MLP = Training(
    "training-mlp", train, ("training.mlp", "training.mlp_hidden"), network="mlp", apart=True
)
TRAININGS = (TRAINING_FULL_RECIPE, TRAINING_FIRST_RUN, TRAINING_MLP)

PIXEL_STATISTICS = Measurement("pixel-statistics", measure_pixels)
EXAMPLE_IMAGES = Measurement("example-images", choose_examples, ("examples",), ("mlp",))
TRAINING_SAMPLE = Measurement("training-sample", take_training_sample)
GEOMETRY = Measurement("geometry", measure_geometry, (), CNN)
CONVOLUTION = Measurement("convolution", one_convolution, (), CNN, (EXAMPLE_IMAGES,))
KERNELS = Measurement("kernels", measure_kernels, (), ("full-recipe", "first-run"))
EXAMPLE_ACTIVATIONS = Measurement(
    "example-activations", example_activations, (), CNN, (EXAMPLE_IMAGES,)
)
LAYER_ABSTRACTION = Measurement("layer-abstraction", layer_abstraction, (), CNN)
ON_THRESHOLDS = Measurement("on-thresholds", on_thresholds, ("examples",), CNN)
CONFUSION = Measurement("confusion", measure_confusion, (), ("full-recipe", "mlp"))
FLUCTUATIONS = Measurement("fluctuations", measure_fluctuations, ("oip", "spectrum"))


ATLAS = Atlas(Outline(network="full-recipe", layers=CONVOLUTIONS))
DATA_RESPONSES = ATLAS.data_responses
OIP_GALLERIES = ATLAS.galleries
OIP_GALLERY_1, OIP_GALLERY_2, OIP_GALLERY_3 = OIP_GALLERIES.values()
OIP_SETS = ATLAS.oip_sets
TRUST = ATLAS.trust
TRUST_TABLES = ATLAS.trust_tables
ABLATION = ATLAS.ablation

MAP_MAXIMA = Measurement("map-maxima", map_maxima, (), (), tuple(DATA_RESPONSES.values()))
CONTROLS = Measurement(
    "controls",
    measure_controls,
    ("oip", "ladder"),
    ("full-recipe", "first-run"),
    (OIP_SETS["Conv2D_3", "sphere"],),
)
RECIPE_VARIANTS = Measurement(
    "recipe-variants", measure_variants, ("oip", "ladder"), CNN, (DATA_RESPONSES["Conv2D_3"],)
)
OIP_EVOLUTION = Measurement(
    "oip-evolution", measure_evolution, ("oip", "evolution"), CNN, (OIP_GALLERY_3,)
)
SINGLE_NODE_OIPS = Measurement(
    "single-node-oips", measure_single_nodes, ("oip",), CNN, (OIP_GALLERY_3,)
)
PRECURSOR_SCAN = Measurement(
    "precursor-scan", scan_precursors, ("oip", "precursor"), CNN, (OIP_GALLERY_3,)
)
OIP_SCALES = Measurement(
    "oip-scales", measure_scales, (), CNN, (OIP_GALLERY_1, OIP_GALLERY_2, OIP_GALLERY_3)
)

MEASUREMENTS: tuple[Measurement, ...] = (
    *TRAININGS,
    PIXEL_STATISTICS,
    EXAMPLE_IMAGES,
    TRAINING_SAMPLE,
    GEOMETRY,
    CONVOLUTION,
    KERNELS,
    EXAMPLE_ACTIVATIONS,
    LAYER_ABSTRACTION,
    ON_THRESHOLDS,
    CONFUSION,
    *DATA_RESPONSES.values(),
    MAP_MAXIMA,
    FLUCTUATIONS,
    OIP_GALLERY_1,
    OIP_GALLERY_2,
    OIP_GALLERY_3,
    OIP_EVOLUTION,
    SINGLE_NODE_OIPS,
    PRECURSOR_SCAN,
    OIP_SCALES,
    *OIP_SETS.values(),
    *TRUST.values(),
    *TRUST_TABLES.values(),
    *ABLATION.values(),
    *ATLAS.portraits.values(),
    *ATLAS.links.values(),
    *ATLAS.votes.values(),
    *ATLAS.kin.values(),
    ATLAS.portable,
    CONTROLS,
    RECIPE_VARIANTS,
)
