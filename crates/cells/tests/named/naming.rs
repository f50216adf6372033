use crate::common::made::{MARKERS, groups, names};
use crate::{labels, logged, same_on_any_threads};
use lca_cells::*;
use lca_tables::{Column, DataFrame};

/// Each group's genes, some of those of the next as genes it lacks, and a gene that is not measured.
fn sets(count: usize) -> Vec<MarkerSet> {
    let genes = |group: usize| (0..8).map(move |at| format!("g{}", MARKERS * group + 2 * at));
    let set = |group: usize| MarkerSet {
        name: format!("type{group}"),
        genes: genes(group).chain(["absent".to_owned()]).collect(),
        lacks: genes((group + 1) % count).take(2).collect(),
    };
    (0..count).map(set).collect()
}

#[test]
fn states_get_the_type_whose_genes_they_have_and_no_other() {
    let (counts, codes) = groups(400, 4, 3);
    let (x, states, genes) = (logged(&counts), labels(&codes), names(600));
    let all = sets(4);
    let named = |sets: &[MarkerSet]| {
        same_on_any_threads(|| name_states(&x, &genes, &states, sets, &NamingParams::default()).unwrap())
    };
    let found = named(&all);
    assert_eq!(found.names, ["type0", "type1", "type2", "type3"]);
    assert!(found.confidence.iter().all(|sure| *sure > 0.99), "{:?}", found.confidence);
    assert_eq!(found.missing[0], ("type0".to_owned(), vec!["absent".to_owned()]));
    // Whatever type the table lacks, its state alone is unknown.
    for lacking in 0..4 {
        let some: Vec<MarkerSet> =
            all.iter().enumerate().filter(|(at, _)| *at != lacking).map(|(_, set)| set.clone()).collect();
        let found = named(&some);
        for (state, name) in found.names.iter().enumerate() {
            let want = if state == lacking { UNKNOWN.to_owned() } else { format!("type{state}") };
            assert_eq!(*name, want, "without type{lacking}");
        }
    }
}

#[test]
fn genes_of_no_group_name_nothing() {
    let (counts, codes) = groups(300, 3, 5);
    let (x, states, genes) = (logged(&counts), labels(&codes), names(600));
    let wrong = 200;
    let sets: Vec<MarkerSet> = (0..wrong)
        .map(|at| MarkerSet {
            name: format!("chance{at}"),
            genes: (0..6).map(|gene| format!("g{}", 60 + (at * 37 + gene * 91) % 540)).collect(),
            lacks: Vec::new(),
        })
        .collect();
    let params = NamingParams { min_effect: -9.0, min_confidence: 0.0, ..NamingParams::default() };
    let found = name_states(&x, &genes, &states, &sets, &params).unwrap();
    let passed = found.p_adjusted.iter().filter(|p| **p <= 0.05).count();
    assert!(passed <= 3, "{passed} of {} by chance", 3 * wrong);
}

#[test]
fn markers_are_read_from_a_table_and_what_is_wrong_is_told() {
    let table = |types: &[&str], genes: &[&str], signs: Option<&[f64]>| {
        let texts = |of: &[&str]| Column::Text(of.iter().map(|text| (*text).to_owned()).collect());
        let mut table = DataFrame::with_rows(types.len());
        table.set("type", texts(types)).unwrap();
        table.set("gene", texts(genes)).unwrap();
        if let Some(signs) = signs {
            table.set("sign", Column::Float(signs.to_vec())).unwrap();
        }
        marker_sets(&table)
    };
    let sets = table(&["B", "T", "B", "B"], &["CD19", "CD3D", "MS4A1", "CD3D"], Some(&[1.0, 1.0, 1.0, -1.0]))
        .unwrap();
    assert_eq!((sets.len(), sets[0].genes.len(), sets[0].lacks[0].as_str()), (2, 2, "CD3D"));
    assert_eq!(marker_sets(&MarkerSet::table(&sets).unwrap()).unwrap(), sets);
    assert!(table(&["B"], &[""], None).unwrap_err().to_string().contains("row 1"));
    assert!(table(&["B"], &["CD19"], Some(&[0.5])).unwrap_err().to_string().contains("sign"));
    assert!(marker_sets(&DataFrame::with_rows(1)).is_err());
    let (counts, codes) = groups(60, 3, 1);
    let (x, states) = (logged(&counts), labels(&codes));
    let none = name_states(&x, &names(600), &states, &sets, &NamingParams::default()).unwrap_err();
    assert!(none.to_string().contains("`CD19` is not there; there are 600 genes"), "{none}");
    assert!(name_states(&x, &names(599), &states, &sets, &NamingParams::default()).is_err());
    let one = labels(&[0; 60]);
    assert!(name_states(&x, &names(600), &one, &crate::naming::sets(3), &NamingParams::default()).is_err());
}
