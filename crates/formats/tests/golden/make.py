"""Writes the small files that other programs make, for the tests to read.

Run once with tifffile, imagecodecs, anndata, pandas and scipy; the files are kept. Every pixel is
1000 t + 100 c + 10 z + (y * width + x) % 10, modulo what its type holds, so that the tests know it.
"""

import anndata
import numpy as np
import pandas as pd
import scipy.sparse as sp
import tifffile


def pixels(axes, dtype, **lengths):
    size = dict(T=1, C=1, Z=1, Y=4, X=5) | lengths
    t, c, z, y, x = np.ogrid[tuple(slice(size[a]) for a in "TCZYX")]
    value = (1000 * t + 100 * c + 10 * z + (y * size["X"] + x) % 10) % 120
    value = value.astype(dtype)
    order = ["TCZYX".index(a) for a in axes]
    rest = tuple(i for i in range(5) if i not in order)
    return value.transpose(rest + tuple(order)).reshape([size[a] for a in axes])


for axes in ["TCZYX", "TZCYX", "CTZYX", "CZTYX", "ZTCYX", "ZCTYX"]:
    data = pixels(axes, "u2", T=2, C=3, Z=2)
    meta = dict(axes=axes, PhysicalSizeX=0.65, PhysicalSizeXUnit="µm", PhysicalSizeY=650.0,
                PhysicalSizeYUnit="nm", PhysicalSizeZ=2.0, PhysicalSizeZUnit="µm",
                TimeIncrement=5.0, TimeIncrementUnit="min", Channel=dict(Name=["H2B", "KTR", "µ"]))
    tifffile.imwrite(f"order_{axes}.ome.tif", data, ome=True, metadata=meta, photometric="minisblack")

for dtype in ["u1", "i1", "u2", "i2", "u4", "i4", "f2", "f4", "f8"]:
    tifffile.imwrite(f"type_{dtype}.tif", pixels("YX", dtype), metadata=None, photometric="minisblack")

for name, options in dict(
    lzw=dict(compression="lzw"), zlib=dict(compression="zlib", predictor=True),
    packbits=dict(compression="packbits"), zstd=dict(compression="zstd"),
    tiled=dict(tile=(16, 16), compression="zlib"), big=dict(bigtiff=True), bigendian=dict(byteorder=">"),
    strips=dict(rowsperstrip=3),
).items():
    data = pixels("YX", "u2", Y=20, X=35)
    tifffile.imwrite(f"stored_{name}.tif", data, metadata=None, photometric="minisblack", **options)

rgb = pixels("YXC", "u1", C=3)
tifffile.imwrite("rgb_interleaved.tif", rgb, metadata=None, photometric="rgb")
tifffile.imwrite("rgb_planes.tif", rgb.transpose(2, 0, 1), metadata=None, photometric="rgb", planarconfig="separate")
tifffile.imwrite("rgb.ome.tif", pixels("TYXC", "u1", T=2, C=3), ome=True, photometric="rgb", metadata=dict(axes="TYXS"))
tifffile.imwrite("hyperstack.tif", pixels("TZCYX", "u2", T=2, Z=2, C=3), imagej=True,
                 metadata=dict(axes="TZCYX", finterval=90.0))
tifffile.imwrite("pages.tif", pixels("TYX", "u2", T=3), metadata=None, photometric="minisblack")

dense = np.array([[1, 0, 2.5], [0, 0, 0], [0, 3, 0], [4, 0, 5]], dtype="f8")
table = anndata.AnnData(
    X=sp.csc_matrix(dense),
    obs=pd.DataFrame(dict(
        batch=pd.Categorical(["b", "a", None, "b"], categories=["b", "a"], ordered=True),
        count=pd.array([1, None, 3, 4], dtype="Int64"),
        good=pd.array([True, None, False, True], dtype="boolean"),
        plain=[True, False, True, True],
        size=[0.5, np.nan, 1.5, 2.0],
        note=["x", "y", "µ", ""],
    ), index=["c1", "c2", "c3", "c4"]),
    var=pd.DataFrame(dict(symbol=["A", "B", "C"]), index=["g1", "g2", "g3"]),
)
table.layers["exact"] = sp.csr_matrix(np.array(dense) / 3)
table.obsm["X_pca"] = np.arange(8, dtype="f4").reshape(4, 2)
table.obsm["frame"] = pd.DataFrame(dict(a=[1, 2, 3, 4]), index=table.obs_names)
table.obsp["near"] = sp.csr_matrix(np.eye(4, dtype="f4"))
table.varm["PCs"] = np.arange(6, dtype="f8").reshape(3, 2)
table.raw = table.copy()
table.uns.update(
    title="made", number=1.5, whole=7, truth=True, texts=np.array(["p", "q"]), numbers=np.array([1.0, 2.0]),
    deep=dict(inside=dict(matrix=np.eye(2))), cube=np.zeros((2, 2, 2)),
    record=np.array([("a", 1.0)], dtype=[("names", "O"), ("scores", "f4")]),
)
table.write_h5ad("anndata.h5ad", compression="gzip")
