//! The verbs of sentences.

use lca_core::nearest;

/// What a verb does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Deed {
    Bind,
    /// So many of one kind come together.
    Join(f64),
    Dissociate,
    /// One thing becomes another.
    Change,
    /// A change is taken back.
    ChangeBack,
    Transcribe,
    Translate,
    Synthesize,
    Degrade,
    Translocate,
    /// A change by one, taken back by another.
    Cycle,
}

/// Plain form, third person, participle, what it does.
type Verb = (&'static str, &'static str, &'static str, Deed);

/// Every verb; where several mean the same, the first is the usual one.
const VERBS: [Verb; 38] = [
    ("bind", "binds", "bound", Deed::Bind),
    ("dimerize", "dimerizes", "dimerized", Deed::Join(2.0)),
    ("dimerise", "dimerises", "dimerised", Deed::Join(2.0)),
    ("homodimerize", "homodimerizes", "homodimerized", Deed::Join(2.0)),
    ("trimerize", "trimerizes", "trimerized", Deed::Join(3.0)),
    ("dissociate", "dissociates", "dissociated", Deed::Dissociate),
    ("phosphorylate", "phosphorylates", "phosphorylated", Deed::Change),
    ("dephosphorylate", "dephosphorylates", "dephosphorylated", Deed::ChangeBack),
    ("activate", "activates", "activated", Deed::Change),
    ("inactivate", "inactivates", "inactivated", Deed::ChangeBack),
    ("deactivate", "deactivates", "deactivated", Deed::ChangeBack),
    ("ubiquitinate", "ubiquitinates", "ubiquitinated", Deed::Change),
    ("deubiquitinate", "deubiquitinates", "deubiquitinated", Deed::ChangeBack),
    ("acetylate", "acetylates", "acetylated", Deed::Change),
    ("deacetylate", "deacetylates", "deacetylated", Deed::ChangeBack),
    ("methylate", "methylates", "methylated", Deed::Change),
    ("demethylate", "demethylates", "demethylated", Deed::ChangeBack),
    ("sumoylate", "sumoylates", "sumoylated", Deed::Change),
    ("oxidize", "oxidizes", "oxidized", Deed::Change),
    ("reduce", "reduces", "reduced", Deed::Change),
    ("hydrolyze", "hydrolyzes", "hydrolyzed", Deed::Change),
    ("cleave", "cleaves", "cleaved", Deed::Change),
    ("convert", "converts", "converted", Deed::Change),
    ("catalyze", "catalyzes", "catalyzed", Deed::Change),
    ("catalyse", "catalyses", "catalysed", Deed::Change),
    ("transcribe", "transcribes", "transcribed", Deed::Transcribe),
    ("translate", "translates", "translated", Deed::Translate),
    ("synthesize", "synthesizes", "synthesized", Deed::Synthesize),
    ("synthesise", "synthesises", "synthesised", Deed::Synthesize),
    ("produce", "produces", "produced", Deed::Synthesize),
    ("secrete", "secretes", "secreted", Deed::Synthesize),
    ("degrade", "degrades", "degraded", Deed::Degrade),
    ("decay", "decays", "decayed", Deed::Degrade),
    ("translocate", "translocates", "translocated", Deed::Translocate),
    ("transport", "transports", "transported", Deed::Translocate),
    ("move", "moves", "moved", Deed::Translocate),
    ("cycle", "cycles", "cycled", Deed::Cycle),
    ("switch", "switches", "switched", Deed::Cycle),
];

/// A verb found in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) plain: &'static str,
    pub(super) deed: Deed,
    /// Whether it is the participle: something is done to the subject.
    pub(super) participle: bool,
}

/// The verb that a word is a form of.
pub(super) fn verb(word: &str) -> Option<Found> {
    let word = word.to_ascii_lowercase();
    let (plain, _, participle, deed) =
        VERBS.iter().find(|(plain, third, participle, _)| [*plain, *third, *participle].contains(&&*word))?;
    Some(Found { plain, deed: *deed, participle: *participle == word })
}

/// The third person of a verb in its plain form.
pub(super) fn third(plain: &str) -> Option<&'static str> {
    VERBS.iter().find(|verb| verb.0 == plain).map(|verb| verb.1)
}

/// The participle of a verb in its plain form.
pub(super) fn participle(plain: &str) -> Option<&'static str> {
    VERBS.iter().find(|verb| verb.0 == plain).map(|verb| verb.2)
}

/// What to say of a word that is no verb.
pub(super) fn unknown(word: &str) -> String {
    let forms: Vec<&str> = VERBS.iter().flat_map(|verb| [verb.1, verb.2, verb.0]).collect();
    match nearest(&word.to_ascii_lowercase(), forms.iter().copied()) {
        Some(near) => format!("`{word}` is no verb known here; is `{near}` meant?"),
        None => format!(
            "`{word}` is no verb known here: use binds, dimerizes, dissociates, phosphorylates, activates, \
             converts, transcribes, translates, synthesizes, degrades, translocates, … or write an equation, `A + B --> C`"
        ),
    }
}
