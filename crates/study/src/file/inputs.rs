use super::place::{Place, Source};
use crate::step::{Count, Port};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// A step named by another step, and where.
pub(crate) type Named = (String, Range<usize>);

/// Reads a step's `from`: a table of ports, or for a kind with one port the value alone. Gives for
/// each port the steps it names.
pub(crate) fn inputs(
    source: Source<'_>,
    ports: &[Port],
    from: Option<Spanned<DeValue<'_>>>,
    step: Range<usize>,
) -> Result<Vec<Vec<Named>>, Place> {
    let mut named: Vec<Vec<Named>> = vec![Vec::new(); ports.len()];
    match from {
        None => {}
        Some(from) if from.get_ref().is_table() => {
            let DeValue::Table(table) = from.into_inner() else { return Ok(named) };
            for (port, value) in table {
                let at = ports.iter().position(|known| known.name == port.get_ref().as_ref());
                let at = at.ok_or_else(|| unknown(source, ports, port.span(), port.get_ref()))?;
                named[at] = steps(source, value)?;
            }
        }
        Some(from) => match ports {
            [] => return Err(unknown(source, ports, from.span(), "from")),
            _ => named[0] = steps(source, from)?,
        },
    }
    for (port, named) in ports.iter().zip(&named) {
        counted(source, port, named, step.clone())?;
    }
    Ok(named)
}

fn unknown(source: Source<'_>, ports: &[Port], span: Range<usize>, name: &str) -> Place {
    let known: Vec<&str> = ports.iter().map(|port| port.name).collect();
    let help = if known.is_empty() {
        "remove it: this kind of step takes nothing from others".to_owned()
    } else {
        format!("it takes: {}", known.join(", "))
    };
    source.place(span, format!("this kind of step has no input `{name}`"), help)
}

fn steps(source: Source<'_>, value: Spanned<DeValue<'_>>) -> Result<Vec<Named>, Place> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(name) => Ok(vec![(name.into_owned(), span)]),
        DeValue::Array(values) => {
            let nested: Result<Vec<_>, _> = values.into_iter().map(|value| steps(source, value)).collect();
            Ok(nested?.into_iter().flatten().collect())
        }
        _ => {
            Err(source.place(span, "an input is the name of a step", "write it as \"STEP\" or [\"STEP\", …]"))
        }
    }
}

fn counted(source: Source<'_>, port: &Port, named: &[Named], step: Range<usize>) -> Result<(), Place> {
    let (few, many) = match port.count {
        Count::One => (named.is_empty(), named.len() > 1),
        Count::Some => (named.is_empty(), false),
        Count::Any => (false, false),
    };
    let Port { name, what, .. } = port;
    if few {
        let help = format!("add `from = {{ {name} = \"STEP\" }}` with a step that gives {what}");
        return Err(source.place(step, format!("its input `{name}` is missing"), help));
    }
    if many {
        let span = named[1].1.clone();
        return Err(source.place(span, format!("`{name}` takes one step only"), "keep one"));
    }
    Ok(())
}
