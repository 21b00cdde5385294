"""Kinds of files that hold networks: the two that are read, and the way out for all others."""

from __future__ import annotations

from pathlib import Path

from analysis.problem import Problem

KERAS, HDF5 = (".keras",), (".h5", ".hdf5")
SAVE = "model.save('network.keras')"
READ = "Networks are read from .keras and .h5 files"
COPY = "build the same layers in Keras, copy the weights layer by layer with set_weights, and save"
ORDER = "kernels (map, channel, y, x) become (y, x, channel, map)"
TORCH = f"a file of PyTorch. In Python: {COPY}; {ORDER} by numpy.transpose(kernel, (2, 3, 1, 0))."
CHECKPOINT = (
    "a checkpoint of TensorFlow, which holds weights without their layers. Where the model was"
    f" built, load the checkpoint into it and save all of it: {SAVE}"
)
GRAPH = (
    "a SavedModel, a graph into whose layers nothing can look, not by keras.layers.TFSMLayer"
    f" either. Save the model where it was built, as one file: {SAVE}"
)
WEIGHTS = f"a file of weights without their layers. Save the whole model where it was built: {SAVE}"
ONNX = (
    "a file of ONNX. Convert it into a Keras model with a converter such as onnx2tf or onnx2keras,"
    f" or {COPY}: {SAVE}"
)

# by how a name ends
WAYS_OUT = (
    ((".weights.h5", ".npz", ".npy"), WEIGHTS),
    ((".onnx",), ONNX),
    ((".pt", ".pth", ".pt2", ".pth.tar", ".safetensors", ".torchscript"), TORCH),
    ((".ckpt", ".index", ".meta", ".data-00000-of-00001"), CHECKPOINT),
    ((".pb",), GRAPH),
    (
        (".tflite",),
        f"a model for TensorFlow Lite, made to run, not to be looked into. Save the Keras model it"
        f" was converted from: {SAVE}",
    ),
    (
        (".json", ".yaml", ".yml"),
        "a description of layers without their weights. Build the model, load its weights, and"
        f" save both: {SAVE}",
    ),
    (
        (".pkl", ".pickle", ".joblib"),
        f"a pickle, which could run code and is never opened. Save the model itself: {SAVE}",
    ),
    ((".zip", ".tar", ".gz", ".tgz"), "an archive. Unpack it, and name the .keras or .h5 file."),
)


def refuse_other_kinds(path: Path) -> None:
    """``Raises Problem`` for a path that is missing or no file of a kind that Keras reads; the
    message says what it is and the way out.
    """
    if not path.exists():
        raise Problem(f"{path} does not exist. {READ}.")
    if path.is_dir():
        raise Problem(f"{path} is {_folder(path)}")
    if not path.is_file():  # a pipe would be waited at for ever
        raise Problem(f"{path} is no file that can be read again, e.g. a pipe. {READ}.")
    for ends, what in WAYS_OUT:
        if path.name.lower().endswith(ends):
            raise Problem(f"{path} is {what}")
    start = _start(path)
    suffix = path.suffix.lower()
    found = HDF5 if start.startswith(b"\x89HDF\r\n") else KERAS if start[:2] == b"PK" else ()
    if suffix not in (*KERAS, *HDF5):
        hint = f" It looks like one: rename it to end in {found[0]}." if found else f" Use {SAVE}."
        raise Problem(f"{path} is of an unknown kind. {READ}.{hint}")
    if found and suffix not in found:
        raise Problem(
            f"{path} holds a model of the kind {found[0]}, whatever its name says. Rename it to end"
            f" in {found[0]}."
        )


def _start(path: Path) -> bytes:
    """Return the first bytes of a file; ``Raises Problem`` where it may not be read."""
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}. Mend its permissions.") from None


def _folder(path: Path) -> str:
    """Return what a folder is, with the way out."""
    names = {one.name for one in path.iterdir()}
    if names & {"saved_model.pb", "saved_model.pbtxt", "keras_metadata.pb"}:
        return GRAPH
    if "checkpoint" in names or any(name.endswith(".index") for name in names):
        return CHECKPOINT
    if "model.weights.h5" in names and "config.json" in names:
        return f"a .keras file unpacked. Name the file itself, or save the model anew: {SAVE}"
    if "model.json" in names:
        return f"a model for TensorFlow.js. Save the Keras model it was converted from: {SAVE}"
    inside = sorted(name for name in names if name.lower().endswith((*KERAS, *HDF5)))
    if inside:
        return f"a folder. Name a file in it, e.g. {path / inside[0]}"
    return f"a folder without a network. {READ}."
