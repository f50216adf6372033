//! Networks in each format: what is written reads back, what is no network is refused with its place.
#![allow(clippy::unwrap_used)]

use lca_formats::{read_network, read_network_file, write_network};
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;

/// A file of this name and text.
fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn read(name: &str, text: &str) -> MolecularNetwork {
    read_network(&file(name, text).1).unwrap()
}

fn refused(name: &str, text: &str) -> String {
    let (_folder, path) = file(name, text);
    read_network(&path).unwrap_err().to_string()
}

/// What a network says, in an order that does not depend on where it came from.
fn told(network: &MolecularNetwork) -> (Vec<String>, Vec<String>) {
    let all = network.molecules();
    let mut molecules: Vec<String> = all.iter().map(|one| format!("{one:?}")).collect();
    let edge = |one: &Interaction| {
        let (source, target) = (&all[one.source], &all[one.target]);
        let mut evidence: Vec<String> = one.evidence.iter().map(|because| format!("{because:?}")).collect();
        evidence.sort();
        format!("{source:?} {target:?} {:?} {:?} {evidence:?}", one.sign, one.kind)
    };
    let mut edges: Vec<String> = network.interactions().iter().map(edge).collect();
    molecules.sort();
    edges.sort();
    (molecules, edges)
}

/// Source, sign and target of each interaction.
fn signed(network: &MolecularNetwork) -> Vec<(&str, i8, &str)> {
    let id = |place: usize| network.molecules()[place].id.as_str();
    network.interactions().iter().map(|one| (id(one.source), one.sign.number(), id(one.target))).collect()
}

const NAME: &str = "[a-zA-Z0-9+/:.&<>\"',;|#=αβ-][ -~\u{e9}]{0,5}[a-zA-Z0-9)]";

fn evidence() -> impl Strategy<Value = Evidence> {
    let text = || prop::option::of(NAME);
    let score = prop::option::of(prop::num::f64::NORMAL | prop::num::f64::ZERO);
    let made = (text(), text(), text(), score);
    made.prop_map(|(source, dataset, method, score)| Evidence { source, dataset, method, score })
        .prop_filter("says something", |one| *one != Evidence::default())
}

fn network() -> impl Strategy<Value = MolecularNetwork> {
    let layer = || prop::sample::select(Layer::ALL.to_vec());
    let molecule = (NAME, prop::option::of(NAME), layer()).prop_map(|(id, name, layer)| Molecule {
        name: name.filter(|name| *name != id),
        id,
        layer,
    });
    let signs = vec![Sign::Positive, Sign::Negative, Sign::Dual, Sign::Unknown];
    let edge = (0..6_usize, 0..6_usize, prop::sample::select(signs), prop::option::of(NAME));
    let edge = (edge, prop::collection::hash_set("[a-c]", 0..3), prop::option::of(evidence()));
    (prop::collection::vec(molecule, 1..6), prop::collection::vec(edge, 0..8)).prop_map(
        |(molecules, edges)| {
            let mut network = MolecularNetwork::default();
            let places: Vec<usize> = molecules.into_iter().map(|one| network.molecule(one)).collect();
            for ((source, target, sign, kind), sources, more) in edges {
                let (source, target) = (places[source % places.len()], places[target % places.len()]);
                let named =
                    sources.into_iter().map(|one| Evidence { source: Some(one), ..Evidence::default() });
                let evidence = named.chain(more).collect();
                network.interaction(Interaction { source, target, sign, kind, evidence });
            }
            network
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_networks_read_back(network in network()) {
        let folder = tempfile::tempdir().unwrap();
        let names = ["n.graphml", "n.gexf", "n.cx2", "n.sbml", "n.csv", "n.tsv", "n.graphml.gz"];
        for name in names {
            let path = folder.path().join(name);
            write_network(&path, &network).unwrap();
            let again = read_network_file(&path).unwrap();
            prop_assert_eq!(told(&again.network), told(&network), "{}", name);
            if name.contains("graphml") || name == "n.gexf" || name == "n.cx2" {
                prop_assert_eq!(again.network.interactions(), network.interactions(), "{}", name);
            }
        }
    }

    #[test]
    fn sif_keeps_who_acts_on_whom(network in network()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.sif");
        match write_network(&path, &network) {
            Ok(()) => {
                let again = read_network(&path).unwrap();
                let edges = |network: &MolecularNetwork| {
                    let id = |place: usize| network.molecules()[place].id.clone();
                    let one = |one: &Interaction| (id(one.source), id(one.target), one.sign);
                    let mut edges: Vec<_> = network.interactions().iter().map(one).collect();
                    edges.sort();
                    edges.dedup();
                    edges
                };
                let ids = |network: &MolecularNetwork| {
                    let mut ids: Vec<_> = network.molecules().iter().map(|one| one.id.clone()).collect();
                    ids.sort();
                    ids
                };
                prop_assert_eq!(ids(&again), ids(&network));
                prop_assert_eq!(edges(&again), edges(&network));
            }
            Err(error) => {
                let why = error.to_string();
                let says = ["no way to write", "in several layers"];
                prop_assert!(says.iter().any(|says| why.contains(says)), "{}", why);
            }
        }
    }
}

#[test]
fn duplicates_and_self_loops_have_a_stated_result() {
    for text in ["A\t1\tB\nA\t1\tB\nA\t-1\tA\n", "source,target,sign\nA,B,1\nA,B,+\nA,A,negative\n"] {
        let (_folder, path) = file("edges.sif", text);
        let found = read_network_file(&path).unwrap();
        assert_eq!(found.stated, 3);
        assert_eq!(signed(&found.network), [("A", 1, "B"), ("A", -1, "A")]);
    }
    let weighted = read("w.csv", "source,target,weight,evidence_source\nA,B,0.5,x\nA,B,-0.5,y\nA,B,0.5,z\n");
    assert_eq!(signed(&weighted), [("A", 1, "B"), ("A", -1, "B")]);
    assert_eq!(weighted.interactions()[0].evidence.len(), 2);
}

#[test]
fn weights_that_are_all_positive_are_scores() {
    let network = read("grn.tsv", "TF\ttarget\timportance\nA\tB\t12.5\nB\tA\t0.25\n");
    assert_eq!(signed(&network), [("A", 0, "B"), ("B", 0, "A")]);
    assert_eq!(network.interactions()[0].evidence[0].score, Some(12.5));
    let network = read("w.csv", "source,target,weight\nA,B,0.9\nB,A,0.2\n");
    assert_eq!(signed(&network), [("A", 0, "B"), ("B", 0, "A")]);
    let network = read("w.csv", "source,target,weight\nA,B,1\nB,A,1\n");
    assert_eq!(signed(&network), [("A", 1, "B"), ("B", 1, "A")]);
}

#[test]
fn the_content_tells_the_format_and_not_the_name() {
    for (text, format) in [
        ("A activates B\n", "SIF"),
        ("source,target\nA,B\n", "edge table"),
        ("tf,confidence,target,mor\nA,B,B,1\n", "regulons"),
        ("source,target,weight,resources,references,sign_decision\nA,B,1,x,y,PMID\n", "regulons"),
        ("source,target,source_genesymbol,target_genesymbol,resource\nP1,P2,A,B,x\n", "OmniPath table"),
        ("partner_a,partner_b\nP12830,complex\n", "CellPhoneDB interactions"),
        ("entry1\tentry2\ttype\tsubtype\nhsa:1\tcpd:C00002\tPPrel\tactivation\n", "KEGG relations"),
        ("TF-layer\tname\tA\tEnzyme-layer\tid\tB\t-2\tmotif\n", "table of layers"),
        ("A = not B\n", "Boolean rules"),
        ("targets, factors\nA, B\n", "Boolean rules"),
        ("<graphml><graph><node id='A'/></graph></graphml>", "GraphML"),
        ("<gexf><graph><nodes><node id='A'/></nodes></graph></gexf>", "GEXF"),
        (r#"[{"CXVersion":"2.0"},{"nodes":[{"id":1,"v":{"name":"A"}}]}]"#, "CX2"),
    ] {
        let (_folder, path) = file("network.txt", text);
        assert_eq!(read_network_file(&path).unwrap().format, format, "{text}");
    }
}

#[test]
fn resources_tell_signs_layers_and_evidence() {
    let omnipath = "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\tconsensus_stimulation\tconsensus_inhibition\tsources\n\
        P00533\tP01112\tEGFR\tHRAS\t1\t1\t0\t1\t0\tSIGNOR;KEGG\n\
        COMPLEX:P1_P2\tP01112\tA_B\tHRAS\t1\t1\t1\t0\t1\tSIGNOR\n\
        P3\tP4\tC\tD\t0\t0\t0\t0\t0\tHPRD\n";
    let network = read("omnipath.tsv", omnipath);
    let edges = [("P00533", 1, "P01112"), ("P1_P2", -1, "P01112"), ("P4", 0, "P3"), ("P3", 0, "P4")];
    assert_eq!(signed(&network), edges);
    assert_eq!(network.molecules()[0].name.as_deref(), Some("EGFR"));
    assert_eq!(network.molecules()[2].layer, Layer::Complex);
    let sources: Vec<_> = network.interactions()[0].evidence.iter().map(|one| one.source.clone()).collect();
    assert_eq!(sources, [Some("SIGNOR".to_owned()), Some("KEGG".to_owned())]);

    let kegg = read(
        "kegg.tsv",
        "entry1\tentry2\ttype\tsubtype\tvalue\nhsa:5594\thsa:6195\tPPrel\tphosphorylation\t+p\nhsa:1\tcpd:C1\tPCrel\tinhibition\t--|\nrn:R1\thsa:1\tECrel\tcompound\t\n",
    );
    assert_eq!(signed(&kegg), [("hsa:5594", 0, "hsa:6195"), ("hsa:1", -1, "cpd:C1"), ("rn:R1", 0, "hsa:1")]);
    assert_eq!(kegg.molecules()[3].layer, Layer::Metabolite);

    let mutual = read(
        "cpdb.csv",
        "partner_a,partner_b,directionality,modulatory_effect\nP12830,P12830,Adhesion-Adhesion,\nP1,C,Ligand-Receptor,Inhibitory\nC,P12830,Gap-Gap,\n",
    );
    let edges = [("P12830", 0, "P12830"), ("P1", -1, "C"), ("P12830", 0, "C"), ("C", 0, "P12830")];
    assert_eq!(signed(&mutual), edges);
}

#[test]
fn markup_of_others_is_read() {
    let graphml = r#"<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="d0" for="node" attr.name="name" attr.type="string"/>
        <key id="d1" for="edge" attr.name="weight" attr.type="double"><default>1.5</default></key>
        <key id="d2" for="edge" attr.name="interaction" attr.type="string"/>
        <graph edgedefault="undirected"><node id="n0"><data key="d0">MEK</data></node>
        <node id="n1"><data key="d0">A&amp;B&#x41;</data></node>
        <edge source="n0" target="n1" directed="true"><data key="d2">activates</data></edge>
        <edge source="n1" target="n1"/><edge source="n1" target="n0"/></graph></graphml>"#;
    let network = read("network.xml", graphml);
    let edges = [("MEK", 1, "A&BA"), ("A&BA", 0, "A&BA"), ("MEK", 0, "A&BA"), ("A&BA", 0, "MEK")];
    assert_eq!(signed(&network), edges);
    assert_eq!(network.interactions()[0].evidence[0].score, Some(1.5));
    let gexf = r#"<gexf version="1.2"><graph defaultedgetype="directed"><attributes class="edge">
        <attribute id="0" title="sign" type="string"><default>-</default></attribute></attributes>
        <nodes><node id="0" label="A"/><node id="1" label="B"/></nodes>
        <edges><edge id="0" source="0" target="1"/></edges></graph></gexf>"#;
    assert_eq!(signed(&read("network.gexf", gexf)), [("A", -1, "B")]);
    let cx2 = r#"[{"CXVersion":"2.0","hasFragments":true},{"attributeDeclarations":[{"nodes":{"name":{"a":"n","d":"string"}},
        "edges":{"interaction":{"a":"i","v":"inhibits"}}}]},{"nodes":[{"id":7,"x":1.0,"v":{"n":"A"}}]},
        {"nodes":[{"id":"8","v":{"n":"B"}}]},{"edges":[{"id":1,"s":7,"t":8}]},{"visualProperties":[]}]"#;
    assert_eq!(signed(&read("network.json", cx2)), [("A", -1, "B")]);
}

#[test]
fn what_is_no_network_is_refused_with_its_place() {
    for (name, text, says) in [
        ("a.sif", "A 1 B\nA 2 B", "line 2: `2` is no sign"),
        ("a.txt", "A\tB\t0.5", "line 1: `0.5` stands where a target"),
        ("a.tsv", "kinase-layer\trno04910\t1500\tfalse", "line 1: `1500` stands where a target"),
        ("a.txt", "This is a sentence of prose.", "line 1 is no edge"),
        ("a.sif", "A\t\tB", "line 1: a field is empty"),
        ("a.csv", "source,target,sign\nA,B,1\nA,B,up", "line 3: `up` is no sign"),
        ("a.csv", "source,target,sign\nA,B,2", "line 2: `2` is no sign"),
        ("a.csv", "source,target,weight\nA,B,heavy", "line 2: `heavy` in column `weight`"),
        ("a.csv", "source,target,source_layer\nA,B,cloud", "line 2: `cloud` is no layer"),
        ("a.csv", "source,target\nA,B,C", "line 2: 3 fields, but the header has 2"),
        ("a.csv", "source,target\n,B", "line 2: the source is empty"),
        ("a.csv", "source,target,sign\nA,,1", "line 2: the target is empty"),
        ("a.csv", "partner_a,partner_b,modulatory_effect\nA,B,odd", "line 2: `odd` is no modulatory effect"),
        ("a.csv", "gene,cell1\nA,3", "a table of `gene`, `cell1`"),
        ("a.txt", "", "it is empty"),
        ("a.txt", "# only words\n", "no molecule"),
        ("a.txt", "\0\0", "it is no text"),
        ("a.json", "{}", "no CX2"),
        ("a.cx2", r#"[{"CXVersion":"1.0"}]"#, "before 2"),
        ("a.cx2", r#"[{"CXVersion":"2.0"},{"edges":[{"s":1,"t":2}]}]"#, "edge 1 names node 1"),
        ("a.xml", "<rdf/>", "its root is <rdf>"),
        ("a.xml", "<graphml>\n<graph>", "line 2: the file ends"),
        (
            "a.graphml",
            "<graphml><graph>\n<edge source='A' target='A'/></graph></graphml>",
            "line 2: there is no node `A`",
        ),
        (
            "a.graphml",
            "<graphml><graph><node id='A'/>\n<node id='A'/></graph></graphml>",
            "line 2: two nodes",
        ),
        ("a.xml", "<sbml><model/></sbml>", "without the qualitative species"),
    ] {
        let found = refused(name, text);
        assert!(found.contains(says), "{text}: {found}");
    }
    let deep = format!("<graphml>{}", "<a>".repeat(100_000));
    assert!(refused("a.xml", &deep).contains("deep"));
}

#[test]
fn what_a_format_cannot_tell_is_refused() {
    let path = tempfile::tempdir().unwrap().path().join("n.graphml");
    let one = |id: &str| {
        let mut network = MolecularNetwork::default();
        network.molecule(Molecule::new(id, Layer::Gene));
        network
    };
    assert!(write_network(&path, &one("a\u{1}")).unwrap_err().to_string().contains("XML cannot tell"));
    let error = write_network(&path.with_extension("csv"), &one("NA")).unwrap_err().to_string();
    assert!(error.contains("`NA` from a missing field"), "{error}");
    let error = write_network(&path.with_extension("pdf"), &one("A")).unwrap_err().to_string();
    assert!(error.contains("use .sif"), "{error}");
}

#[test]
fn weights_are_read_with_their_lines() {
    let read = |text: &str| {
        let (_folder, path) = file("prior.csv", text);
        lca_formats::read_weights(&path)
    };
    let found = read("tf,confidence,target,mor\nA,B,X,-1\n\nA,B,Y,0.5\n").unwrap();
    assert_eq!(found, [("A".into(), "X".into(), -1.0), ("A".into(), "Y".into(), 0.5)]);
    assert_eq!(read("Pathway;Gene\nEGFR;X\n").unwrap(), [("EGFR".into(), "X".into(), 1.0)]);
    for (text, part) in [
        ("tf,mor\nA,1\n", "no column `target`"),
        ("tf,target,mor\nA,X,1\nA,Y,much\n", "line 3"),
        ("tf,target,mor\nA,X,\n", "the weight is empty"),
        ("tf,target\nA,\n", "the target is empty"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn sif_tells_no_kind_before_a_name_that_could_be_a_weight() {
    let mut network = MolecularNetwork::default();
    let [source, target] = ["A", "-9"].map(|id| network.molecule(Molecule::new(id, Layer::Unstated)));
    let kind = Some("activates".to_owned());
    network.interaction(Interaction { kind, ..Interaction::new(source, target, Sign::Positive) });
    let (_folder, path) = file("n.sif", "");
    write_network(&path, &network).unwrap();
    assert_eq!(signed(&read_network(&path).unwrap()), [("A", 1, "-9")]);
}
