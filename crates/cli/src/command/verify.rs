use super::Result;
use crate::args::VerifyArgs;
use crate::output::Answer;
use lca_store::Problem;
use serde_json::json;
use std::fmt::Write;

/// Checks every element of an atlas against its checksums, and prints the digest of all where asked.
pub(crate) fn verify(args: &VerifyArgs) -> Result {
    let report = lca_store::verify(&args.atlas)?;
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let well = problems.is_empty();
    let mut text = summary(&report.problems);
    let elements = report.elements;
    if well {
        text = format!("{elements} elements, all as committed\n");
    }
    let mut json = json!({ "elements": elements, "problems": problems });
    if args.digest && well {
        let digest = lca_store::digest(&args.atlas)?;
        text.push_str(&format!("digest {digest}\n"));
        json["digest"] = json!(digest);
    }
    Ok(Answer { text, json, well })
}

/// Two lines for each element: what is wrong with its first file and with how many more, and the way out.
fn summary(problems: &[Problem]) -> String {
    let mut text = String::new();
    let mut rest = problems;
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|one| one.element == first.element).count();
        let _ = writeln!(text, "{first}");
        if alike > 1 {
            let _ = writeln!(text, "  and {} more files of it; --json lists them all", alike - 1);
        }
        rest = &rest[alike..];
    }
    text
}
