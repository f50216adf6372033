//! Every kind of element comes back as it went in.

#![allow(clippy::unwrap_used, reason = "helpers of tests too")]

mod common;

use common::*;
use lca_core::{ChunkSink, ChunkSource, ElementPath};
use lca_numerics::Csr;
use lca_pixels::{Frame, MovieMeta, PixelType, Pixels};
use lca_store::Atlas;
use lca_tables::{AnnData, DataFrame, Matrix};
use ndarray::{Array2, ArrayD};
use rayon::prelude::*;
use std::collections::BTreeMap;

fn path(text: &str) -> ElementPath {
    text.parse().unwrap()
}

fn new_atlas() -> (tempfile::TempDir, Atlas) {
    let folder = tempfile::tempdir().unwrap();
    let atlas = Atlas::create(folder.path().join("a.zarr")).unwrap();
    (folder, atlas)
}

/// Writes with one handle and reads with a freshly opened one.
fn through<T>(write: impl FnOnce(&lca_store::Transaction), read: impl FnOnce(&Atlas) -> T) -> T {
    let (_folder, atlas) = new_atlas();
    let changes = atlas.begin().unwrap();
    write(&changes);
    changes.commit("key", &serde_json::json!({})).unwrap();
    read(&Atlas::open(atlas.path()).unwrap())
}

#[test]
fn tables() {
    let cells = path("tables/cells");
    let back =
        through(|to| to.write_table(&cells, &table()).unwrap(), |atlas| atlas.read_table(&cells).unwrap());
    assert_eq!(back, table());
    let part = AnnData { obs: DataFrame::with_rows(0), var: DataFrame::with_rows(2), ..Default::default() };
    let step = path("lca/parts/empty");
    let back = through(|to| to.write_table(&step, &part).unwrap(), |atlas| atlas.read_table(&step).unwrap());
    assert_eq!(back, part);
}

#[test]
fn names_that_others_forbid_come_back() {
    let mut odd = table();
    odd.uns
        .insert("a/b".into(), lca_tables::Uns::Map([("c/d e".to_owned(), lca_tables::Uns::Int(1))].into()));
    odd.obs.set("% mito", lca_tables::Column::Int(vec![1, 2, 3])).unwrap();
    odd.obs.set("Float", lca_tables::Column::Int(vec![4, 5, 6])).unwrap();
    odd.obs.set("_index", lca_tables::Column::Int(vec![7, 8, 9])).unwrap();
    odd.layers.insert("DENSE".into(), odd.layers["dense"].clone());
    let cells = path("tables/cells");
    let back = through(|to| to.write_table(&cells, &odd).unwrap(), |atlas| atlas.read_table(&cells).unwrap());
    assert_eq!(back, odd);
}

#[test]
fn large_matrices_in_several_chunks() {
    let big = AnnData {
        x: Some(Matrix::DenseF32(Array2::from_shape_fn((1500, 1000), |(row, col)| (row * 7 + col) as f32))),
        obs: DataFrame::with_rows(1500),
        var: DataFrame::with_rows(1000),
        ..Default::default()
    };
    let cells = path("tables/big");
    let back = through(|to| to.write_table(&cells, &big).unwrap(), |atlas| atlas.read_table(&cells).unwrap());
    assert_eq!(back, big);
}

#[test]
fn frames() {
    for element in ["lca/registry/cells", "lca/observations/traces", "lca/networks/edges"].map(path) {
        let back = through(
            |to| to.write_frame(&element, &frame()).unwrap(),
            |atlas| atlas.read_frame(&element).unwrap(),
        );
        assert_eq!(back, frame());
        let none = DataFrame::with_rows(0);
        let back = through(
            |to| to.write_frame(&element, &none).unwrap(),
            |atlas| atlas.read_frame(&element).unwrap(),
        );
        assert_eq!(back, none);
    }
}

#[test]
fn points_and_shapes() {
    let spots = path("points/spots");
    let back =
        through(|to| to.write_points(&spots, &points()).unwrap(), |atlas| atlas.read_points(&spots).unwrap());
    assert_eq!(back, points());
    let cells = path("shapes/cells");
    for shapes in [circles(), polygons()] {
        let back = through(
            |to| to.write_shapes(&cells, &shapes).unwrap(),
            |atlas| atlas.read_shapes(&cells).unwrap(),
        );
        assert_eq!(back, shapes);
    }
}

#[test]
fn files() {
    let model = path("lca/models/stat5");
    let files = BTreeMap::from([
        ("model.xml".to_owned(), b"<sbml/>".to_vec()),
        ("fits/ensemble.json".to_owned(), vec![0, 255, 10]),
    ]);
    let back =
        through(|to| to.write_files(&model, &files).unwrap(), |atlas| atlas.read_files(&model).unwrap());
    assert_eq!(back, files);
}

#[test]
fn movies_with_their_labels() {
    let (movie, cells) = (path("lca/movies/hela"), path("lca/movies/hela/labels/cells"));
    let meta = movie_meta([5, 2, 1, 530, 601]);
    through(
        |to| {
            let sink = to.movie_sink(&movie, &meta).unwrap();
            (0..5).into_par_iter().rev().for_each(|t| sink.write(t, movie_frame(&meta, t)).unwrap());
            sink.finish().unwrap();
            let sink = to.labels_sink(&cells, &meta).unwrap();
            (0..5).into_par_iter().for_each(|t| sink.write(t, labels([1, 530, 601], t)).unwrap());
            sink.finish().unwrap();
        },
        |atlas| {
            let reader = atlas.movie(&movie).unwrap();
            assert_eq!(reader.meta(), &meta);
            assert_eq!((reader.len(), reader.levels()), (5, 2));
            for t in 0..5 {
                assert_eq!(reader.read(t).unwrap(), movie_frame(&meta, t));
            }
            assert!(reader.read(5).is_err());
            let small = reader.at_level(1).unwrap();
            assert_eq!(small.meta().shape, [5, 2, 1, 265, 301]);
            assert_eq!(small.meta().pixel_size_um, Some([2.0, 1.29, 1.29]));
            let full = movie_frame(&meta, 3).pixels.to_f32();
            let mean: f32 = (0..4).map(|at| full[[1, 0, 20 + at / 2, 40 + at % 2]]).sum::<f32>() / 4.0;
            assert_eq!(small.read(3).unwrap().pixels.to_f32()[[1, 0, 10, 20]], (mean + 0.5).floor());
            let reader = atlas.labels(&cells).unwrap();
            assert_eq!(reader.len(), 5);
            for t in 0..5 {
                assert_eq!(reader.read(t).unwrap(), labels([1, 530, 601], t));
            }
        },
    );
}

#[test]
fn every_pixel_type_and_depth() {
    let numbers = |count: usize| (0..count).map(|at| at as i64 % 100);
    let shape = vec![1usize, 70, 4, 5];
    let all = [
        Pixels::Uint8(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| n as u8).collect()).unwrap(),
        ),
        Pixels::Int8(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| n as i8 - 50).collect()).unwrap(),
        ),
        Pixels::Uint16(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| n as u16).collect()).unwrap(),
        ),
        Pixels::Int16(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| -n as i16).collect()).unwrap(),
        ),
        Pixels::Uint32(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| n as u32).collect()).unwrap(),
        ),
        Pixels::Int32(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| -n as i32).collect()).unwrap(),
        ),
        Pixels::Float32(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| n as f32 / 3.0).collect()).unwrap(),
        ),
        Pixels::Float64(
            ArrayD::from_shape_vec(shape.clone(), numbers(1400).map(|n| n as f64 / 3.0).collect()).unwrap(),
        ),
    ];
    for pixels in all {
        let meta = MovieMeta {
            shape: [1, 1, 70, 4, 5],
            pixel_type: pixels.pixel_type(),
            pixel_size_um: None,
            frame_interval_s: None,
            channels: Vec::new(),
        };
        let (frame, stack) = (Frame { pixels }, path("lca/movies/stack"));
        through(
            |to| {
                let sink = to.movie_sink(&stack, &meta).unwrap();
                sink.write(0, frame.clone()).unwrap();
                sink.finish().unwrap();
            },
            |atlas| {
                let reader = atlas.movie(&stack).unwrap();
                assert_eq!(reader.read(0).unwrap(), frame);
                assert_eq!((reader.meta().pixel_size_um, reader.meta().frame_interval_s), (None, None));
            },
        );
    }
}

#[test]
fn stills_with_their_labels() {
    let (image, cells) = (path("images/slide"), path("labels/cells"));
    let meta = MovieMeta { frame_interval_s: None, pixel_size_um: None, ..movie_meta([1, 3, 1, 600, 520]) };
    through(
        |to| {
            to.write_image(&image, &meta, &movie_frame(&meta, 0)).unwrap();
            to.write_labels(&cells, &labels([1, 600, 520], 1), None).unwrap();
        },
        |atlas| {
            let reader = atlas.movie(&image).unwrap();
            assert_eq!(reader.meta(), &meta);
            assert_eq!(reader.read(0).unwrap(), movie_frame(&meta, 0));
            assert_eq!(atlas.labels(&cells).unwrap().read(0).unwrap(), labels([1, 600, 520], 1));
        },
    );
    let deep = MovieMeta { pixel_type: PixelType::Uint16, ..movie_meta([1, 1, 3, 20, 30]) };
    through(
        |to| to.write_image(&image, &deep, &movie_frame(&deep, 0)).unwrap(),
        |atlas| assert_eq!(atlas.movie(&image).unwrap().read(0).unwrap(), movie_frame(&deep, 0)),
    );
}

#[test]
fn tracks_with_gaps_divisions_and_empty_ones() {
    let hela = path("lca/tracks/hela");
    let back =
        through(|to| to.write_tracks(&hela, &tracks()).unwrap(), |atlas| atlas.read_tracks(&hela).unwrap());
    assert_eq!(back, tracks());
    let none = lca_graph::Tracks::default();
    let back =
        through(|to| to.write_tracks(&hela, &none).unwrap(), |atlas| atlas.read_tracks(&hela).unwrap());
    assert_eq!(back, none);
}

#[test]
fn networks() {
    use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
    let signor = path("lca/networks/signor");
    let mut network = MolecularNetwork::default();
    let mek = Molecule { name: Some("MAP2K1".to_owned()), ..Molecule::new("Q02750", Layer::Protein) };
    let [mek, erk] = [mek, Molecule::new("P28482", Layer::Protein)].map(|one| network.molecule(one));
    let gene = network.molecule(Molecule::new("P28482", Layer::Gene));
    let source = |source: &str| Evidence { source: Some(source.to_owned()), ..Evidence::default() };
    network.interaction(Interaction {
        kind: Some("phosphorylation".to_owned()),
        evidence: vec![source("SIGNOR"), Evidence { score: Some(0.25), ..source("KEGG") }],
        ..Interaction::new(mek, erk, Sign::Positive)
    });
    network.interaction(Interaction::new(gene, gene, Sign::Dual));
    for network in [network, MolecularNetwork::default()] {
        let back = through(
            |to| to.write_network(&signor, &network).unwrap(),
            |atlas| {
                let report = lca_store::verify(atlas.path()).unwrap();
                assert!(report.problems.is_empty(), "{:?}", report.problems);
                assert_eq!(report.files, 3);
                atlas.read_network(&signor).unwrap()
            },
        );
        assert_eq!(back, network);
    }
}

/// Values enough for several chunks, one row empty, and one longer than a block.
fn large() -> Csr<f32> {
    let lengths = (0..40).map(|row| if row == 7 { 0 } else { 30_000 + 1000 * row }).chain([1_100_000]);
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for length in lengths {
        indices.extend((0..length).map(|at| (at + length % 3) as u32));
        values.extend((0..length).map(|at| (at % 11) as f32));
        indptr.push(values.len() as u64);
    }
    Csr::new(41, 1_200_000, indptr, indices, values).unwrap()
}

#[test]
fn matrices_in_blocks_are_the_same_files_and_come_back() {
    let x = large();
    let names = |count: usize| DataFrame::with_rows(count);
    let (obs, var) = (names(41), names(1_200_000));
    let head = AnnData { obs, var, ..AnnData::default() };
    let whole = AnnData { x: Some(Matrix::SparseF32(x.clone())), ..head.clone() };
    let (_folder, atlas) = new_atlas();
    let changes = atlas.begin().unwrap();
    changes.write_table(&path("lca/parts/whole"), &whole).unwrap();
    let writer = changes.begin_table(&path("lca/parts/blocks"), &head, &[]).unwrap();
    let mut rows = writer.x().unwrap();
    for first in (0..41).step_by(5) {
        rows.push(&x.select_rows(&(first..41.min(first + 5)).collect::<Vec<_>>())).unwrap();
    }
    rows.finish().unwrap();
    assert!(writer.layer("unnamed").is_err());
    writer.finish().unwrap();
    changes.commit("key", &serde_json::json!({})).unwrap();
    let mut files = 0;
    let folder = atlas.path().join("lca/parts/whole/X");
    for part in [
        "data/zarr.json",
        "data/c/0",
        "data/c/2",
        "indices/zarr.json",
        "indices/c/1",
        "indptr/c/0",
        "zarr.json",
    ] {
        let other = atlas.path().join("lca/parts/blocks/X").join(part);
        assert_eq!(std::fs::read(folder.join(part)).unwrap(), std::fs::read(other).unwrap(), "{part}");
        files += 1;
    }
    assert_eq!(files, 7);
    let open = atlas.open_table(&path("lca/parts/blocks")).unwrap();
    assert!(open.has_x && open.layers.is_empty() && open.table == head);
    let lca_store::TableRows::Stored(rows) = open.rows(None).unwrap() else { panic!("it was read whole") };
    let (mut row, mut blocks) = (0, 0);
    rows.each::<lca_store::StoreError>(&mut |first, block| {
        assert_eq!(first, row);
        (0..block.shape().0).for_each(|at| assert_eq!(block.row(at), x.row(row + at)));
        row += block.shape().0;
        blocks += 1;
        Ok(())
    })
    .unwrap();
    assert!(row == 41 && blocks > 1);
}

#[test]
fn layers_in_blocks_keep_their_names() {
    let counts = Csr::new(2, 2, vec![0, 1, 2], vec![0, 1], vec![3.0, 4.0]).unwrap();
    let names = || DataFrame::with_rows(2);
    let mut table = AnnData { obs: names(), var: names(), ..AnnData::default() };
    table.layers.insert("a b".into(), Matrix::SparseF32(counts.clone()));
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("alone.zarr");
    let (_folder, atlas) = new_atlas();
    let changes = atlas.begin().unwrap();
    let later = ["a/b", "A B"];
    for writer in [
        changes.begin_table(&path("tables/cells"), &table, &later).unwrap(),
        lca_store::begin_anndata(&alone, &table, &later, false).unwrap(),
    ] {
        for layer in later {
            let mut rows = writer.layer(layer).unwrap();
            rows.push(&counts).unwrap();
            rows.finish().unwrap();
        }
        writer.finish().unwrap();
    }
    changes.commit("key", &serde_json::json!({})).unwrap();
    let stored = atlas.read_table(&path("tables/cells")).unwrap();
    let (read, skipped) = lca_store::read_anndata(&alone).unwrap();
    assert!(skipped.is_empty(), "{skipped:?}");
    for table in [stored, read] {
        assert_eq!(table.layers.keys().collect::<Vec<_>>(), ["A B", "a b", "a/b"]);
        assert!(table.layers.values().all(|layer| *layer == Matrix::SparseF32(counts.clone())));
    }
}
