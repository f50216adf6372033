//! SBML: attributes that are misspelt are refused, and those of any Level are not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::parse_sbml;
use std::path::Path;

fn read(root: &str, body: &str) -> Result<(), String> {
    let text = format!("<sbml {root}><model id='m' name='m'>\n{body}\n</model></sbml>");
    parse_sbml(text.as_bytes(), Path::new("model.xml")).map(|_| ()).map_err(|error| error.to_string())
}

const LEVEL_3: &str = "xmlns='http://www.sbml.org/sbml/level3/version2/core' level='3' version='2'";
const LEVEL_1: &str = "xmlns='http://www.sbml.org/sbml/level1' level='1' version='1'";

#[test]
fn misspelt_attributes_are_refused_with_their_line() {
    let inside = |list: &str, element: &str| format!("<{list}>\n{element}</{list}>");
    let cases = [
        (
            inside("listOfSpecies", "<species id='A' compartment='c' initalAmount='1'/>"),
            "line 3: <species> has no attribute `initalAmount` in SBML; is `initialAmount` meant?",
        ),
        (
            inside("listOfParameters", "<parameter id='k' Value='1'/>"),
            "line 3: <parameter> has no attribute `Value` in SBML; is `value` meant?",
        ),
        (
            inside("listOfReactions", "<reaction id='r' reversable='false'/>"),
            "line 3: <reaction> has no attribute `reversable` in SBML; is `reversible` meant?",
        ),
        (
            inside("listOfEvents", "<event><trigger persistant='false'/></event>"),
            "line 3: <trigger> has no attribute `persistant` in SBML; is `persistent` meant?",
        ),
        (
            inside("listOfCompartments", "<compartment id='c' colourOfTheWalls='red'/>"),
            "line 3: <compartment> has no attribute `colourOfTheWalls` in SBML; remove it",
        ),
        ("<listOfSpecies size='3'/>".to_owned(), "line 2: <listOfSpecies> has no attribute `size`"),
    ];
    for (body, expected) in cases {
        let error = read(LEVEL_3, &body).unwrap_err();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn attributes_of_others_and_of_older_levels_are_free() {
    let foreign = "<annotation><a any='1'/></annotation>
        <listOfParameters xmlns:x='http://x' x:any='1'><parameter id='k' value='1' sboTerm='SBO:0000002' metaid='k_' x:any='2'>
        <notes><p any='3'/></notes><annotation><parameter valu='1'/></annotation></parameter></listOfParameters>
        <x:any xmlns:x='http://x' any='4'><x:y any='5'/></x:any>";
    read(LEVEL_3, foreign).unwrap();
    let older = "<listOfCompartments><compartment name='c' volume='1' units='volume'/></listOfCompartments>
        <listOfSpecies><specie name='A' compartment='c' initialAmount='1' units='substance' boundaryCondition='false' charge='1'/></listOfSpecies>
        <listOfParameters><parameter name='k' value='1'/></listOfParameters>
        <listOfRules><parameterRule name='k' formula='2' type='scalar'/></listOfRules>
        <listOfReactions><reaction name='r' reversible='false' fast='false'>
        <listOfReactants><specieReference specie='A' stoichiometry='1' denominator='2'/></listOfReactants>
        <kineticLaw formula='k' timeUnits='time' substanceUnits='substance'/></reaction></listOfReactions>";
    read(LEVEL_1, older).unwrap();
}
