use super::items::{HANCESTRO, Ontology, Rule, STAGES, UBERON};

/// Why a value is none of what its item may hold; none where it is.
pub(super) fn problem(rule: Rule, value: &str, organism: Option<&str>) -> Option<String> {
    if value.trim() != value {
        return Some("has blanks around it; take them away".to_owned());
    }
    match rule {
        Rule::Terms(ontologies, words) => term(value, ontologies, words),
        Rule::Several(ontologies, words) => several(value, ontologies, words),
        Rule::Stage => stage(value, organism),
        Rule::Ethnicity => ethnicity(value, organism),
        Rule::Text => value.is_empty().then(|| "is empty".to_owned()),
        Rule::Words(words) => (!words.contains(&value)).then(|| format!("is none of {}", words.join(", "))),
        Rule::Truth => (!["true", "false", "True", "False"].contains(&value))
            .then(|| "is neither true nor false".to_owned()),
    }
}

fn several(value: &str, ontologies: &[Ontology], words: &[&str]) -> Option<String> {
    let mut parts: Vec<&str> = value.split(" || ").collect();
    let whole = parts.len() > 1;
    if let Some(why) = parts.iter().find_map(|part| term(part, ontologies, if whole { &[] } else { words })) {
        return Some(why);
    }
    let given = parts.clone();
    parts.sort_unstable();
    parts.dedup();
    (parts != given).then(|| "names terms twice or out of order; sort them and name each once".to_owned())
}

fn stage(value: &str, organism: Option<&str>) -> Option<String> {
    let Some(organism) = organism else {
        let all: Vec<Ontology> = STAGES.iter().map(|(_, stage)| *stage).chain([UBERON]).collect();
        return term(value, &all, &["unknown", "na"]);
    };
    let own = STAGES.iter().find(|(known, _)| *known == organism);
    let ontology = own.map_or(UBERON, |(_, stage)| *stage);
    term(value, &[ontology], &["unknown", "na"]).map(|why| format!("{why} (stages of {organism})"))
}

/// The human, whose ethnicity alone is asked.
const HUMAN: &str = "NCBITaxon:9606";

fn ethnicity(value: &str, organism: Option<&str>) -> Option<String> {
    match organism {
        Some(other) if other != HUMAN => {
            (value != "na").then(|| format!("is of {other}, which has none; write na"))
        }
        _ if value == "na" => None,
        _ => several(value, &[HANCESTRO], &["unknown", "multiethnic"]),
    }
}

/// Why a text is no term of these ontologies.
fn term(value: &str, ontologies: &[Ontology], words: &[&str]) -> Option<String> {
    if words.contains(&value) || ontologies.iter().any(|ontology| is_term(value, ontology)) {
        return None;
    }
    let names = ontologies.iter().map(|ontology| ontology.prefix).collect::<Vec<_>>().join(" or ");
    let or = if words.is_empty() { String::new() } else { format!(", or {}", words.join(", ")) };
    if let Some(meant) = ontologies.iter().find_map(|ontology| meant(value, ontology)) {
        return Some(format!("is written otherwise: {meant}"));
    }
    let example = ontologies.first().map_or("", |ontology| ontology.example);
    if let Some(ontology) = ontologies.iter().find(|ontology| value.starts_with(ontology.prefix)) {
        return Some(format!(
            "is no term of {}: that is {}:, and {} digits, such as {}{or}",
            ontology.prefix,
            ontology.prefix,
            if ontology.digits == 0 { "its".to_owned() } else { ontology.digits.to_string() },
            ontology.example
        ));
    }
    Some(match value.split_once(':') {
        Some((prefix, _)) if !prefix.is_empty() && !prefix.contains(' ') => {
            format!("is a term of {prefix}, not of {names}; such as {example}{or}")
        }
        _ if value.is_empty() => "is empty".to_owned(),
        _ => format!("is a name, not a term of {names}; such as {example}{or}"),
    })
}

fn is_term(value: &str, ontology: &Ontology) -> bool {
    let mark = if ontology.prefix == "CVCL" { '_' } else { ':' };
    let Some(rest) = value.strip_prefix(ontology.prefix).and_then(|rest| rest.strip_prefix(mark)) else {
        return false;
    };
    if ontology.prefix == "CVCL" {
        return rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    let digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    digits && (ontology.digits == 0 || rest.len() == ontology.digits)
}

/// The term that a value in another spelling stands for: `CL_0000084`, `cl:0000084`, or a page's address.
fn meant(value: &str, ontology: &Ontology) -> Option<String> {
    let last = value.rsplit('/').next()?;
    let (prefix, rest) = last.split_once(['_', ':', ' '])?;
    let right = format!("{}:{rest}", ontology.prefix);
    (prefix.eq_ignore_ascii_case(ontology.prefix) && is_term(&right, ontology)).then_some(right)
}

#[cfg(test)]
mod tests {
    use super::super::items::{CL, EFO, MONDO, PATO};
    use super::*;

    #[test]
    fn terms_are_told_from_names_and_spellings() {
        let cell = Rule::Terms(&[CL], &["unknown"]);
        let said = |value: &str| problem(cell, value, None);
        assert_eq!((said("CL:0000084"), said("unknown")), (None, None));
        assert!(said("T cell").unwrap().contains("is a name, not a term of CL"));
        assert!(said("CL:84").unwrap().contains("7 digits"));
        for other in ["CL_0000084", "cl:0000084", "http://purl.obolibrary.org/obo/CL_0000084"] {
            assert!(said(other).unwrap().ends_with("otherwise: CL:0000084"), "{other}");
        }
        assert!(said("UBERON:0000178").unwrap().contains("a term of UBERON, not of CL"));
        assert!(said(" CL:0000084").unwrap().contains("blanks"));
        assert!(problem(Rule::Terms(&[EFO], &[]), "EFO:0009922", None).is_none());
    }

    #[test]
    fn the_organism_says_which_stages_and_whether_there_is_an_ethnicity() {
        let stage = |value, organism| problem(Rule::Stage, value, organism);
        assert!(stage("HsapDv:0000258", Some(HUMAN)).is_none() && stage("HsapDv:0000258", None).is_none());
        assert!(stage("HsapDv:0000258", Some("NCBITaxon:10090")).unwrap().contains("MmusDv"));
        let ethnicity = |value, organism| problem(Rule::Ethnicity, value, organism);
        assert!(ethnicity("HANCESTRO:0005", Some(HUMAN)).is_none());
        assert!(ethnicity("HANCESTRO:0005 || HANCESTRO:0014", Some(HUMAN)).is_none());
        assert!(ethnicity("HANCESTRO:0014 || HANCESTRO:0005", Some(HUMAN)).unwrap().contains("order"));
        assert!(ethnicity("HANCESTRO:0005", Some("NCBITaxon:10090")).unwrap().contains("write na"));
        let disease = Rule::Several(&[MONDO, PATO], &[]);
        assert!(problem(disease, "PATO:0000461", None).is_none());
        assert!(problem(disease, "healthy", None).unwrap().contains("MONDO or PATO"));
    }
}
