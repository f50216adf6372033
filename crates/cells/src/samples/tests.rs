use super::*;
use ndarray::{Array2, array};

fn sample(cells: &[&str], genes: &[&str], counts: Array2<f32>) -> AnnData {
    let named = |names: &[&str]| DataFrame::new(names.iter().map(|name| (*name).to_owned()).collect());
    AnnData { x: Some(Matrix::DenseF32(counts)), obs: named(cells), var: named(genes), ..AnnData::default() }
}

fn dense(table: &AnnData) -> Array2<f32> {
    lca_numerics::sparse::to_dense(&to_sparse(table.x.as_ref().unwrap()))
}

#[test]
fn genes_meet_by_name_and_cells_keep_theirs_apart() {
    let mut one = sample(&["x", "y"], &["A", "B", "C"], array![[1.0, 2.0, 3.0], [4.0, 0.0, 6.0]]);
    let mut two = sample(&["x"], &["C", "D", "A"], array![[7.0, 8.0, 9.0]]);
    one.obs.set("depth", Column::Int(vec![6, 10])).unwrap();
    one.obs.set("only", Column::Int(vec![0, 0])).unwrap();
    two.obs.set("depth", Column::Float(vec![24.0])).unwrap();
    let samples = [("p", &one), ("q", &two)];
    let inner = join_samples(&samples, Join::Inner).unwrap();
    assert_eq!(inner.obs.index(), ["x-p", "y-p", "x-q"]);
    assert_eq!(inner.var.index(), ["A", "C"]);
    assert_eq!(dense(&inner), array![[1.0, 3.0], [4.0, 6.0], [9.0, 7.0]]);
    assert_eq!(inner.obs.numbers("depth").unwrap(), [6.0, 10.0, 24.0]);
    assert!(inner.obs.column("only").is_err());
    let of: Vec<_> = inner.obs.texts("sample").unwrap().into_iter().flatten().collect();
    assert_eq!(of, ["p", "p", "q"]);
    let outer = join_samples(&samples, Join::Outer).unwrap();
    assert_eq!(outer.var.index(), ["A", "B", "C", "D"]);
    assert_eq!(dense(&outer), array![[1.0, 2.0, 3.0, 0.0], [4.0, 0.0, 6.0, 0.0], [9.0, 0.0, 7.0, 8.0]]);
}

#[test]
fn names_of_cells_that_differ_stay_as_they_are() {
    let one = sample(&["x"], &["A", "B"], array![[1.0, 2.0]]);
    let two = sample(&["y"], &["A", "B"], array![[3.0, 4.0]]);
    assert_eq!(join_samples(&[("p", &one), ("q", &two)], Join::Inner).unwrap().obs.index(), ["x", "y"]);
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let one = || sample(&["x"], &["A", "B"], array![[1.0, 2.0]]);
    let said = |samples: &[(&str, &AnnData)]| join_samples(samples, Join::Inner).unwrap_err().to_string();
    let other = sample(&["y"], &["ENSG01", "ENSG02"], array![[3.0, 4.0]]);
    let message = said(&[("p", &one()), ("q", &other)]);
    assert!(
        message.contains("`A`") && message.contains("`ENSG01`") && message.contains("0 of 2"),
        "{message}"
    );
    assert!(said(&[("p", &one()), ("p", &one())]).contains("`p` twice"));
    assert!(said(&[]).contains("samples: 0 found"));
    let twice = sample(&["x"], &["A", "A"], array![[1.0, 2.0]]);
    assert!(said(&[("p", &twice)]).contains("genes of sample p"));
    assert!(said(&[("p", &AnnData { x: None, ..one() })]).contains("X of sample p"));
}
