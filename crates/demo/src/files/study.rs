use super::IMAGED;
use crate::DemoOptions;
use crate::truth::{ARMS, Arm};
use std::fmt::Write;

/// The study of this experiment, as anyone would write it for files like these.
pub(crate) fn study_toml(options: &DemoOptions) -> String {
    let mut out = String::from(HEAD);
    // Writing to a String does not fail.
    let _ = writeln!(out, "seed = {}\n\n[data]\nroot = \"data\"\n{PLACES}", options.seed);
    ARMS.iter().for_each(|arm| condition(&mut out, arm));
    ARMS.iter().for_each(|arm| movie(&mut out, arm));
    out.push_str(ASSAYS);
    ARMS.iter().for_each(|arm| imaging(&mut out, arm));
    out.push_str(STATES);
    let traces = |kept_back: bool| {
        let arms = ARMS.iter().filter(|arm| arm.kept_back == kept_back);
        arms.map(|arm| format!("\"{}-traces\"", arm.id)).collect::<Vec<_>>().join(", ")
    };
    let kept: Vec<String> =
        ARMS.iter().filter(|arm| arm.kept_back).map(|arm| format!("\"{}\"", arm.petab)).collect();
    let model = MODEL
        .replace("TRACES", &traces(false))
        .replace("HELD", &traces(true))
        .replace("KEPT", &kept.join(", "))
        .replace("IMAGED", IMAGED)
        .replace("STARTS", &options.starts.to_string());
    out.push_str(&model);
    out
}

fn condition(out: &mut String, arm: &Arm) {
    let set = &arm.stimulus;
    let end = if set.wash_out_s < 1e6 { format!(", end_s = {:?}", set.wash_out_s) } else { String::new() };
    let kind = if end.is_empty() { "dose" } else { "pulse" };
    let mut all = vec![format!(
        "{{ target = \"EGF\", kind = \"{kind}\", amount = {:?}, unit = \"nM\"{end} }}",
        set.egf
    )];
    if set.mek_inhibitor > 0.0 {
        let amount = set.mek_inhibitor;
        all.push(format!("{{ target = \"MEK\", kind = \"dose\", amount = {amount:?}, unit = \"uM\" }}"));
    }
    if set.sprouty_left < 1.0 {
        let amount = set.sprouty_left;
        all.push(format!(
            "{{ target = \"SPRY2\", kind = \"knock-down\", amount = {amount:?}, unit = \"fraction\" }}"
        ));
    }
    let _ = writeln!(
        out,
        "[[condition]]\nid = \"{}\"\nperturbations = [\n    {},\n]\n",
        arm.petab,
        all.join(",\n    ")
    );
}

fn movie(out: &mut String, arm: &Arm) {
    let _ = writeln!(
        out,
        "[[assay]]\nid = \"{0}\"\nspecimen = \"culture\"\nmodality = \"live-imaging\"\ncondition = \"{1}\"\nfiles = {{ movie = \"{0}.ome.tif\" }}\n",
        arm.id, arm.petab
    );
}

fn imaging(out: &mut String, arm: &Arm) {
    out.push_str(&IMAGING.replace("ARM", arm.id));
}

const HEAD: &str = r#"name = "demo"
title = "EGF to ERK: from pixels, counts and lysates to a tested prediction"
description = """
A virtual experiment. Cells with a nuclear marker and an ERK reporter were filmed under six conditions, the
same conditions lysed for phosphorylation and Sprouty, and the culture sequenced. The model is fitted to
five conditions; what it foretells for the sixth, a knock-down of Sprouty, is held against its measurement."""
"#;

const PLACES: &str = r#"
[[subject]]
id = "cell-line"
organism = "Homo sapiens"
description = "A virtual epithelial cell line"

[[specimen]]
id = "culture"
subject = "cell-line"
"#;

const ASSAYS: &str = r#"[[assay]]
id = "sequencing"
specimen = "culture"
modality = "sc-rna-seq"
files = { counts = "counts", cells = "cells.csv" }

[[assay]]
id = "lysates"
specimen = "culture"
modality = "bulk-time-course"
files = { bulk = "bulk.csv", model = "model/erk.yaml" }
"#;

const IMAGING: &str = r#"
[[step]]
id = "ARM-movie"
kind = "import-movie"
assay = "ARM"

[[step]]
id = "ARM-nuclei"
kind = "segment"
from = "ARM-movie"
params = { channel = "nuclei", objects = { diameter_um = 13.0 } }

[[step]]
id = "ARM-tracks"
kind = "track"
from = "ARM-nuclei"

[[step]]
id = "ARM-traces"
kind = "traces"
from = { objects = "ARM-nuclei", tracks = "ARM-tracks" }
params = { show = "reporter_ratio" }
"#;

const STATES: &str = r#"
[[step]]
id = "counts"
kind = "import-counts"
assay = "sequencing"
file = "counts"

[[step]]
id = "lanes"
kind = "import-table"
assay = "sequencing"
file = "cells"

[[step]]
id = "quality"
kind = "quality"
from = "counts"
params = { keep = { max_pct_counts = { mt = 20.0 } } }

[[step]]
id = "normal"
kind = "normalize"
from = "quality"

[[step]]
id = "variable"
kind = "variable-genes"
from = "normal"
params = { n_top_genes = 500 }

[[step]]
id = "pca"
kind = "pca"
from = "variable"

[[step]]
id = "together"
kind = "integrate"
from = { cells = "pca", obs = "lanes" }
params = { batch = "lane" }

[[step]]
id = "neighbors"
kind = "neighbors"
from = "together"

[[step]]
id = "states"
kind = "leiden"
from = "neighbors"
params = { resolution = 0.4 }

[[step]]
id = "map"
kind = "umap"
from = "neighbors"

[[step]]
id = "markers"
kind = "markers"
from = "states"

[[step]]
id = "cells"
kind = "table"
from = { cells = ["markers", "map"], obs = "lanes" }
"#;

const MODEL: &str = r#"
[[step]]
id = "bulk"
kind = "import-table"
assay = "lysates"
file = "bulk"

[[step]]
id = "skeleton"
kind = "import-petab"
assay = "lysates"
file = "model"

# The same cells are seen at many times, so their errors go together: a movie that is fitted weighs as
# much as the independent looks it gives.
[[step]]
id = "joined"
kind = "observe"
from = { problem = "skeleton", traces = [TRACES], tables = "bulk" }
params = { observable = "IMAGED", variable = "reporter_ratio", every_s = 900.0, noise = "sem-of-course" }

# What is only held against a prediction keeps its own error.
[[step]]
id = "observed"
kind = "observe"
from = { problem = "joined", traces = [HELD] }
params = { observable = "IMAGED", variable = "reporter_ratio", every_s = 900.0, noise = "sem" }

[[step]]
id = "training"
kind = "leave-out"
from = "observed"
params = { conditions = [KEPT] }

[[step]]
id = "fit"
kind = "fit"
from = "training"
params = { starts = STARTS }

[[step]]
id = "profiles"
kind = "profiles"
from = { problem = "training", fit = "fit" }

[[step]]
id = "ensemble"
kind = "ensemble"
from = { problem = "training", fit = "fit" }
params = { steps = 2000 }

[[step]]
id = "prediction"
kind = "predict"
from = { problem = "observed", ensemble = "ensemble" }
params = { conditions = [KEPT] }

[[step]]
id = "comparison"
kind = "compare"
from = { problem = "observed", prediction = "prediction" }

[[step]]
id = "next"
kind = "next-experiment"
from = { problem = "observed", ensemble = "ensemble" }
"#;
