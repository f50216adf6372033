//! SBML: units are kept, in the words of Level 3.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::{parse_sbml, sbml_text};
use lca_kinetics::{Network, Parameter, UnitDefinition, UnitFactor, Units};
use std::path::Path;

fn read(text: &str) -> Network {
    parse_sbml(text.as_bytes(), Path::new("model.xml")).unwrap()
}

fn factor(kind: &str, exponent: f64, scale: i32, multiplier: f64) -> UnitFactor {
    UnitFactor { kind: kind.into(), exponent, scale, multiplier }
}

fn definition(id: &str, factors: Vec<UnitFactor>) -> UnitDefinition {
    UnitDefinition { id: id.into(), name: None, factors }
}

#[test]
fn units_of_level_3_are_written_and_read_back() {
    let text = "<sbml xmlns='http://www.sbml.org/sbml/level3/version1/core' level='3' version='1'>
        <model id='m' substanceUnits='nmol' timeUnits='min' volumeUnits='litre' areaUnits='dm2' lengthUnits='metre' extentUnits='nmol'>
        <listOfUnitDefinitions>
        <unitDefinition id='nmol' name='a little'><listOfUnits><unit kind='mole' exponent='1' scale='-9' multiplier='1'/></listOfUnits></unitDefinition>
        <unitDefinition id='min'><listOfUnits><unit kind='second' exponent='1' scale='0' multiplier='60'/></listOfUnits></unitDefinition>
        <unitDefinition id='dm2'><listOfUnits><unit kind='metre' exponent='2' scale='-1' multiplier='1'/></listOfUnits></unitDefinition>
        <unitDefinition id='odd'><listOfUnits><unit kind='kelvin' exponent='-0.5' scale='0' multiplier='1.7'/><unit kind='weber' exponent='1' scale='3' multiplier='1'/></listOfUnits></unitDefinition>
        </listOfUnitDefinitions>
        <listOfCompartments><compartment id='c' spatialDimensions='2' size='1' units='dm2' constant='true'/></listOfCompartments>
        <listOfSpecies><species id='A' compartment='c' initialAmount='1' substanceUnits='item' hasOnlySubstanceUnits='false' boundaryCondition='false' constant='false'/></listOfSpecies>
        <listOfParameters><parameter id='k' value='1' units='odd' constant='true'/></listOfParameters>
        <listOfReactions><reaction id='r' reversible='false' fast='false'><kineticLaw><math xmlns='http://www.w3.org/1998/Math/MathML'><ci>q</ci></math>
        <listOfLocalParameters><localParameter id='q' value='2' units='min'/></listOfLocalParameters></kineticLaw></reaction></listOfReactions>
        </model></sbml>";
    let network = read(text);
    let units = &network.units;
    assert_eq!(units.definitions.len(), 4);
    assert_eq!(units.definitions[0].name.as_deref(), Some("a little"));
    let odd = definition("odd", vec![factor("kelvin", -0.5, 0, 1.7), factor("weber", 1.0, 3, 1.0)]);
    assert_eq!(units.definitions[3], odd);
    let all = [&units.substance, &units.time, &units.volume, &units.area, &units.length, &units.extent];
    let all = all.map(|unit| unit.as_deref().unwrap());
    assert_eq!(all, ["nmol", "min", "litre", "dm2", "metre", "nmol"]);
    assert_eq!(network.time_unit.as_deref(), Some("min"));
    assert_eq!(network.reactions[0].local_parameters[0].unit.as_deref(), Some("min"));
    assert_eq!(network.species[0].unit.as_deref(), Some("item"));
    assert_eq!(read(&sbml_text(&network)), network);
}

#[test]
fn units_of_level_2_are_called_as_in_level_3() {
    let text = "<sbml xmlns='http://www.sbml.org/sbml/level2/version1' level='2' version='1'><model id='m'>
        <listOfUnitDefinitions>
        <unitDefinition id='substance'><listOfUnits><unit kind='mole' scale='-3'/></listOfUnits></unitDefinition>
        <unitDefinition id='warm'><listOfUnits><unit kind='Celsius'/></listOfUnits></unitDefinition>
        </listOfUnitDefinitions>
        <listOfCompartments><compartment id='c' size='1' units='volume'/></listOfCompartments>
        <listOfSpecies><species id='A' compartment='c' initialAmount='1' substanceUnits='substance'/></listOfSpecies>
        <listOfParameters><parameter id='k' value='1' units='warm'/><parameter id='t' value='1' units='time'/><parameter id='n' value='1' units=''/></listOfParameters>
        </model></sbml>";
    let network = read(text);
    let expected = Units {
        definitions: vec![definition("substance", vec![factor("mole", 1.0, -3, 1.0)])],
        substance: Some("substance".into()),
        extent: Some("substance".into()),
        ..Units::default()
    };
    assert_eq!(network.units, expected);
    assert_eq!(network.compartments[0].unit.as_deref(), Some("litre"));
    assert_eq!(network.species[0].unit.as_deref(), Some("substance"));
    let of_parameters: Vec<_> = network.parameters.iter().map(|one| one.unit.as_deref()).collect();
    assert_eq!(of_parameters, [None, Some("second"), None]);
    assert_eq!(read(&sbml_text(&network)), network);
}

#[test]
fn a_unit_of_time_by_name_alone_becomes_a_definition() {
    let mut network = Network { time_unit: Some("min".into()), ..Network::new("m") };
    network.units.definitions.push(definition("time_unit", vec![factor("litre", 1.0, 0, 1.0)]));
    network.parameters.push(Parameter { unit: Some("furlong".into()), ..Parameter::new("k", 1.0) });
    let again = read(&sbml_text(&network));
    assert_eq!(again.time_unit, network.time_unit);
    assert_eq!(again.units.time.as_deref(), Some("time_unit_"));
    let minute = definition("time_unit_", vec![factor("second", 1.0, 0, 60.0)]);
    assert_eq!(again.units.definitions, [network.units.definitions[0].clone(), minute]);
    // What no one defines is not written: it would make the file unsound.
    assert_eq!(again.parameters[0].unit, None);
}
