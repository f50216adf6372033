use super::Result;
use crate::args::VerifyArgs;
use crate::output::Answer;
use serde_json::json;

/// Checks every element of an atlas against its checksums, and prints the digest of all where asked.
pub(crate) fn verify(args: &VerifyArgs) -> Result {
    let report = lca_store::verify(&args.atlas)?;
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let well = problems.is_empty();
    let mut text: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
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
