"""StarDist from scratch on the dsb2018 split: images whose names begin with 0, 1 or 2 are the test set, the rest is learnt.

  python segment_stardist.py DSB2018 OUT --cpu-minutes 60
  python segment_stardist.py DSB2018 OUT --predict [--onnx FILE]

DSB2018 is the folder with `images` and `labels`. OUT gets the model, the label images of the test set (`all`), and
again those of grey images with dark ground (`grey`), beside the truth of both (`truth-all`, `truth-grey`).

StarDist2D's default network (32 rays, grid 2 × 2, one channel: the mean of the colours), its normalisation by
percentiles 1 to 99.8, and the augmentations of its example: flips and quarter turns, another gain and offset, noise. A
tenth of the learnt images is kept apart, whose loss says which epoch is best; the rate falls as a cosine over the
budget. The budget is processor time of this process, one thread; 3 of 100 parts of it are kept for choosing the
thresholds. The best model so far lies in OUT at all times: `--predict` uses it, also while another process trains.

Prints one JSON line.
"""
import os

for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import argparse
import json
import math
import shutil
import time
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import tensorflow as tf
from csbdeep.utils import normalize
from stardist import fill_label_holes
from stardist.models import Config2D, StarDist2D

RATE = 3e-4
FOR_THRESHOLDS = 0.03


def colours(path):
    image = iio.imread(path).astype(np.float32)
    return image[..., :3] if image.ndim == 3 else image[..., None]


def grey(path):
    return colours(path).mean(axis=-1)


def is_grey_on_dark(path):
    """Whether all colours are alike and most of the image is dark."""
    image = colours(path)
    return bool(np.ptp(image, axis=-1).max() == 0 and np.median(image) < 128)


def split(root):
    names = sorted(path.stem for path in (root / "images").glob("*.png"))
    test = [name for name in names if name[0] in "012"]
    return [name for name in names if name[0] not in "012"], test


def augmented(x, y):
    for axis in (0, 1):
        if np.random.rand() < 0.5:
            x, y = np.flip(x, axis), np.flip(y, axis)
    if np.random.rand() < 0.5:
        x, y = np.swapaxes(x, 0, 1), np.swapaxes(y, 0, 1)
    x = x * np.random.uniform(0.6, 2) + np.random.uniform(-0.2, 0.2)
    return x + 0.02 * np.random.uniform(0, 1) * np.random.normal(0, 1, x.shape), y


class Budget(tf.keras.callbacks.Callback):
    """Ends training once the processor time is spent, and lets the rate fall until then."""

    def __init__(self, seconds, note):
        super().__init__()
        self.seconds, self.note, self.began = seconds, note, time.process_time()

    def spent(self):
        return time.process_time() - self.began

    def on_train_batch_begin(self, batch, logs=None):
        share = min(self.spent() / self.seconds, 1.0)
        self.model.optimizer.learning_rate.assign(RATE * max(0.5 * (1 + math.cos(math.pi * share)), 0.01))

    def on_epoch_end(self, epoch, logs=None):
        told = {"epoch": epoch, "cpu_minutes": self.spent() / 60, "val_loss": float(logs["val_loss"])}
        with open(self.note, "a") as file:
            file.write(json.dumps(told) + "\n")

    def on_train_batch_end(self, batch, logs=None):
        if self.spent() >= self.seconds:
            self.model.stop_training = True


def examples(args):
    """Images and labels to learn from, and those kept apart."""
    names, _ = split(args.data)
    order = [names[at] for at in np.random.default_rng(args.seed).permutation(len(names))]
    image = lambda name: normalize(grey(args.data / "images" / f"{name}.png"), 1, 99.8)
    labels = lambda name: fill_label_holes(iio.imread(args.data / "labels" / f"{name}.png"))
    of = lambda some: ([image(name) for name in some], [labels(name) for name in some])
    return of(order[len(order) // 10 :]), of(order[: len(order) // 10])


def train(args):
    tf.keras.utils.set_random_seed(args.seed)
    learnt, apart = examples(args)
    config = Config2D(
        n_rays=32, grid=(2, 2), n_channel_in=1, use_gpu=False, train_epochs=100_000, train_steps_per_epoch=args.epoch_steps,
        train_learning_rate=RATE, train_reduce_lr=None, train_tensorboard=False, train_batch_size=4, train_patch_size=(256, 256),
    )
    model = StarDist2D(config, name="stardist", basedir=str(args.out))
    model.prepare_for_training()
    model.callbacks.append(Budget(60 * args.cpu_minutes * (1 - FOR_THRESHOLDS), args.out / "epochs.jsonl"))
    model.train(*learnt, validation_data=apart, augmenter=augmented, seed=args.seed)
    model.optimize_thresholds(*apart)
    return model


def epochs(out):
    note = out / "epochs.jsonl"
    return [json.loads(line) for line in note.read_text().splitlines()] if note.exists() else []


def best_so_far(args):
    """The model as another process left it, in a folder of its own, with thresholds."""
    kept, copy = args.out / "stardist", args.out / "best"
    copy.mkdir(exist_ok=True)
    shutil.copy(kept / "config.json", copy)
    if (kept / "thresholds.json").exists():
        shutil.copy(kept / "thresholds.json", copy)
    for weights in kept.glob("weights_best*.h5"):
        shutil.copy(weights, copy)
    model = StarDist2D(None, name="best", basedir=str(args.out))
    if not (kept / "thresholds.json").exists():
        model.optimize_thresholds(*examples(args)[1])
    return model


def predict(args, model):
    _, test = split(args.data)
    grey_ones = 0
    for name in ("all", "grey", "truth-all", "truth-grey"):
        (args.out / name).mkdir(parents=True, exist_ok=True)
    for name in test:
        path = args.data / "images" / f"{name}.png"
        found, _ = model.predict_instances(normalize(grey(path), 1, 99.8))
        plain = is_grey_on_dark(path)
        grey_ones += plain
        for folder in ["all", "grey"][: 1 + plain]:
            iio.imwrite(args.out / folder / f"{name}.tif", found.astype(np.uint16))
            shutil.copy(args.data / "labels" / f"{name}.png", args.out / f"truth-{folder}")
    return len(test), grey_ones


def export(model, path):
    import tf2onnx

    net = model.keras_model
    signature = [tf.TensorSpec((1, None, None, 1), tf.float32, name="input")]
    tf2onnx.convert.from_function(tf.function(lambda x: net(x, training=False)), signature, opset=13, output_path=str(path))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("data", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--cpu-minutes", type=float, default=60)
    p.add_argument("--epoch-steps", type=int, default=50)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--predict", action="store_true", help="use the best model so far, train nothing")
    p.add_argument("--onnx", type=Path, help="write the network to this file too")
    args = p.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    began = time.process_time()
    model = best_so_far(args) if args.predict else train(args)
    spent = (time.process_time() - began) / 60
    told = epochs(args.out)
    if args.onnx:
        export(model, args.onnx)
    began = time.process_time()
    images, plain = predict(args, model)
    print(json.dumps({
        "tool": "stardist", "version": "0.9.2", "training_cpu_minutes": told[-1]["cpu_minutes"] if args.predict and told else spent,
        "epochs": len(told), "best": min(told, key=lambda one: one["val_loss"]) if told else None,
        "thresholds": model.thresholds._asdict(), "images": images, "grey_on_dark": plain,
        "predict_cpu_minutes": (time.process_time() - began) / 60,
    }))


if __name__ == "__main__":
    main()
