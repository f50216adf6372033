//! Boolean networks as text: what rules mean, what is refused, and that what is written reads back.
#![allow(clippy::unwrap_used)]

use lca_formats::{boolean_rules, parse_boolean_rules, read_boolean, write_boolean};
use lca_graph::{BooleanExpression as Is, BooleanNetwork};
use proptest::prelude::*;

/// Myeloid differentiation (Krumsiek et al., PLoS ONE 6: e22649, 2011).
const MYELOID: &str = include_str!("../../../docs/network/myeloid.txt");

/// Whether two networks have the same nodes and go the same way from every state.
fn alike(one: &BooleanNetwork, other: &BooleanNetwork) -> bool {
    let names = |network: &BooleanNetwork| -> Vec<String> {
        network.nodes().iter().map(|node| node.name.clone()).collect()
    };
    names(one) == names(other)
        && (0..1_u32 << one.len()).all(|bits| {
            let state: Vec<bool> = (0..one.len()).map(|at| bits >> at & 1 == 1).collect();
            one.next(&state) == other.next(&state)
        })
}

#[test]
fn rules_mean_what_they_say() {
    let network = parse_boolean_rules(MYELOID).unwrap();
    assert_eq!((network.len(), network.inputs().len()), (11, 0));
    let state = |on: &[&str]| -> Vec<bool> {
        network.nodes().iter().map(|node| on.contains(&node.name.as_str())).collect()
    };
    assert_eq!(
        network.next(&state(&["Gata1", "EKLF", "Fog1", "SCL"])),
        state(&["Gata1", "EKLF", "Fog1", "SCL"])
    );
    assert_eq!(network.next(&state(&["Cebpa", "Pu1"])), state(&["Cebpa", "Pu1", "cJun", "Gfi1"]));
    assert_eq!(network.next(&state(&[])), state(&[]));
}

#[test]
fn notations_mean_the_same() {
    let network = parse_boolean_rules(MYELOID).unwrap();
    let boolnet =
        MYELOID.replace(" = ", ", ").replace(" and ", " & ").replace(" or ", " | ").replace("not ", "!");
    let boolnet = parse_boolean_rules(&format!("# comment\ntargets, factors\n{boolnet}")).unwrap();
    assert!(alike(&network, &boolnet));
    let doubled =
        MYELOID.replace(" = ", " *= ").replace(" and ", "&&").replace(" or ", " || ").replace("not ", "~");
    assert!(alike(&network, &parse_boolean_rules(&doubled).unwrap()));
    let not_first = parse_boolean_rules("a = NOT b and c OR d").unwrap();
    let bracketed = parse_boolean_rules("a = ((not b) and c) or d").unwrap();
    assert!(alike(&not_first, &bracketed));
    assert_eq!(not_first.inputs(), [1, 2, 3]);
}

#[test]
fn what_is_no_rule_is_refused_with_its_line() {
    let deep = format!("a = {}b", "not ".repeat(1000));
    let brackets = format!("a = {}b", "(".repeat(100_000));
    for (text, line, says) in [
        ("a = b\na = c", 2, "two rules"),
        ("\n# x\na = b and", 3, "ends where a name"),
        ("a = (b", 1, "never closed"),
        ("a = b)", 1, "never opened"),
        ("a = b c", 1, "operator is missing before `c`"),
        ("a = b ? c", 1, "neither name nor operator"),
        ("a = and b", 1, "`and` stands"),
        ("a b = c", 1, "followed by no `=`"),
        ("true = c", 1, "followed by no `=`"),
        ("a = \"b", 1, "quote is never closed"),
        ("a = b = c", 1, "one `=`"),
        ("a", 1, "write `NODE = EXPRESSION`"),
        ("a, b, 0.5", 1, "probabilities"),
        (&deep, 1, "nested more than"),
        (&brackets, 1, "nested more than"),
    ] {
        let error = parse_boolean_rules(text).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains(&format!("line {line}")), "{text:.40}: {error}");
    }
    assert!(parse_boolean_rules("# nothing\n").unwrap_err().to_string().contains("no rule"));
}

fn expression(nodes: usize) -> impl Strategy<Value = Is> {
    let leaf = prop_oneof![any::<bool>().prop_map(Is::Constant), (0..nodes).prop_map(Is::Variable)];
    leaf.prop_recursive(6, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Is::Not(Box::new(inner))),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Is::And),
            prop::collection::vec(inner, 0..4).prop_map(Is::Or),
        ]
    })
}

fn network(name: &'static str) -> impl Strategy<Value = BooleanNetwork> {
    let names = prop::collection::hash_set(name, 1..6);
    names.prop_flat_map(|names| {
        let nodes = names.len();
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort();
        prop::collection::vec(expression(nodes), nodes)
            .prop_map(move |rules| BooleanNetwork::new(names.clone().into_iter().zip(rules)).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_rules_read_back(network in network("(and|1|#a|//|[ -~éβ\n\r]{0,6})")) {
        let text = boolean_rules(&network);
        let again = parse_boolean_rules(&text).unwrap();
        prop_assert!(alike(&network, &again), "{text}");
    }

    #[test]
    fn written_files_read_back(network in network("[a-zA-Z_][a-zA-Z0-9_.]{0,4}x")) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["rules.txt", "rules.bnet", "rules.txt.gz", "rules.sbml"] {
            let path = folder.path().join(name);
            write_boolean(&path, &network).unwrap();
            prop_assert!(alike(&network, &read_boolean(&path).unwrap()), "{name}");
        }
    }
}

#[test]
fn names_that_boolnet_cannot_tell_are_refused() {
    let network = BooleanNetwork::new([("a b", Is::Variable(0))]).unwrap();
    let path = tempfile::tempdir().unwrap().path().join("rules.bnet");
    assert!(write_boolean(&path, &network).unwrap_err().to_string().contains("`a b`"));
}

/// A document of two species and one transition to `B` with these parts.
fn qual(inputs: &str, terms: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let text = format!(
        "<sbml xmlns='http://www.sbml.org/sbml/level3/version1/core' xmlns:q='http://www.sbml.org/sbml/level3/version1/qual/version1'><model>\
        <q:listOfQualitativeSpecies><q:qualitativeSpecies q:id='A' q:maxLevel='1'/><q:qualitativeSpecies q:id='B'/></q:listOfQualitativeSpecies>\
        <q:listOfTransitions><q:transition q:id='t'><q:listOfInputs>{inputs}</q:listOfInputs><q:listOfOutputs><q:output q:qualitativeSpecies='B'/></q:listOfOutputs>\
        <q:listOfFunctionTerms>{terms}</q:listOfFunctionTerms></q:transition></q:listOfTransitions></model></sbml>"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.xml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn term(level: u8, math: &str) -> String {
    format!("<q:functionTerm q:resultLevel='{level}'><math>{math}</math></q:functionTerm>")
}

#[test]
fn comparisons_of_levels_are_read() {
    let default = "<q:defaultTerm q:resultLevel='0'/>";
    let input = "<q:input q:id='high' q:qualitativeSpecies='A' q:thresholdLevel='1'/>";
    let compare = |name: &str, one: &str, other: &str| format!("<apply><{name}/>{one}{other}</apply>");
    let (a, b, one, zero) = ("<ci>A</ci>", "<ci>B</ci>", "<cn>1</cn>", "<cn type='integer'> 0 </cn>");
    for (math, rule) in [
        (compare("eq", a, one), "A"),
        (compare("eq", a, zero), "not A"),
        (compare("geq", a, "<ci>high</ci>"), "A"),
        (compare("lt", one, a), "false"),
        (compare("leq", zero, a), "true"),
        (compare("neq", a, b), "A and not B or B and not A"),
        (compare("gt", a, b), "A and not B"),
        (format!("<apply><xor/>{a}{b}</apply>"), "A and not B or B and not A"),
        (format!("<apply><implies/>{a}{b}</apply>"), "not A or B"),
        (format!("<apply><not/>{}</apply>", compare("and", a, b)), "not (A and B)"),
    ] {
        let (_folder, path) = qual(input, &format!("{default}{}", term(1, &math)));
        let expected = parse_boolean_rules(&format!("A = A\nB = {rule}")).unwrap();
        assert!(alike(&read_boolean(&path).unwrap(), &expected), "{math}");
    }
    let first = format!("<q:defaultTerm q:resultLevel='1'/>{}{}", term(0, a), term(1, "<true/>"));
    let (_folder, path) = qual(input, &first);
    assert!(alike(&read_boolean(&path).unwrap(), &parse_boolean_rules("A = A\nB = not A").unwrap()));
}

#[test]
fn what_is_not_boolean_is_refused() {
    let more = |inner: String, _| format!("<apply><xor/>{inner}<ci>B</ci></apply>");
    let nested = (0..60).fold("<ci>A</ci>".to_owned(), more);
    for (inputs, terms, says) in [
        ("", String::new(), "no default term"),
        ("", "<q:defaultTerm q:resultLevel='2'/>".to_owned(), "`2` is no level"),
        ("<q:input q:transitionEffect='consumption'/>", String::new(), "not consumed"),
        ("", format!("<q:defaultTerm q:resultLevel='0'/>{}", term(1, "<ci>C</ci>")), "`C` is neither"),
        (
            "",
            format!("<q:defaultTerm q:resultLevel='0'/>{}", term(1, "<apply><plus/></apply>")),
            "<plus> is no condition",
        ),
    ] {
        let (_folder, path) = qual(inputs, &terms);
        let error = read_boolean(&path).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("line 1"), "{error}");
    }
    let (_folder, path) = qual("", &format!("<q:defaultTerm q:resultLevel='0'/>{}", term(1, &nested)));
    assert!(read_boolean(&path).unwrap_err().to_string().contains("<xor> is nested too often"));
}
