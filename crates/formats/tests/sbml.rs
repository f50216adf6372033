//! SBML: what is read, written and refused.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::{parse_sbml, sbml_text};
use lca_kinetics::{
    Compartment, Event, Expr, Function, Initial, Network, Op, Parameter, Reaction, Rule, Species,
    Stoichiometry, parse_math,
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
    let mut network = Network { name: Some("a < b & c".into()), ..Network::new("m") };
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
    network.parameters.push(Parameter { constant: false, ..Parameter::new("k", -1e-300) });
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
    newer.parameters.push(Parameter { constant: false, ..Parameter::new("u", 0.0) });
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
fn events_and_algebraic_rules_are_written_and_read_back() {
    let mut network = eventful();
    let text = sbml_text(&network);
    assert!(text.contains("version=\"1\""));
    assert_eq!(read(&text).unwrap(), network);
    network.reactions[0].fast = true;
    network.algebraic_rules.push(Expr::apply(Op::RateOf, [Expr::symbol("A")]));
    let text = sbml_text(&network);
    assert!(text.contains("l3v2extendedmath:required=\"true\"") && text.contains("fast=\"true\""));
    assert_eq!(read(&text).unwrap(), network);
    network.reactions[0].fast = false;
    network.events[0].trigger = None;
    let text = sbml_text(&network);
    assert!(text.contains("version=\"2\"") && !text.contains("fast="));
    assert_eq!(read(&text).unwrap(), network);
}

/// Draws of the package distrib, plain and truncated, are written with the package and read back.
#[test]
fn random_draws_are_written_and_read_back() {
    let mut network = full();
    let draws = "normal(k, 2, 0, inf) + poisson(1.5) * cauchy(2) + binomial(10, 0.3)";
    network.initial_assignments.push(("k".into(), parse_math(draws).unwrap()));
    let text = sbml_text(&network);
    assert!(text.contains("distrib:required=\"true\"") && text.contains("symbols/distrib/normal"));
    assert_eq!(read(&text).unwrap(), network);
    assert!(!sbml_text(&full()).contains("distrib"));
    let wrong = text.replace("symbols/distrib/poisson", "symbols/distrib/zipf");
    assert!(read(&wrong).unwrap_err().contains("zipf"));
}

fn eventful() -> Network {
    let formula = |text: &str| parse_math(text).unwrap();
    let mut network = full();
    network.algebraic_rules.push(formula("A + B - k"));
    let event = Event::new(formula("time > 3"), &[("A", formula("A / 2")), ("k", formula("k + 1"))]);
    network.events.push(Event {
        id: Some("e".into()),
        name: Some("halve".into()),
        delay: Some(formula("2 * k")),
        priority: Some(formula("B")),
        initial_value: false,
        persistent: false,
        use_values_from_trigger_time: false,
        ..event.clone()
    });
    let delayed = Expr::apply(Op::Delay, [Expr::symbol("A"), 0.5.into()]);
    network.events.push(Event { trigger: Some(Expr::apply(Op::Lt, [delayed, 1.0.into()])), ..event });
    network
}

#[test]
fn an_event_of_level_2_has_what_level_3_states() {
    let trigger = math("<apply><gt/><ci>t</ci><cn>1</cn></apply>");
    let text = format!(
        "<sbml xmlns='http://www.sbml.org/sbml/level2/version1' level='2' version='1'><model id='m'>
        <listOfParameters><parameter id='t'/></listOfParameters>
        <listOfEvents><event><trigger>{trigger}</trigger></event></listOfEvents></model></sbml>"
    );
    let trigger = parse_math("t > 1").unwrap();
    assert_eq!(read(&text).unwrap().events, [Event::new(trigger, &[])]);
}

#[test]
fn level_1_has_formulas_as_text_and_rules_by_their_subject() {
    let text = "<sbml xmlns='http://www.sbml.org/sbml/level1' level='1' version='1'><model name='m'>
        <listOfCompartments><compartment name='c'/></listOfCompartments>
        <listOfSpecies><specie name='A' compartment='c' initialAmount='4' boundaryCondition='true'/></listOfSpecies>
        <listOfParameters><parameter name='k' value='3'/><parameter name='q' value='1'/></listOfParameters>
        <listOfRules><parameterRule name='k' formula='A / 2'/>
        <specieConcentrationRule specie='A' type='rate' formula='-sqr(q)'/><algebraicRule formula='q - k'/></listOfRules>
        <listOfReactions><reaction name='r'><listOfReactants><specieReference specie='A' stoichiometry='3' denominator='2'/></listOfReactants>
        <kineticLaw formula='v * A'><listOfParameters><parameter name='v' value='2'/></listOfParameters></kineticLaw></reaction></listOfReactions></model></sbml>";
    let network = read(text).unwrap();
    assert_eq!(network.compartments, [Compartment::new("c", 1.0)]);
    let species =
        Species { initial: Initial::Amount(4.0), boundary_condition: true, ..Species::new("A", "c", 0.0) };
    assert_eq!(network.species, [species]);
    assert!(!network.parameters[0].constant && !network.parameters[1].constant);
    let formula = |text: &str| parse_math(text).unwrap();
    let rate = formula("-(q^2)");
    let rules = [
        Rule::Assignment { variable: "k".into(), value: formula("A / 2") },
        Rule::Rate { variable: "A".into(), rate },
    ];
    assert_eq!(network.rules, rules);
    assert_eq!(network.algebraic_rules, [formula("q - k")]);
    let mut reaction = Reaction::new("r", &[("A", 1.5)], &[], formula("v * A"));
    reaction.reversible = true;
    reaction.local_parameters.push(Parameter::new("v", 2.0));
    assert_eq!(network.reactions, [reaction]);
    let wrong = read(&text.replace("'v * A'", "'v * (A'")).unwrap_err();
    assert!(wrong.contains("line 8: formula `v * (A`, character 7: `)` is missing"), "{wrong}");
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let url = "http://www.sbml.org/sbml/symbols/unheard";
    let inside = format!("<apply><csymbol definitionURL='{url}'>d</csymbol><ci>a</ci><cn>1</cn></apply>");
    let rule =
        format!("<listOfRules><assignmentRule variable='x'>{}</assignmentRule></listOfRules>", math(&inside));
    let error = read(&level_3(&rule)).unwrap_err();
    assert!(error.contains("the symbol `unheard`"), "{error}");
    let package = level_3("").replace(
        "level='3'",
        "xmlns:spatial='http://www.sbml.org/sbml/level3/version1/spatial/version1' spatial:required='true' level='3'",
    );
    assert!(read(&package).unwrap_err().contains("package `spatial`"));
    let level_4 = "<sbml xmlns='http://www.sbml.org/sbml/level4' level='4' version='1'><model/></sbml>";
    assert!(read(level_4).unwrap_err().contains("Level 4"));
}

#[test]
fn broken_files_are_errors_with_their_line() {
    let rule = |inside: &str| {
        level_3(&format!("<listOfRules>\n<rateRule variable='x'>{}</rateRule></listOfRules>", math(inside)))
    };
    let cases = [
        (String::new(), "it is empty"),
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

#[test]
fn names_that_lead_nowhere_or_twice_are_errors_with_their_line() {
    let parameters = "<listOfParameters><parameter id='k' value='1' constant='false'/>\n<parameter id='q' value='1'/></listOfParameters>";
    let rule = |variable: &str, inside: &str| {
        level_3(&format!(
            "{parameters}\n<listOfRules><rateRule variable='{variable}'>{}</rateRule></listOfRules>",
            math(inside)
        ))
    };
    let function = format!(
        "<listOfFunctionDefinitions><functionDefinition id='f'>{}</functionDefinition></listOfFunctionDefinitions>",
        math("<lambda><bvar><ci>x</ci></bvar><ci>k</ci></lambda>")
    );
    let reaction = "<listOfReactions><reaction id='r'><listOfReactants><speciesReference species='S'/></listOfReactants></reaction></listOfReactions>";
    let cases = [
        (rule("k", "<ci>z</ci>"), "line 5: the formula uses `z`"),
        (rule("k", "<apply><ci>g</ci><cn>1</cn></apply>"), "line 5: the formula calls `g`"),
        (rule("z", "<cn>1</cn>"), "line 5: <rateRule>: `variable` is `z`"),
        (rule("q", "<cn>1</cn>"), "line 5: <rateRule>: `q` is declared constant"),
        (level_3(&parameters.replace("'q'", "'k'")), "line 4: `k` already names what is in line 3"),
        (level_3(&format!("{function}{parameters}")), "line 3: the formula uses `k`"),
        (level_3(reaction), "line 3: <speciesReference>: `species` is `S`"),
    ];
    for (text, expected) in cases {
        let error = read(&text).unwrap_err();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn what_is_misspelt_or_impossible_is_an_error_with_its_line() {
    let cases = [
        (
            "<listOfParameters/>\n<listOfReaction/>",
            "line 4: <model> holds no <listOfReaction> in SBML; is <listOfReactions>",
        ),
        (
            "<listOfParameters>\n<species id='A'/></listOfParameters>",
            "line 4: <listOfParameters> holds no <species>",
        ),
        (
            "<listOfReactions><reaction id='r'>\n<kineticLaws/></reaction></listOfReactions>",
            "line 4: <reaction> holds no <kineticLaws> in SBML; is <kineticLaw> meant?",
        ),
        (
            "<listOfParameters>\n<parameter id='k' value='1' units='furlong'/></listOfParameters>",
            "line 4: <parameter>: `units` is `furlong`, which is no unit",
        ),
        (
            "<listOfUnitDefinitions><unitDefinition id='u'><listOfUnits>\n<unit kind='u'/></listOfUnits></unitDefinition></listOfUnitDefinitions>",
            "line 4: <unit>: `kind` is `u`, which is no unit",
        ),
        (
            "<listOfCompartments>\n<compartment id='c' size='-1'/></listOfCompartments>",
            "line 4: the size of a compartment is -1, which is negative",
        ),
    ];
    for (body, expected) in cases {
        let error = read(&level_3(body)).unwrap_err();
        assert!(error.contains(expected), "{expected}: {error}");
    }
    let foreign =
        "<notes><p>any</p></notes><annotation><a/></annotation><x:any xmlns:x='http://x'><x:y/></x:any>";
    read(&level_3(foreign)).unwrap();
}

#[test]
fn a_file_of_another_kind_is_named() {
    let error = |bytes: &[u8]| parse_sbml(bytes, Path::new("x")).unwrap_err().to_string();
    assert!(error(b"format_version: 1\nproblems:\n").contains("YAML file of a PEtab problem"));
    assert!(error(b"k = 1\n").contains("not XML"));
    assert!(error(&[0x1f, 0x8b, 8, 0]).contains("packed with gzip; unpack it first"));
}

#[test]
fn formulas_that_mix_units_are_warned_of() {
    let units = "<listOfUnitDefinitions><unitDefinition id='per_second'><listOfUnits><unit kind='second' exponent='-1'/></listOfUnits></unitDefinition></listOfUnitDefinitions>";
    let text = |law: &str| {
        format!(
            "<sbml xmlns='http://www.sbml.org/sbml/level2/version4' level='2' version='4'><model id='m'>{units}
            <listOfCompartments><compartment id='c' size='2'/></listOfCompartments>
            <listOfSpecies><species id='A' compartment='c' initialAmount='4'/></listOfSpecies>
            <listOfParameters><parameter id='k' value='1' units='per_second'/><parameter id='n' value='1'/></listOfParameters>
            <listOfReactions><reaction id='r'><listOfReactants><speciesReference species='A'/></listOfReactants>
            <kineticLaw>{}</kineticLaw></reaction></listOfReactions></model></sbml>",
            math(law)
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let warnings = |law: &str| {
        let path = folder.path().join("m.xml");
        std::fs::write(&path, text(law)).unwrap();
        lca_formats::sbml_warnings(&path).unwrap()
    };
    assert!(warnings("<apply><times/><ci>k</ci><ci>A</ci><ci>c</ci></apply>").is_empty());
    assert!(warnings("<apply><times/><ci>n</ci><ci>A</ci></apply>").is_empty());
    let lacks = warnings("<apply><times/><ci>k</ci><ci>A</ci></apply>");
    assert_eq!(lacks.len(), 1);
    assert!(lacks[0].starts_with("the rate of reaction `r` is in"), "{lacks:?}");
    let mixed = warnings("<apply><times/><ci>n</ci><apply><plus/><ci>A</ci><ci>c</ci></apply></apply>");
    assert!(mixed[0].contains("`plus` joins a value in"), "{mixed:?}");
    let applied = warnings("<apply><times/><ci>n</ci><apply><exp/><ci>k</ci></apply></apply>");
    assert!(applied[0].contains("`exp` is applied to"), "{applied:?}");
}

/// Some tools write a second `<apply>` about a formula where a pair of brackets would stand.
#[test]
fn an_apply_around_an_apply_is_a_pair_of_brackets() {
    let rule = |formula: &str| {
        let rule = format!("<assignmentRule variable='p'>{}</assignmentRule>", math(formula));
        let text = format!(
            "<listOfParameters><parameter id='p' constant='false'/></listOfParameters>\n<listOfRules>{rule}</listOfRules>"
        );
        read(&level_3(&text))
    };
    let plain = "<apply><plus/><cn>1</cn><cn>2</cn></apply>";
    assert_eq!(rule(&format!("<apply>{plain}</apply>")).unwrap().rules, rule(plain).unwrap().rules);
    assert!(rule(&format!("<apply>{plain}<cn>3</cn></apply>")).unwrap_err().contains("not an operator"));
}
