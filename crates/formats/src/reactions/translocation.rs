//! `X translocates from cytoplasm to nucleus --> X_nucleus`.

use super::scan::arrow;
use super::sentence::Sentence;
use super::settings::identifier;
use lca_kinetics::sketch::{Step, Term};

/// What moves, from where to where, and what it is called there. The second name is made of the first and
/// of the place where none is given.
pub(super) fn translocation(sentence: &Sentence<'_, '_>) -> Result<Step, String> {
    let name = sentence.one(sentence.subject, "what moves")?;
    let mut step = Step::new(sentence.verb.plain, &[&name], &[]);
    let (route, rest) = route(sentence.rest)?;
    // Text2Model writes the volumes of both places in brackets; here they are the places' own.
    let rest = match rest {
        ["(", _, ",", _, ")", rest @ ..] => rest,
        all => all,
    };
    let made = match rest {
        [] => route.as_ref().map(|(_, to)| format!("{name}_{to}")),
        [sign, made] if arrow(sign).is_some() => Some(identifier(made)?),
        [sign] if arrow(sign).is_some() => route.as_ref().map(|(_, to)| format!("{name}_{to}")),
        [word, ..] => return Err(unexpected(word)),
    };
    let made = made.ok_or_else(|| unexpected(&name))?;
    if made == name {
        return Err(format!("`{name}` needs another name where it arrives: `--> {name}_nucleus`"));
    }
    step.reversible = rest.first().and_then(|sign| arrow(sign)) == Some(true);
    step.products = vec![Term::one(&made)];
    step.route = route;
    Ok(step)
}

fn unexpected(word: &str) -> String {
    format!("`{word}`: write `X translocates from cytoplasm to nucleus --> X_nucleus`")
}

type Route = Option<(String, String)>;

/// The two places, if both are named, and the words after them.
fn route<'w, 't>(words: &'w [&'t str]) -> Result<(Route, &'w [&'t str]), String> {
    let bare = match words {
        ["from", rest @ ..] => rest,
        all => all,
    };
    match bare {
        [from, sign, to, rest @ ..] if *sign == "to" || arrow(sign).is_some() => {
            Ok((Some((identifier(from)?, identifier(to)?)), rest))
        }
        _ => Ok((None, words)),
    }
}
