//! SBML: what is read, written and refused.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::{parse_sbml, sbml_text};
use lca_kinetics::{
    Compartment, Expr, Function, Initial, Network, Op, Parameter, Reaction, Rule, Species, Stoichiometry,
    parse_math,
};
use std::path::Path;

fn read(text: &str) -> Result<Network, String> {
    parse_sbml(text.as_bytes(), Path::new("model.xml")).map_err(|error| error.to_string())
}

fn level_3(body: &str) -> String {
    format!(
        "<?xml version='1.0'?><sbml xmlns='http://www.sbml.org/sbml/level3/version2/core' level='3' version='2'>\n<model id='m'>\n{body}\n</model></sbml>"
    )
}

fn math(inside: &str) -> String {
    format!("<math xmlns='http://www.w3.org/1998/Math/MathML'>{inside}</math>")
}

fn full() -> Network {
    let formula = |text: &str| parse_math(text).unwrap();
    let mut network =
        Network { name: Some("a < b & c".into()), time_unit: Some("min".into()), ..Network::new("m") };
    network.compartments.push(Compartment::new("c", 1.5e-12));
    network.species.push(Species::new("A", "c", 2.0));
    network.species.push(Species {
        initial: Initial::Amount(1.0),
        constant: true,
        boundary_condition: true,
        ..Species::new("B", "c", 0.0)
    });
    network.species.push(Species {
        initial: Initial::Unknown,
        has_only_substance_units: true,
        ..Species::new("C", "c", 0.0)
    });
    network.parameters.push(Parameter::new("k", -1e-300));
    network.parameters.push(Parameter { value: None, constant: false, ..Parameter::new("s", 0.0) });
    network.functions.push(Function {
        id: "f".into(),
        arguments: vec!["x".into(), "y".into()],
        body: formula("x / (y + x)"),
    });
    network.initial_assignments.push(("C".into(), formula("sqrt(A) + log10(B) + log(A, 3)")));
    let value = formula("piecewise(1, time < 5 && !(A >= 2) || B != k, exp(-A), A == 3, inf)");
    network.rules.push(Rule::Assignment { variable: "s".into(), value });
    network.rules.push(Rule::Rate { variable: "k".into(), rate: formula("2.5e-7 * sin(time)^2") });
    let mut reaction = Reaction::new("r", &[("A", 2.0)], &[], formula("c * q * f(A, k)"));
    reaction.products.push(Stoichiometry { id: Some("n".into()), ..Stoichiometry::new("C", 1.0) });
    reaction.local_parameters.push(Parameter::new("q", 0.1));
    reaction.modifiers.push("B".into());
    network.reactions.push(reaction);
    network
}

#[test]
fn what_is_written_reads_back() {
    let network = full();
    let text = sbml_text(&network);
    assert!(text.contains("version=\"1\""));
    assert_eq!(read(&text).unwrap(), network);
    let mut newer = full();
    newer
        .rules
        .push(Rule::Assignment { variable: "u".into(), value: parse_math("max(A, B) + rem(A, 2)").unwrap() });
    assert!(sbml_text(&newer).contains("version=\"2\""));
    assert_eq!(read(&sbml_text(&newer)).unwrap(), newer);
}

#[test]
fn level_2_has_its_own_defaults() {
    let text = "<sbml xmlns='http://www.sbml.org/sbml/level2/version4' level='2' version='4'><model id='m'>
        <listOfCompartments><compartment id='c' size='2'/></listOfCompartments>
        <listOfSpecies><species id='A' compartment='c' initialAmount='4'/></listOfSpecies>
        <listOfReactions><reaction id='r'><listOfReactants><speciesReference species='A'/></listOfReactants>
        <kineticLaw><notes><p>&unknown;</p></notes><math xmlns='http://www.w3.org/1998/Math/MathML'><apply><times/><ci> k </ci><cn type='rational'>1<sep/>4</cn><cn type='e-notation'> 2.5 <sep/> -3 </cn></apply></math>
        <listOfParameters><parameter id='k' value='3'/></listOfParameters></kineticLaw></reaction></listOfReactions></model></sbml>";
    let network = read(text).unwrap();
    let reaction = &network.reactions[0];
    assert!(reaction.reversible && reaction.reactants[0].number == Expr::Number(1.0));
    let expected = Expr::apply(Op::Times, [Expr::symbol("k"), 0.25.into(), 2.5e-3.into()]);
    assert_eq!(reaction.rate, Some(expected));
    assert_eq!(reaction.local_parameters, [Parameter::new("k", 3.0)]);
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let symbol = |name: &str| {
        let url = format!("http://www.sbml.org/sbml/symbols/{name}");
        let inside = format!("<apply><csymbol definitionURL='{url}'>d</csymbol><ci>a</ci><cn>1</cn></apply>");
        format!("<listOfRules><assignmentRule variable='x'>{}</assignmentRule></listOfRules>", math(&inside))
    };
    let cases = [
        ("<listOfEvents><event id='e1'/></listOfEvents>".to_owned(), "an event (`e1`, line 3)"),
        (
            format!("<listOfRules><algebraicRule>{}</algebraicRule></listOfRules>", math("<cn>0</cn>")),
            "an algebraic rule",
        ),
        (
            "<listOfReactions><reaction id='r9' reversible='false' fast='true'/></listOfReactions>"
                .to_owned(),
            "a fast reaction (`r9`",
        ),
        (symbol("delay"), "the symbol `delay`"),
        (symbol("rateOf"), "the symbol `rateOf`"),
    ];
    for (body, expected) in cases {
        let error = read(&level_3(&body)).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
    let package = level_3("").replace(
        "level='3'",
        "xmlns:comp='http://www.sbml.org/sbml/level3/version1/comp/version1' comp:required='true' level='3'",
    );
    assert!(read(&package).unwrap_err().contains("package `comp`"));
    let level_1 = "<sbml xmlns='http://www.sbml.org/sbml/level1' level='1' version='2'><model/></sbml>";
    assert!(read(level_1).unwrap_err().contains("Level 1"));
}

#[test]
fn broken_files_are_errors_with_their_line() {
    let rule = |inside: &str| {
        level_3(&format!("<listOfRules>\n<rateRule variable='x'>{}</rateRule></listOfRules>", math(inside)))
    };
    let cases = [
        (String::new(), "ends too early"),
        ("<html/>".into(), "states no level"),
        ("<sbml level='3'/>".into(), "no <model>"),
        (
            level_3("<listOfSpecies><species id='A'/></listOfSpecies>"),
            "line 3: <species> has no `compartment`",
        ),
        (
            level_3("<listOfParameters><parameter id='k' value='1,5'/></listOfParameters>"),
            "`1,5`, which is not a number",
        ),
        (
            level_3("<listOfParameters><parameter id='k' constant='ja'/></listOfParameters>"),
            "neither true nor false",
        ),
        (level_3("<listOfParameters>"), "line"),
        (rule("<apply><frobnicate/><cn>1</cn></apply>"), "<frobnicate> is not an operator"),
        (rule("<apply><divide/><cn>1</cn></apply>"), "line 4: <divide> does not take 1"),
        (rule("<apply/>"), "<apply> is empty"),
        (rule("<cn>x</cn>"), "`x` is not a number"),
        (rule("<cn>1</cn><cn>2</cn>"), "more than one expression"),
        (rule("<piecewise><piece><cn>1</cn></piece></piecewise>"), "a <piece> has two parts"),
        (rule(&"<apply><minus/>".repeat(100_000)), "nest too deeply"),
    ];
    for (text, expected) in cases {
        let error = read(&text).unwrap_err();
        assert!(error.contains(expected), "{expected}: {error}");
    }
    assert!(parse_sbml(b"\xff\xfe", Path::new("x")).unwrap_err().to_string().contains("UTF-8"));
}
