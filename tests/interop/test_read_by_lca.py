"""What the tools of others wrote, read by LCA: the values must be those that Python wrote."""

import anndata
import geff
import networkx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import zarr
from ome_zarr.format import FormatV04, FormatV05
from ome_zarr.writer import write_multiscale
from spatialdata import SpatialData
from spatialdata.models import Image2DModel, Labels2DModel, TableModel


def obs() -> pd.DataFrame:
    columns = {
        "float": [1.5, -2.0, 0.25],
        "int": [1, 2, -3],
        "bool": [True, False, True],
        "text": ["a", "", "größe"],
        "kind": pd.Categorical(["x", None, "y"], categories=["y", "x", "none"], ordered=True),
        "maybe_int": pd.array([1, None, 3], dtype="Int64"),
        "maybe_bool": pd.array([True, None, False], dtype="boolean"),
        "maybe_text": pd.array(["p", None, "q"], dtype="string"),
    }
    return pd.DataFrame(columns, index=["c1", "c2", "c3"])


def table() -> anndata.AnnData:
    x = np.array([[0, 1, 0, 2], [0, 0, 0, 0], [3, 0, 0, 4]], dtype="float32")
    made = anndata.AnnData(scipy.sparse.csr_matrix(x), obs=obs(), var=pd.DataFrame(index=list("wxyz")))
    made.layers["by_column"] = scipy.sparse.csc_matrix(x)
    made.layers["whole"] = x.astype("int64")
    made.obsm["X_pca"] = np.arange(6, dtype="float64").reshape(3, 2)
    made.obsp["near"] = scipy.sparse.csr_matrix(np.eye(3))
    made.uns = {"a": {"n": 1, "s": "text", "list": np.arange(3)}, "nothing": None}
    return made


@pytest.fixture
def nullable_texts():
    before = anndata.settings.allow_write_nullable_strings
    anndata.settings.allow_write_nullable_strings = True
    yield
    anndata.settings.allow_write_nullable_strings = before


def matrix(value: dict) -> np.ndarray:
    if "dense" in value:
        return np.array(value["dense"])
    parts = (value["data"], value["indices"], value["indptr"])
    return scipy.sparse.csr_matrix(parts, shape=value["shape"]).toarray()


@pytest.mark.parametrize("version", [2, 3])
def test_anndata(tmp_path, lca_reads, nullable_texts, version):
    made = table()
    anndata.settings.zarr_write_format = version
    made.write_zarr(tmp_path / "a.zarr")
    anndata.settings.zarr_write_format = 3
    answer = lca_reads("anndata", tmp_path / "a.zarr")
    assert answer["skipped"] == []
    read = answer["table"]
    assert read["obs"]["index"] == ["c1", "c2", "c3"]
    for name, values in made.obs.items():
        expected = [None if pd.isna(value) else value for value in values]
        assert read["obs"]["columns"][name] == expected, name
    assert read["var"]["index"] == list("wxyz")
    np.testing.assert_array_equal(matrix(read["x"]), made.X.toarray())
    np.testing.assert_array_equal(matrix(read["layers"]["by_column"]), made.X.toarray())
    np.testing.assert_array_equal(matrix(read["layers"]["whole"]), made.X.toarray())
    np.testing.assert_array_equal(matrix(read["obsm"]["X_pca"]), made.obsm["X_pca"])
    np.testing.assert_array_equal(matrix(read["obsp"]["near"]), np.eye(3))
    assert read["uns"] == ["a"]


def test_spatialdata(tmp_path, lca_reads):
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 60_000, (3, 65, 48), dtype="uint16")
    mask = rng.integers(0, 900, (65, 48), dtype="int64")
    image = Image2DModel.parse(pixels, dims=("c", "y", "x"), scale_factors=[2], c_coords=["r", "g", "b"])
    labels = Labels2DModel.parse(mask.astype("uint32"), dims=("y", "x"))
    cells = TableModel.parse(anndata.AnnData(np.ones((2, 2), dtype="float32")))
    SpatialData(images={"i": image}, labels={"l": labels}, tables={"t": cells}).write(tmp_path / "s.zarr")
    answer = lca_reads("image", tmp_path / "s.zarr" / "images" / "i")
    assert answer["meta"]["shape"] == [1, 3, 1, 65, 48] and answer["meta"]["channels"] == ["r", "g", "b"]
    assert answer["levels"] == 2
    np.testing.assert_array_equal(answer["frames"][0], pixels.ravel())
    answer = lca_reads("image", tmp_path / "s.zarr" / "labels" / "l")
    np.testing.assert_array_equal(answer["frames"][0], mask.ravel())
    answer = lca_reads("anndata", tmp_path / "s.zarr" / "tables" / "t")
    np.testing.assert_array_equal(matrix(answer["table"]["x"]), np.ones((2, 2)))


@pytest.mark.parametrize("format", [FormatV04(), FormatV05()], ids=["0.4", "0.5"])
def test_ome_zarr(tmp_path, lca_reads, format):
    rng = np.random.default_rng(2)
    movie = rng.integers(-100, 100, (4, 2, 3, 40, 50)).astype("int16")
    group = zarr.open_group(tmp_path / "m.zarr", mode="w", zarr_format=format.zarr_format)
    scale = [[{"type": "scale", "scale": [60.0, 1.0, 2.0, 0.5, 0.25]}]]
    axes = [
        {"name": "t", "type": "time", "unit": "second"},
        {"name": "c", "type": "channel"},
        *({"name": name, "type": "space", "unit": "micrometer"} for name in "zyx"),
    ]
    write_multiscale([movie], group, axes=axes, fmt=format, coordinate_transformations=scale,
                     storage_options={"chunks": (2, 1, 3, 16, 50)})
    answer = lca_reads("image", tmp_path / "m.zarr")
    meta = answer["meta"]
    assert meta["shape"] == [4, 2, 3, 40, 50] and meta["pixel_type"] == "int16"
    assert meta["pixel_size_um"] == [2.0, 0.5, 0.25] and meta["frame_interval_s"] == 60.0
    for t in range(4):
        np.testing.assert_array_equal(answer["frames"][t], movie[t].ravel())


@pytest.mark.parametrize("version", [2, 3])
def test_geff(tmp_path, lca_reads, version):
    graph = networkx.DiGraph()
    for node, (t, label) in {7: (0, 1), 8: (1, 4), 9: (2, 2), 12: (2, 3), 13: (3, 3)}.items():
        graph.add_node(node, t=t, y=float(node), x=2.0 * node, label=label)
    graph.add_edges_from([(7, 8), (8, 9), (8, 12), (12, 13)])
    geff.write(graph, tmp_path / "g.geff", axis_names=["t", "y", "x"],
               axis_types=["time", "space", "space"], zarr_format=version)
    read = lca_reads("geff", tmp_path / "g.geff")
    spans = [(track["id"], track["begin"], track["end"], track["parent"]) for track in read["tracks"]]
    assert spans == [(1, 0, 1, None), (2, 2, 2, 1), (3, 2, 3, 1)]
    seen = [(one["t"], one["label"], one["track"], one["centre"]) for one in read["detections"]]
    assert seen == [
        (0, 1, 1, [0.0, 7.0, 14.0]), (1, 4, 1, [0.0, 8.0, 16.0]), (2, 2, 2, [0.0, 9.0, 18.0]),
        (2, 3, 3, [0.0, 12.0, 24.0]), (3, 3, 3, [0.0, 13.0, 26.0]),
    ]


def test_parquet(tmp_path, lca_reads):
    frame = obs()
    frame.to_parquet(tmp_path / "f.parquet")
    read = lca_reads("parquet", tmp_path / "f.parquet")
    assert read["index"] == list(frame.index)
    for name, values in frame.items():
        assert read["columns"][name] == [None if pd.isna(value) else value for value in values], name
