"""What LCA wrote, opened by the tools of others: the values must be those that LCA wrote."""

import anndata
import geff
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import spatialdata
import zarr
from ome_zarr.io import parse_url
from ome_zarr.reader import Reader

# The table was written twice, so its second version is the one in sight.
TABLE = "cells.v2"


@pytest.fixture(scope="module")
def atlas(written):
    return spatialdata.read_zarr(written[0])


def compare_frame(frame: pd.DataFrame, expected: dict, names=lambda name: name):
    assert list(frame.index) == expected["index"]
    for name, values in expected["columns"].items():
        column = [None if pd.isna(value) else value for value in frame[names(name)]]
        assert column == values, name
    assert len(frame.columns) == len(expected["columns"])


def dense(matrix):
    return matrix.toarray() if scipy.sparse.issparse(matrix) else np.asarray(matrix)


def test_spatialdata_sees_the_elements_and_nothing_else(atlas):
    assert set(atlas.images) == {"slide", "stack"}
    assert set(atlas.labels) == {"cells"}
    assert set(atlas.points) == {"spots"}
    assert set(atlas.shapes) == {"circles", "polygons"}
    assert set(atlas.tables) == {TABLE}
    assert atlas.coordinate_systems == ["global"]


@pytest.mark.parametrize("through", ["spatialdata", "anndata"])
def test_table(written, atlas, through):
    path, expected = written[0], written[1]["table"]
    table = atlas.tables[TABLE] if through == "spatialdata" else anndata.read_zarr(path / "tables" / TABLE)
    # SpatialData takes no blanks in names.
    compare_frame(table.obs, expected["obs"], lambda name: name.replace(" ", "_"))
    compare_frame(table.var, expected["var"])
    kinds = {name: str(kind) for name, kind in table.obs.dtypes.items()}
    assert kinds["maybe_int"] == "Int64" and kinds["maybe_bool"] == "boolean"
    assert table.obs["kind"].cat.ordered
    assert list(table.obs["kind"].cat.categories) == ["none", "x", "ü"]
    assert scipy.sparse.isspmatrix_csr(table.X) or table.X.format == "csr"
    assert table.X.dtype == np.float32
    np.testing.assert_array_equal(dense(table.X), expected["x"])
    for part in ["layers", "obsm", "varm", "obsp"]:
        matrices = getattr(table, part)
        assert set(matrices) == set(expected[part])
        for name, values in expected[part].items():
            np.testing.assert_array_equal(dense(matrices[name]), values)
    assert table.uns["neighbors"] == {"n": 15, "r": 0.5, "use": True, "method": "umap"}
    assert list(table.uns["colors"]) == ["#ff0000", "#00ff00"]
    assert list(table.uns["variance"]) == [3.0, 1.0] and list(table.uns["sizes"]) == [3, 1]
    assert table.uns["empty"] == {}


def level(image, number: int):
    return image[f"scale{number}"].ds["image"]


def mean_of_four(array: np.ndarray) -> np.ndarray:
    """Means of 2 × 2 pixels, halves up."""
    y, x = array.shape[-2:]
    blocks = array.astype(np.int64).reshape(*array.shape[:-2], y // 2, 2, x // 2, 2)
    return (blocks.sum((-3, -1)) + 2) // 4


def test_images(written, atlas):
    slide = atlas.images["slide"]
    expected = np.array(written[1]["slide"]).reshape(3, 600, 520)
    pixels = level(slide, 0)
    assert pixels.dims == ("c", "y", "x") and pixels.dtype == np.uint16
    assert list(pixels.coords["c"].values) == ["ch0", "ch1", "ch2"]
    np.testing.assert_array_equal(pixels.values, expected)
    np.testing.assert_array_equal(level(slide, 1).values, mean_of_four(expected))
    stack = atlas.images["stack"]
    assert stack.dims == ("c", "z", "y", "x")
    np.testing.assert_array_equal(stack.values, np.array(written[1]["stack"]).reshape(2, 3, 20, 30))


def test_labels(written, atlas):
    labels = atlas.labels["cells"]
    expected = np.array(written[1]["labels"]).reshape(600, 520)
    np.testing.assert_array_equal(level(labels, 0).values, expected)
    np.testing.assert_array_equal(level(labels, 1).values, expected[::2, ::2])


def test_points(written, atlas):
    points = atlas.points["spots"].compute()
    expected = written[1]["points"]
    for name, values in expected["columns"].items():
        assert list(points[name]) == values
    assert isinstance(points["gene"].dtype, pd.CategoricalDtype)


def test_shapes(atlas):
    circles, polygons = atlas.shapes["circles"], atlas.shapes["polygons"]
    assert list(circles.index) == ["s1", "s2"] and list(circles["kind"]) == ["a", "b"]
    assert list(circles["radius"]) == [0.5, 1.5]
    assert [(p.x, p.y) for p in circles.geometry] == [(1.0, 2.0), (3.0, 4.0)]
    assert list(polygons.index) == ["p1", "p2"]
    assert [p.area for p in polygons.geometry] == [15.5, 0.5]
    assert [len(p.interiors) for p in polygons.geometry] == [1, 0]


def test_movie_and_its_labels_with_ome_zarr(written):
    path, expected = written
    nodes = list(Reader(parse_url(path / "lca" / "movies" / "hela"))())
    image, labels = nodes[0], nodes[2]
    frames = np.array(expected["movie"]).reshape(3, 2, 1, 530, 601)
    assert [axis["name"] for axis in image.metadata["axes"]] == ["t", "c", "z", "y", "x"]
    assert image.metadata["coordinateTransformations"][0][0]["scale"] == [1800.0, 1.0, 2.0, 0.645, 0.645]
    assert image.metadata["channel_names"] == ["ch0", "ch1"]
    np.testing.assert_array_equal(image.data[0].compute(), frames)
    even = frames[..., :530, :600]
    np.testing.assert_array_equal(image.data[1].compute()[..., :300], mean_of_four(even))
    expected_labels = np.array(expected["movie_labels"]).reshape(3, 1, 1, 530, 601)
    np.testing.assert_array_equal(labels.data[0].compute(), expected_labels)


def test_movie_is_sharded_with_one_frame_to_a_shard(written):
    array = zarr.open_array(written[0] / "lca" / "movies" / "hela" / "0", mode="r")
    assert array.shards[0] == 1 and array.chunks[0] == 1
    assert array.metadata.dimension_names == ("t", "c", "z", "y", "x")


def test_tracks(written):
    graph, metadata = geff.read(written[0] / "lca" / "tracks" / "hela", structure_validation=True)
    expected = written[1]["tracks"]
    nodes = [graph.nodes[at] for at in range(graph.number_of_nodes())]
    found = [
        {"t": node["t"], "label": node["label"], "track": node["track_id"],
         "centre": [node["z"], node["y"], node["x"]]}
        for node in nodes
    ]
    assert found == expected["detections"]
    assert sorted(graph.edges) == [(0, 1), (1, 2), (1, 3), (3, 4)]
    assert [axis.name for axis in metadata.axes] == ["t", "z", "y", "x"]


def test_registry_and_run_log_with_pandas(written):
    frame = pd.read_parquet(written[0] / "lca" / "registry" / "cells" / "data.parquet")
    compare_frame(frame, written[1]["frame"])
    assert frame["kind"].cat.ordered
    log = pd.read_parquet(written[0] / "lca" / "runs" / "log.parquet")
    assert list(log["key"]) == ["first", "second"]
