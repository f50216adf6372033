use super::{Person, Role};
use crate::ServerError;
use std::collections::BTreeMap;
use std::path::Path;

/// Tokens shorter than this could be guessed.
const SHORTEST: usize = 16;

/// Reads a file of `PERSON ROLE TOKEN` lines; what follows `#` is a remark.
pub(super) fn read_tokens(path: &Path) -> Result<Vec<(blake3::Hash, Person)>, ServerError> {
    closed(path)?;
    let mut known: Vec<(blake3::Hash, Person)> = Vec::new();
    for (at, words) in lines(path)? {
        let [name, role, token] = words.as_slice() else {
            return Err(wrong(path, at, "write a person, a role and a token: `ada editor TOKEN`"));
        };
        if token.len() < SHORTEST
            || !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        {
            let help =
                "a token has at least 16 letters, digits and `._-`: make one with `openssl rand -hex 24`";
            return Err(wrong(path, at, help));
        }
        let hash = blake3::hash(token.as_bytes());
        if known.iter().any(|(one, _)| *one == hash) {
            return Err(wrong(path, at, "this token is that of an earlier line; give each person one"));
        }
        let role = parse(role).ok_or_else(|| wrong(path, at, ROLES))?;
        known.push((hash, Person { name: name.clone(), role }));
    }
    if known.is_empty() { Err(nobody(path)) } else { Ok(known) }
}

/// Reads a file of `PERSON ROLE` lines; the person `*` is everybody else.
pub(super) fn read_roles(path: &Path) -> Result<BTreeMap<String, Role>, ServerError> {
    let mut roles = BTreeMap::new();
    for (at, words) in lines(path)? {
        let [name, role] = words.as_slice() else {
            return Err(wrong(path, at, "write a person and a role: `ada editor`"));
        };
        roles.insert(name.clone(), parse(role).ok_or_else(|| wrong(path, at, ROLES))?);
    }
    if roles.is_empty() { Err(nobody(path)) } else { Ok(roles) }
}

const ROLES: &str = "a role is `viewer` or `editor`";

fn parse(role: &str) -> Option<Role> {
    match role {
        "viewer" => Some(Role::Viewer),
        "editor" => Some(Role::Editor),
        _ => None,
    }
}

/// The words of each line that holds any, with the line's number.
fn lines(path: &Path) -> Result<Vec<(usize, Vec<String>)>, ServerError> {
    let failed = |problem: String| ServerError::People { path: path.to_owned(), problem };
    let text = std::fs::read_to_string(path).map_err(|cause| failed(format!("cannot be read: {cause}")))?;
    let words = |line: &str| -> Vec<String> {
        let said = line.split('#').next().unwrap_or_default();
        said.split_whitespace().map(str::to_owned).collect()
    };
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, words(line)));
    Ok(lines.filter(|(_, words)| !words.is_empty()).collect())
}

/// A file of tokens is for the one who runs the server.
#[cfg(unix)]
fn closed(path: &Path) -> Result<(), ServerError> {
    use std::os::unix::fs::PermissionsExt;
    let failed = |problem: String| ServerError::People { path: path.to_owned(), problem };
    let meta = std::fs::metadata(path).map_err(|cause| failed(format!("cannot be read: {cause}")))?;
    if meta.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let help = format!("others on this machine may read these tokens; run `chmod 600 {}`", path.display());
    Err(failed(help))
}

#[cfg(not(unix))]
fn closed(_: &Path) -> Result<(), ServerError> {
    Ok(())
}

fn wrong(path: &Path, line: usize, help: &str) -> ServerError {
    ServerError::People { path: path.to_owned(), problem: format!("line {line}: {help}") }
}

fn nobody(path: &Path) -> ServerError {
    ServerError::People {
        path: path.to_owned(),
        problem: "nobody is in it; write a line for each person".into(),
    }
}
