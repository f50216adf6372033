use super::document::{Document, inputs, outputs};
use crate::FormatError;
use crate::network::entry::Entries;
use crate::network::fields::{Fields, interaction, molecule};
use crate::network::markup::Element;
use std::collections::HashMap;
use std::path::Path;

/// Reads who acts on whom: qualitative species are molecules, each input of a transition acts on each
/// output, with the sign that the input states. What the functions say is left to
/// [`crate::read_boolean`].
pub(in crate::network) fn read(path: &Path, root: &Element) -> Result<Entries, FormatError> {
    let document = Document::of(path, root)?;
    let mut entries = Entries::default();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for one in &document.species {
        let id = one.required(path, "id")?;
        let mut fields = told(one, "molecule");
        one.get("name").into_iter().for_each(|name| fields.put("name", name));
        let made = molecule(id, &fields).map_err(|what| one.wrong(path, what))?;
        if places.insert(id, entries.molecule(made)).is_some() {
            return Err(one.wrong(path, format!("two qualitative species have the id `{id}`")));
        }
    }
    let place = |element: &Element| {
        let id = element.required(path, "qualitativeSpecies")?;
        let place = places.get(id).copied();
        place.ok_or_else(|| element.wrong(path, format!("there is no qualitative species `{id}`")))
    };
    for transition in &document.transitions {
        let targets: Result<Vec<usize>, FormatError> = outputs(transition).map(place).collect();
        let targets = targets?;
        for input in inputs(transition) {
            let mut fields = told(input, "interaction");
            fields.put("sign", input.get("sign").unwrap_or_default());
            let source = place(input)?;
            for &target in &targets {
                let made = interaction(source, target, &fields).map_err(|what| input.wrong(path, what))?;
                entries.interaction(made);
            }
        }
    }
    Ok(entries)
}

/// What our own annotation tells.
fn told(element: &Element, name: &str) -> Fields {
    let ours = element.first("annotation").and_then(|annotation| annotation.first(name));
    Fields(ours.map(|ours| ours.attributes.clone()).unwrap_or_default())
}
