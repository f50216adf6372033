//! The SBML packages comp and fbc: what is read and written.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::{parse_sbml, read_sbml, sbml_text};
use lca_kinetics::{
    Expr, FluxBalance, FluxBounds, FluxConstraint, FluxObjective, GeneAssociation, GeneProduct, Network,
    Parameter, Reaction, Rule, parse_math,
};
use std::fs;
use std::path::Path;

const COMP: &str = "<sbml xmlns='http://www.sbml.org/sbml/level3/version1/core' xmlns:c='http://www.sbml.org/sbml/level3/version1/comp/version1' level='3' version='1' c:required='true'>";

fn math(inside: &str) -> String {
    format!("<math xmlns='http://www.w3.org/1998/Math/MathML'>{inside}</math>")
}

/// A decay with everything that a composition can convert.
fn decay() -> String {
    let time = "<csymbol definitionURL='http://www.sbml.org/sbml/symbols/time'/>";
    format!(
        "<listOfCompartments><compartment id='cell' size='1' constant='true'/></listOfCompartments>
        <listOfSpecies><species id='A' compartment='cell' initialAmount='1'/></listOfSpecies>
        <listOfParameters><parameter id='k' value='2' constant='true'/><parameter id='x' metaid='mx' value='3' constant='false'/></listOfParameters>
        <listOfRules><assignmentRule variable='x' metaid='rule'>{}</assignmentRule></listOfRules>
        <listOfReactions><reaction id='J'><listOfReactants><speciesReference species='A' stoichiometry='1'/></listOfReactants>
        <kineticLaw>{}</kineticLaw></reaction></listOfReactions>",
        math(&format!("<apply><plus/><ci>J</ci>{time}</apply>")),
        math("<apply><times/><ci>k</ci><ci>A</ci></apply>"),
    )
}

fn read(text: &str) -> Result<Network, String> {
    parse_sbml(text.as_bytes(), Path::new("model.xml")).map_err(|error| error.to_string())
}

fn composed(top: &str, definitions: &str) -> String {
    format!("{COMP}\n<model id='top'>{top}</model>\n{definitions}</sbml>")
}

fn definition(inside: &str) -> String {
    format!(
        "<c:listOfModelDefinitions><c:modelDefinition id='decay'>{inside}</c:modelDefinition></c:listOfModelDefinitions>"
    )
}

#[test]
fn a_submodel_keeps_its_names_behind_its_own() {
    let top = "<c:listOfSubmodels><c:submodel c:id='a' c:modelRef='decay'/><c:submodel c:id='b' c:modelRef='decay'/></c:listOfSubmodels>";
    let network = read(&composed(top, &definition(&decay()))).unwrap();
    let symbols: Vec<&str> = network.symbols().collect();
    let expected = ["a__cell", "b__cell", "a__A", "b__A", "a__k", "a__x", "b__k", "b__x", "a__J", "b__J"];
    assert_eq!(symbols, expected);
    assert_eq!(network.species[1].compartment, "b__cell");
    assert_eq!(network.reactions[1].rate, Some(parse_math("b__k * b__A").unwrap()));
}

#[test]
fn replacements_deletions_and_factors_reach_every_formula() {
    let top = "<listOfSpecies><species id='S' compartment='a__cell' initialAmount='5'><c:listOfReplacedElements>
          <c:replacedElement c:submodelRef='a' c:portRef='out' c:conversionFactor='f'/></c:listOfReplacedElements></species></listOfSpecies>
        <listOfParameters><parameter id='f' value='10' constant='true'/><parameter id='t' value='60' constant='true'/>
          <parameter id='e' value='4' constant='true'/><parameter id='own'><c:replacedBy c:submodelRef='a' c:idRef='k'/></parameter></listOfParameters>
        <c:listOfSubmodels><c:submodel c:id='a' c:modelRef='decay' c:timeConversionFactor='t' c:extentConversionFactor='e'/>
          <c:submodel c:id='b' c:modelRef='decay'><c:listOfDeletions><c:deletion c:metaIdRef='rule'/></c:listOfDeletions></c:submodel></c:listOfSubmodels>";
    let port = "<c:listOfPorts><c:port c:id='out' c:idRef='A'/></c:listOfPorts>";
    let network = read(&composed(top, &definition(&format!("{}{port}", decay())))).unwrap();
    let ids: Vec<&str> = network.species.iter().map(|species| species.id.as_str()).collect();
    assert_eq!(ids, ["S", "b__A"]);
    let own = network.parameters.iter().find(|parameter| parameter.id == "own").unwrap();
    assert_eq!(own.value, Some(2.0));
    assert!(network.parameters.iter().all(|parameter| parameter.id != "a__k"));
    let formula = |text: &str| parse_math(text).unwrap();
    let product = |factors: [Expr; 2]| Expr::product(factors);
    let law = product([Expr::symbol("own"), formula("S / f")]);
    let law = Expr::apply(lca_kinetics::Op::Divide, [product([law, Expr::symbol("e")]), Expr::symbol("t")]);
    assert_eq!(network.reactions[0].rate, Some(law));
    assert_eq!(network.reactions[0].reactants[0].species, "S");
    let value = formula("a__J * t / e + time / t");
    assert_eq!(network.rules, [Rule::Assignment { variable: "a__x".into(), value }]);
    assert_eq!(network.reactions[1].rate, Some(formula("b__k * b__A")));
}

#[test]
fn a_submodel_of_a_submodel_is_reached_through_it() {
    let middle = "<c:listOfSubmodels><c:submodel c:id='in' c:modelRef='decay'/></c:listOfSubmodels>";
    let definitions = definition(&decay()).replace(
        "</c:listOfModelDefinitions>",
        &format!("<c:modelDefinition id='middle'>{middle}</c:modelDefinition></c:listOfModelDefinitions>"),
    );
    let top = "<listOfParameters><parameter id='p' value='9' constant='false'><c:listOfReplacedElements>
        <c:replacedElement c:submodelRef='out' c:idRef='in'><c:sBaseRef c:metaIdRef='mx'/></c:replacedElement></c:listOfReplacedElements></parameter></listOfParameters>
        <c:listOfSubmodels><c:submodel c:id='out' c:modelRef='middle'/></c:listOfSubmodels>";
    let network = read(&composed(top, &definitions)).unwrap();
    assert_eq!(network.rules[0].variable(), "p");
    assert_eq!(network.species[0].id, "out__in__A");
}

#[test]
fn a_model_may_lie_in_a_file_beside() {
    let folder = tempfile::tempdir().unwrap();
    let external = "<c:listOfExternalModelDefinitions><c:externalModelDefinition c:id='far' c:source='part.xml'/></c:listOfExternalModelDefinitions>";
    let top = "<c:listOfSubmodels><c:submodel c:id='a' c:modelRef='far'/></c:listOfSubmodels>";
    let path = folder.path().join("top.xml");
    fs::write(&path, composed(top, external)).unwrap();
    let missing = read_sbml(&path).unwrap_err().to_string();
    assert!(missing.contains("part.xml"), "{missing}");
    fs::write(folder.path().join("part.xml"), format!("{COMP}<model id='m'>{}</model></sbml>", decay()))
        .unwrap();
    assert_eq!(read_sbml(&path).unwrap().reactions[0].id, "a__J");
}

#[test]
fn what_cannot_be_composed_is_an_error_with_its_line() {
    let submodels = |model: &str| {
        format!("\n<c:listOfSubmodels><c:submodel c:id='a' c:modelRef='{model}'/></c:listOfSubmodels>")
    };
    let unknown = read(&composed(&submodels("nothing"), "")).unwrap_err();
    assert!(unknown.contains("line 3: submodel `a` asks for the model `nothing`"), "{unknown}");
    let circle = read(&composed(&submodels("decay"), &definition(&submodels("decay")))).unwrap_err();
    assert!(circle.contains("does a model contain itself?"), "{circle}");
    let replaced = "<listOfParameters><parameter id='p' value='9'><c:listOfReplacedElements>
        <c:replacedElement c:submodelRef='a' c:idRef='absent'/></c:listOfReplacedElements></parameter></listOfParameters>";
    let absent =
        read(&composed(&format!("{replaced}{}", submodels("decay")), &definition(&decay()))).unwrap_err();
    assert!(absent.contains("line 3: <replacedElement> refers to `absent`"), "{absent}");
}

fn balanced() -> Network {
    let mut network = Network::new("m");
    network.parameters.push(Parameter::new("low", -5.0));
    network.parameters.push(Parameter::new("high", f64::INFINITY));
    network.parameters.push(Parameter::new("two", 2.0));
    network.reactions.push(Reaction { rate: None, ..Reaction::new("R1", &[], &[], 0.0.into()) });
    network.reactions.push(Reaction { rate: None, ..Reaction::new("R2", &[], &[], 0.0.into()) });
    let symbol = |id: &str| Some(Expr::symbol(id));
    let product = |id: &str| GeneAssociation::Product(id.to_owned());
    let gene = |id: &str| GeneProduct { id: id.into(), label: id.into(), name: None, species: None };
    network.flux = Some(FluxBalance {
        bounds: vec![FluxBounds { reaction: "R1".into(), lower: symbol("low"), upper: symbol("high") }],
        constraints: Vec::new(),
        objectives: vec![FluxObjective {
            id: "o".into(),
            name: Some("yield".into()),
            maximize: false,
            terms: vec![("R2".into(), 0.5), ("R1".into(), -1.0)],
        }],
        active_objective: Some("o".into()),
        strict: true,
        gene_products: vec![gene("g1"), gene("g2"), gene("g3")],
        associations: vec![(
            "R2".into(),
            GeneAssociation::Or(vec![
                product("g1"),
                GeneAssociation::And(vec![product("g2"), product("g3")]),
            ]),
        )],
    });
    network
}

#[test]
fn flux_balance_is_written_and_read_back() {
    let mut network = balanced();
    assert_eq!(read(&sbml_text(&network)).unwrap(), network);
    let flux = network.flux.as_mut().unwrap();
    flux.constraints.push(FluxConstraint {
        id: Some("ratio".into()),
        lower: Expr::symbol("low"),
        upper: Expr::symbol("high"),
        terms: vec![("R1".into(), Expr::symbol("two"))],
    });
    let text = sbml_text(&network);
    assert!(text.contains("fbc/version3"));
    assert_eq!(read(&text).unwrap(), network);
}

#[test]
fn bounds_of_the_first_version_are_numbers_and_the_tightest_holds() {
    let bound = |operation: &str, value: &str| {
        format!("<f:fluxBound f:reaction='R' f:operation='{operation}' f:value='{value}'/>")
    };
    let text = format!(
        "<sbml xmlns='http://www.sbml.org/sbml/level3/version1/core' xmlns:f='http://www.sbml.org/sbml/level3/version1/fbc/version1' level='3' version='1'>
        <model id='m'><listOfReactions><reaction id='R'/></listOfReactions><f:listOfFluxBounds>{}{}{}</f:listOfFluxBounds></model></sbml>",
        bound("greaterEqual", "-INF"),
        bound("lessEqual", "8"),
        bound("lessEqual", "3")
    );
    let expected =
        FluxBounds { reaction: "R".into(), lower: Some(f64::NEG_INFINITY.into()), upper: Some(3.0.into()) };
    assert_eq!(read(&text).unwrap().flux.unwrap().bounds, [expected]);
    let wrong = read(&text.replace("lessEqual", "about")).unwrap_err();
    assert!(wrong.contains("line 2") && wrong.contains("not `about`"), "{wrong}");
}

/// A metabolic model from before the package fbc.
fn old(genes: &str) -> String {
    let law = |lower: i32, upper: i32, objective: i32| {
        format!(
            "<kineticLaw><math xmlns='http://www.w3.org/1998/Math/MathML'><ci>FLUX_VALUE</ci></math><listOfParameters>
            <parameter id='LOWER_BOUND' value='{lower}'/><parameter id='UPPER_BOUND' value='{upper}'/>
            <parameter id='OBJECTIVE_COEFFICIENT' value='{objective}'/><parameter id='FLUX_VALUE' value='0'/>
            </listOfParameters></kineticLaw>"
        )
    };
    format!(
        "<sbml xmlns='http://www.sbml.org/sbml/level2' level='2' version='1'><model id='m'>
        <listOfCompartments><compartment id='c'/></listOfCompartments>
        <listOfSpecies><species id='A' compartment='c'/></listOfSpecies><listOfReactions>
        <reaction id='in'><notes><html:p xmlns:html='http://www.w3.org/1999/xhtml'>GENE_ASSOCIATION: {genes}</html:p>
        <html:p xmlns:html='http://www.w3.org/1999/xhtml'>SUBSYSTEM: x</html:p></notes>
        <listOfProducts><speciesReference species='A'/></listOfProducts>{}</reaction>
        <reaction id='out'><notes><p>GENE_ASSOCIATION: </p></notes>
        <listOfReactants><speciesReference species='A'/></listOfReactants>{}</reaction>
        </listOfReactions></model></sbml>",
        law(-3, 7, 0),
        law(0, 1000, 1)
    )
}

#[test]
fn models_from_before_fbc_keep_bounds_objective_and_genes() {
    let flux = read(&old("(b1 and b2) or b3")).unwrap().flux.unwrap();
    assert_eq!(flux.bounds("in").unwrap().lower, Some(Expr::Number(-3.0)));
    assert_eq!(flux.bounds("out").unwrap().upper, Some(Expr::Number(1000.0)));
    assert_eq!(flux.objective().unwrap().terms, [("out".to_owned(), 1.0)]);
    let ids: Vec<&str> = flux.gene_products.iter().map(|product| product.id.as_str()).collect();
    assert_eq!(ids, ["b1", "b2", "b3"]);
    assert_eq!(flux.associations.len(), 1);
    assert!(flux.associations[0].1.holds(&|gene| gene != "b3"));
    assert!(!flux.associations[0].1.holds(&|gene| gene != "b1"));
}

#[test]
fn genes_that_are_not_well_formed_are_told_with_their_line() {
    let error = read(&old("(b1 and b2")).unwrap_err();
    assert!(error.contains("line 4") && error.contains("`(b1 and b2`"), "{error}");
}

#[test]
fn a_packed_model_is_read_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.xml.gz");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, old("b1").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    std::fs::write(&path, &packed).unwrap();
    assert_eq!(read_sbml(&path).unwrap(), read(&old("b1")).unwrap());
    std::fs::write(&path, &packed[..packed.len() / 2]).unwrap();
    assert!(read_sbml(&path).unwrap_err().to_string().contains("gzip"));
}
