//! Tables of abundances, sheets of samples and resources between layers.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

mod common;

use lca_formats::{Quantity, SheetColumns, read_abundances, read_resource, read_samples, read_standards};
use lca_graph::{Layer, Sign};
use lca_tables::Mark;
use std::path::PathBuf;

fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

const GROUPS: &str = "Protein IDs\tMajority protein IDs\tGene names\tMol. weight [kDa]\tIntensity\tIntensity a\tIntensity b\tLFQ intensity a\tLFQ intensity b\tOnly identified by site\tReverse\tPotential contaminant\n\
P1;P1-2\tP1;P1-2\tMAPK1;ERK2\t41.39\t30\t10\t20\t11\t19\t\t\t\n\
REV__P2\tREV__P2\t\t20\t3\t1\t2\t1\t2\t\t+\t\n\
CON__P3\tCON__P3\tKRT1\t66\t3\t1\t2\t1\t2\t\t\t+\n\
P4\tP4\tX\t\t3\t3\t0\t3\t0\t+\t\t\n";

#[test]
fn protein_groups_are_read_with_their_marks() {
    let (_folder, path) = file("proteinGroups.txt", GROUPS);
    let table = read_abundances(&path, Quantity::Best).unwrap();
    assert_eq!(table.samples(), ["a", "b"]);
    assert_eq!(table.row(0), [11.0, 19.0]);
    assert_eq!(read_abundances(&path, Quantity::Intensity).unwrap().row(0), [10.0, 20.0]);
    let first = &table.molecules()[0];
    assert_eq!((first.id.as_str(), first.name.as_deref(), first.mass), ("P1", Some("MAPK1"), Some(41_390.0)));
    let marks: Vec<Mark> = table.molecules().iter().map(|one| one.mark).collect();
    assert_eq!(marks, [Mark::Target, Mark::Decoy, Mark::Contaminant, Mark::OnlyBySite]);
    assert!(table.row(3)[1].is_nan() && table.molecules()[3].mass.is_none());
    let (targets, left_out) = table.targets();
    assert_eq!((targets.molecules().len(), left_out.len()), (1, 3));
    let error = read_abundances(&path, Quantity::Ibaq).unwrap_err().to_string();
    assert!(error.contains("`iBAQ `"), "{error}");
}

#[test]
fn protein_groups_that_are_damaged_name_row_and_column() {
    let say = |from: &str, to: &str| {
        let (_folder, path) = file("proteinGroups.txt", &GROUPS.replacen(from, to, 1));
        read_abundances(&path, Quantity::Best).unwrap_err().to_string()
    };
    let error = say("\t11\t19", "\t11\tx9");
    assert!(error.contains("row `P1`, column `b`") && error.contains("`x9`"), "{error}");
    assert!(say("\t11\t19", "\t11").contains("line 2"));
    assert!(say("REV__P2\tREV__P2", "REV__P2\tP1").contains("`P1` occurs more than once"));
    assert!(say("41.39", "-3").contains("mass of -3"));
    assert!(say("P4\tP4", "P4\t").contains("no protein"));
}

const MZTAB: &str = "MTD\tmzTab-version\t1.0.0\nMTD\tprotein-quantification_unit\t[PRIDE, PRIDE:0000395, Ratio, nM]\n\
MTD\tassay[1]\tcontrol\n\nCOM\ta comment\n\
PRH\taccession\tdescription\tprotein_abundance_assay[1]\tprotein_abundance_assay[2]\topt_global_cv_MS:1002217_decoy_hit\n\
PRT\tP1\tkinase\t1.5\tnull\t0\nPRT\tD1\tnull\t2\t3\t1\n";

#[test]
fn mztab_gives_proteins_with_names_of_assays_and_a_unit() {
    let (_folder, path) = file("a.mzTab", MZTAB);
    let table = read_abundances(&path, Quantity::Best).unwrap();
    assert_eq!(table.samples(), ["control", "assay[2]"]);
    assert!(table.row(0)[0] == 1.5 && table.row(0)[1].is_nan());
    assert_eq!((table.unit.as_deref(), table.molecules()[1].mark), (Some("nM"), Mark::Decoy));
    let error = read_abundances(&path, Quantity::SmallMolecules).unwrap_err().to_string();
    assert!(error.contains("no small molecules"), "{error}");
    let (_folder, path) = file("b.mzTab", &MZTAB.replace("PRT\tP1\tkinase\t1.5", "PRT\tP1\tkinase\tmany"));
    assert!(read_abundances(&path, Quantity::Best).unwrap_err().to_string().contains("row `P1`"));
    let (_folder, path) = file("c.mzTab", &MZTAB.replace("PRH", "XXX"));
    assert!(read_abundances(&path, Quantity::Best).unwrap_err().to_string().contains("before its header"));
}

#[test]
fn mztab_m_gives_small_molecules() {
    let text = "COM\tx\nMTD\tmzTab-version\t2.0.0-M\nMTD\tsmall_molecule-quantification_unit\t[UO, UO:0000065, nM, ]\nMTD\tassay[1]\tx\nMTD\tassay[2]\ty\n\
SMH\tSML_ID\tdatabase_identifier\tchemical_name\tabundance_assay[1]\tabundance_assay[2]\tabundance_study_variable[1]\n\
SML\t1\tHMDB1\tcitrate\t5\t6\t5.5\n";
    let (_folder, path) = file("m.mztab", text);
    let table = read_abundances(&path, Quantity::SmallMolecules).unwrap();
    assert_eq!((table.samples(), table.row(0)), (&["x".to_owned(), "y".to_owned()][..], &[5.0, 6.0][..]));
    assert_eq!((table.molecules()[0].name.as_deref(), table.unit.as_deref()), (Some("citrate"), Some("nM")));
}

#[test]
fn plain_tables_lose_the_blanks_around_names_and_say_what_is_wrong() {
    let (_folder, path) = file("m.tsv", "\ts1\ts2\tnote\n Citric acid \t1\tNA\tok\n\" 1,6-x \"\t3\t4\tok\n");
    let table = read_abundances(&path, Quantity::Best).unwrap();
    assert_eq!(table.molecules()[0].id, "Citric acid");
    assert!(table.molecules()[1].id == "1,6-x" && table.row(0)[1].is_nan());
    assert_eq!((table.samples().len(), table.passed_over.as_slice()), (2, &["note".to_owned()][..]));
    let say = |text: &str| {
        let (_folder, path) = file("m.csv", text);
        read_abundances(&path, Quantity::Best).unwrap_err().to_string()
    };
    assert!(say("id,s1\na,1\n a ,2\n").contains("`a` occurs more than once"));
    assert!(say("id,s1\na,1\nb,high\n").contains("row `b`, column `s1`"));
    assert!(say("id,s1\na,inf\nb,1\n").contains("no finite number"));
    assert!(say("id,note\na,x\n").contains("no column below the header holds numbers"));
    assert!(say("id,s1\n,1\n").contains("line 2"));
    assert!(say("id,s1\n").contains("no row") || say("id,s1\n").contains("no column"));
    assert!(say("").contains("empty"));
}

#[test]
fn sheets_of_samples_are_read_with_units_of_time() {
    let (_folder, path) = file("s.csv", "sample,condition,time_min\na,WT,0\nb,KO,15\n");
    let samples = read_samples(&path, &SheetColumns::default()).unwrap();
    assert_eq!((samples[1].condition.as_deref(), samples[1].time), (Some("KO"), Some(900.0)));
    let say = |text: &str, columns: &SheetColumns| {
        let (_folder, path) = file("s.csv", text);
        read_samples(&path, columns).unwrap_err().to_string()
    };
    let usual = SheetColumns::default();
    assert!(
        say("sample,time\na,5\n", &usual).contains("line 2")
            && say("sample,time\na,5\n", &usual).contains("no unit")
    );
    assert!(say("sample,time\na,5 weeks\n", &usual).contains("`weeks`"));
    assert!(say("sample,time\na,5 h\na,6 h\n", &usual).contains("`a` occurs more than once"));
    assert!(say("sample,time\n,5 h\n", &usual).contains("names no sample"));
    let asked = SheetColumns { condition: Some("strain".into()), ..SheetColumns::default() };
    assert!(say("sample,time\na,5 h\n", &asked).contains("no column `strain`"));
    let (_folder, path) = file("u.csv", "id,amount,unit\nP1,3,nM\nP2,4,stones\n");
    let error = read_standards(&path).unwrap_err().to_string();
    assert!(error.contains("line 3") && error.contains("`stones`"), "{error}");
    let (_folder, path) = file("u.csv", "id,amount,unit\nP1,0,nM\n");
    assert!(read_standards(&path).unwrap_err().to_string().contains("`P1` has no positive amount"));
}

#[test]
fn rows_of_resources_are_kept_or_refused_with_a_reason() {
    let text = "source,target,sign,source_layer\nA,B,1,protein\nA,B,1,protein\nA,C,-1,\nD,,1,\nE,F,up,\nG,H,0,planet\n";
    let (_folder, path) = file("r.csv", text);
    let found = read_resource(&path, (Layer::Metabolite, Layer::Transcript)).unwrap();
    assert_eq!((found.rows, found.kept, found.repeated, found.refused.len()), (6, 2, 1, 3));
    assert!(
        found.refused[0].0 == 5
            && found.refused[1].1.contains("`up`")
            && found.refused[2].1.contains("`planet`")
    );
    assert!(found.network.place(Layer::Metabolite, "A").is_some());
    assert_eq!(found.network.interactions()[1].sign, Sign::Negative);
    let (_folder, path) = file("r.csv", "source,target\nA,\n");
    assert!(
        read_resource(&path, (Layer::Unstated, Layer::Unstated)).unwrap_err().to_string().contains("line 2")
    );
    let (_folder, path) = file("r.csv", "source;goal\nA;B\n");
    assert!(read_resource(&path, (Layer::Unstated, Layer::Unstated)).is_err());
    let bad = "TF-layer\tname\tX\tEnzyme-layer\tKEGG\tY\t0\nTF-layer\tname\tX\tEnzyme-layer\tKEGG\tY\t-2\nTF-layer\tX\n";
    let (_folder, path) = file("t.tsv", bad);
    let found = read_resource(&path, (Layer::Unstated, Layer::Unstated)).unwrap();
    assert_eq!((found.rows, found.kept, found.refused.len()), (3, 1, 2));
    assert_eq!(found.network.interactions()[0].sign, Sign::Negative);
}

/// Every row of both use cases of transomics2cytoscape is kept, or repeats one that is.
#[test]
fn use_cases_of_transomics2cytoscape_are_read_with_every_row_accounted_for() {
    let cases = [
        ("usecase1/allosteric_ec2rea.tsv", 771, Layer::Metabolite),
        ("usecase1/allosteric_ecnumber.tsv", 226, Layer::Metabolite),
        ("usecase1/k2e.tsv", 39, Layer::Protein),
        ("usecase2/e2r_updated.tsv", 473, Layer::Protein),
        ("usecase2/m2r_updated.tsv", 1580, Layer::Metabolite),
        ("usecase2/s2t_name_updated.tsv", 3, Layer::Protein),
        ("usecase2/t2e_name_updated.tsv", 418, Layer::Protein),
    ];
    for (name, rows, layer) in cases {
        let Some(path) = common::data(&format!("omics/transomics2cyto/inst/extdata/{name}")) else { return };
        let found = read_resource(&path, (Layer::Unstated, Layer::Unstated)).unwrap();
        assert_eq!(found.rows, rows, "{name}");
        assert_eq!(found.kept + found.repeated + found.refused.len(), rows, "{name}");
        assert!(found.refused.is_empty(), "{name}: {:?}", found.refused);
        let molecules = found.network.molecules();
        assert!(
            found.network.interactions().iter().all(|edge| molecules[edge.source].layer == layer),
            "{name}"
        );
        let distinct: std::collections::BTreeSet<String> = std::fs::read_to_string(&path)
            .unwrap()
            .lines()
            .map(|line| line.split('\t').take(7).collect::<Vec<_>>().join("\t"))
            .collect();
        assert_eq!(found.kept, distinct.len(), "{name}");
    }
}
