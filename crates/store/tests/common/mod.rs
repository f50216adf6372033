//! Data that several tests write.
#![allow(dead_code, unreachable_pub, reason = "each test uses some of it")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

use lca_graph::{Detection, Track, Tracks};
use lca_numerics::Csr;
use lca_pixels::{Frame, Labels, MovieMeta, PixelType, Pixels};
use lca_store::{Geometry, Shapes};
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix, Uns};
use ndarray::{Array2, Array3, ArrayD};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The folder of real data; none, visibly, where it is missing outside CI.
pub fn real_data(part: &str) -> Option<PathBuf> {
    let root = std::env::var("LCA_TEST_DATA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = root.join(part);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").is_err(), "{} is missing", path.display());
    println!("SKIPPED: {} is missing", path.display());
    None
}

/// A table with a column of every type.
pub fn frame() -> DataFrame {
    let mut frame = DataFrame::new(vec!["c1".into(), "c2".into(), "c3".into()]);
    let categories = vec!["none".into(), "x".into(), "ü".into()];
    let columns = [
        ("float", Column::Float(vec![1.5, -2.0, 1e300])),
        ("int", Column::Int(vec![i64::MAX, -3, 0])),
        ("bool", Column::Bool(vec![true, false, true])),
        ("text", Column::Text(vec!["a".into(), String::new(), "größe".into()])),
        ("maybe int", Column::NullableInt(vec![Some(1), None, Some(-7)])),
        ("maybe_bool", Column::NullableBool(vec![Some(true), None, Some(false)])),
        ("maybe_text", Column::NullableText(vec![Some("p".into()), None, Some(String::new())])),
        (
            "kind",
            Column::Categorical(Categorical {
                codes: vec![Some(2), None, Some(1)],
                categories,
                ordered: true,
            }),
        ),
    ];
    for (name, column) in columns {
        frame.set(name, column).unwrap();
    }
    frame
}

/// A table with every part filled.
pub fn table() -> AnnData {
    let x = Csr::new(3, 4, vec![0, 2, 2, 4], vec![1, 3, 0, 3], vec![1.0f32, 2.0, 3.0, 4.0]).unwrap();
    let mut var = DataFrame::new(["w", "x", "y", "z"].map(String::from).to_vec());
    var.set("highly_variable", Column::Bool(vec![true, false, true, false])).unwrap();
    let mut table =
        AnnData { x: Some(Matrix::SparseF32(x.clone())), obs: frame(), var, ..Default::default() };
    let dense = Array2::from_shape_fn((3, 4), |(row, col)| (row * 4 + col) as f64 / 8.0);
    table.layers.insert("dense".into(), Matrix::DenseF64(dense));
    table.layers.insert("counts".into(), Matrix::SparseF64(x.map(|&value| f64::from(value))));
    table.obsm.insert("X_pca".into(), Matrix::DenseF32(Array2::from_elem((3, 2), 0.25)));
    table.varm.insert("PCs".into(), Matrix::DenseF64(Array2::from_elem((4, 2), -0.5)));
    let eye = Csr::new(3, 3, vec![0, 1, 2, 3], vec![0, 1, 2], vec![1.0f64; 3]).unwrap();
    table.obsp.insert("connectivities".into(), Matrix::SparseF64(eye));
    let inner = BTreeMap::from([
        ("n".to_owned(), Uns::Int(15)),
        ("r".to_owned(), Uns::Float(0.5)),
        ("use".to_owned(), Uns::Bool(true)),
        ("method".to_owned(), Uns::Text("umap".into())),
    ]);
    table.uns.insert("neighbors".into(), Uns::Map(inner));
    table.uns.insert("colors".into(), Uns::Texts(vec!["#ff0000".into(), "#00ff00".into()]));
    table.uns.insert("variance".into(), Uns::Floats(vec![3.0, 1.0]));
    table.uns.insert("sizes".into(), Uns::Ints(vec![3, 1]));
    table.uns.insert("empty".into(), Uns::Map(BTreeMap::new()));
    table
}

pub fn movie_meta(shape: [usize; 5]) -> MovieMeta {
    MovieMeta {
        shape,
        pixel_type: PixelType::Uint16,
        pixel_size_um: Some([2.0, 0.645, 0.645]),
        frame_interval_s: Some(1800.0),
        channels: (0..shape[1]).map(|c| format!("ch{c}")).collect(),
    }
}

/// Pixels that differ everywhere.
pub fn movie_frame(meta: &MovieMeta, t: usize) -> Frame {
    let shape = &meta.shape[1..];
    let value =
        |at: ndarray::IxDyn| (33_000 + t * 997 + at[0] * 331 + at[1] * 71 + at[2] * 13 + at[3] * 7) as u16;
    Frame { pixels: Pixels::Uint16(ArrayD::from_shape_fn(shape, value)) }
}

pub fn labels(shape: [usize; 3], t: usize) -> Labels {
    Array3::from_shape_fn(
        shape,
        |(_, y, x)| if (y / 8 + x / 8) % 2 == 0 { 0 } else { (t + y / 8 * 100 + x / 8) as u32 },
    )
}

pub fn tracks() -> Tracks {
    let seen = |t, label, track| Detection {
        t,
        label,
        track,
        centre: [0.0, f64::from(label) + 0.5, f64::from(t) * 2.0],
    };
    let track = |id, begin, end, parent| Track { id, begin, end, parent };
    let detections = vec![seen(0, 1, 1), seen(1, 1, 1), seen(2, 2, 5), seen(2, 3, 6), seen(4, 3, 6)];
    let tracks =
        vec![track(1, 0, 1, None), track(5, 2, 2, Some(1)), track(6, 2, 4, Some(1)), track(9, 3, 4, None)];
    Tracks::new(detections, tracks).unwrap()
}

pub fn points() -> DataFrame {
    let mut points = DataFrame::with_rows(3);
    points.set("x", Column::Float(vec![1.0, 2.5, 3.0])).unwrap();
    points.set("y", Column::Float(vec![4.0, 5.5, 6.0])).unwrap();
    points.set("gene", Column::Categorical(Categorical::from_texts(&["Actb", "Gapdh", "Actb"]))).unwrap();
    points
}

pub fn circles() -> Shapes {
    let mut table = DataFrame::new(vec!["s1".into(), "s2".into()]);
    table.set("kind", Column::Text(vec!["a".into(), "b".into()])).unwrap();
    Shapes { geometry: Geometry::Circles(vec![([1.0, 2.0], 0.5), ([3.0, 4.0], 1.5)]), table }
}

pub fn polygons() -> Shapes {
    let square = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]];
    let hole = vec![[1.0, 1.0], [2.0, 1.0], [2.0, 2.0]];
    let triangle = vec![[9.0, 9.0], [10.0, 9.0], [10.0, 10.0]];
    Shapes {
        geometry: Geometry::Polygons(vec![vec![square, hole], vec![triangle]]),
        table: DataFrame::new(vec!["p1".into(), "p2".into()]),
    }
}
