//! What is wrong names the line, the word, and what is likely to be meant.

use lca_network::compile::problem;
use std::path::Path;

/// Text, and what its message holds.
const WRONG: [(&str, &[&str]); 30] = [
    ("A binds B\nMEK phosphorilates ERK --> pERK", &["line 2", "`phosphorilates`", "`phosphorylates`"]),
    ("A binds B\nA is degradd", &["line 2", "`degradd`", "`degraded`"]),
    ("A frobnicates B", &["line 1", "`frobnicates`", "binds"]),
    ("A binds", &["line 1", "two partners"]),
    ("A-1 binds B", &["line 1", "`A-1`", "letters"]),
    ("time binds B", &["line 1", "`time`"]),
    ("MEK converts ERK", &["line 1", "-->"]),
    ("A --> A2 + + B", &["line 1", "missing"]),
    ("MEK phosphorylates ERK <--> pERK", &["line 1", "one way"]),
    ("A binds B | kg = 1", &["line 1", "`kg`", "`kf`"]),
    ("A binds B | kf = x1y", &["line 1", "`x1y`"]),
    ("A binds B | kf = 1 [2, 3]", &["line 1", "outside its bounds"]),
    ("A binds B | kf = 1 [3, 0.1]", &["line 1", "no bounds"]),
    ("A binds B | kf = -1", &["line 1", "negative"]),
    ("A binds B | kf = 1 | Z = 3", &["line 1", "`Z`", "not in this sentence"]),
    ("A binds B | kf = 1 | A = -3", &["line 1", "-3"]),
    ("A binds B | kf = 1 | A = 3 | x = 1", &["line 1", "one field too many"]),
    ("A binds B | | A = 3\nA degraded | | A = 4", &["line 2", "line 1", "another value"]),
    ("A degraded, inhibited by I competitively", &["line 1", "compete"]),
    ("A + B --> C, using hil", &["line 1", "`hil`", "`hill`"]),
    ("A + B --> C, using hill", &["line 1", "one substrate"]),
    (
        "A translocates from cell to nucleus\n@compartment cytosol = 1, nucleus = 1",
        &["line 1", "`cell`", "no compartment"],
    ),
    ("A --> B | rate = k * A", &["line 1", "`k`", "@parameter k"]),
    ("A degraded\n@observabel x = A", &["line 2", "`@observabel`", "@observable"]),
    ("A degraded\n@observable x = AA", &["line 2", "`AA`", "`A`"]),
    ("A degraded\n@condition c: kf_degrade_B = 2", &["line 2", "`kf_degrade_B`", "`kf_degrade_A`"]),
    ("A degraded\n@condition c: A = 2 after d", &["line 2", "no condition `d`"]),
    ("A degraded | kf = 1 1/s", &["line 1", "@units"]),
    ("@units time = s\nA degraded | kf = 1 nM", &["line 2", "nM", "per time"]),
    ("# nothing\n", &["nothing happens"]),
];

#[test]
fn what_is_wrong_names_the_line_and_the_word() {
    for (text, parts) in WRONG {
        let found = lca_formats::parse_reactions(Path::new("list.txt"), text);
        let message = match found {
            Err(error) => error.to_string(),
            Ok(sketch) => problem(&sketch).err().map(|error| error.to_string()).unwrap_or_default(),
        };
        for part in parts {
            assert!(message.contains(part), "{text:?}: no {part:?} in {message:?}");
        }
    }
}
