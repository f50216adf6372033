//! Against pages of other sites that a browser on this machine has open: a page may send requests anywhere, and may
//! have its own name point to this machine (DNS rebinding).

use crate::answer::Refusal;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use std::net::IpAddr;

/// The name a request was sent to, without the port.
pub(super) fn host(headers: &HeaderMap) -> Result<String, Refusal> {
    let mut all = headers.get_all(HOST).iter();
    let one = all.next().and_then(|value| value.to_str().ok()).filter(|_| all.next().is_none());
    let name = one.map(|value| value.trim().to_ascii_lowercase()).filter(|name| !name.is_empty());
    let name =
        name.ok_or_else(|| Refusal::unfit("a request must name one host", "Host", "send one `Host` header"))?;
    Ok(without_port(&name).to_owned())
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((name, port)) if !port.contains(']') => name,
        _ => authority,
    }
}

/// Whether a name can only mean this machine, or is the one that was listened on.
pub(super) fn is_own(name: &str, listened: &str) -> bool {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let loopback = bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    loopback || bare == "localhost" || bare.eq_ignore_ascii_case(listened)
}

/// Refuses what a page of another site has a browser send. Browsers tell the origin of every request that may
/// change something; other programs tell none.
pub(super) fn same_site(method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign = || {
        let what = "a page of another site asked for this";
        Refusal::new(StatusCode::FORBIDDEN, what, "Origin", "use this server's own page, or a program")
    };
    if matches!(text("sec-fetch-site"), Some("cross-site" | "same-site")) {
        return Err(foreign());
    }
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default().to_ascii_lowercase();
    let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
    let sent_to = [text("x-forwarded-host"), text(HOST.as_str())];
    let own = |name: &str| name.trim().eq_ignore_ascii_case(authority);
    if !authority.is_empty() && sent_to.into_iter().flatten().any(own) { Ok(()) } else { Err(foreign()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "lab-7"] {
            assert!(is_own(own, "lab-7"), "{own}");
        }
        for foreign in ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil", ""] {
            assert!(!is_own(foreign, "lab-7"), "{foreign}");
        }
        assert_eq!(host(&headers(&[("host", "[::1]:8311")])).unwrap(), "[::1]");
        assert_eq!(host(&headers(&[("host", "LocalHost:8311")])).unwrap(), "localhost");
        assert!(host(&headers(&[])).is_err());
    }

    #[test]
    fn posts_of_other_sites_are_refused() {
        let post = |all: &[(&'static str, &str)]| same_site(&Method::POST, &headers(all)).is_ok();
        assert!(post(&[("host", "localhost:1")]));
        assert!(post(&[("host", "localhost:1"), ("origin", "http://localhost:1")]));
        for origin in
            ["http://localhost:2", "http://evil.example", "null", "", "http://localhost:1.evil.example"]
        {
            assert!(!post(&[("host", "localhost:1"), ("origin", origin)]), "{origin}");
        }
        assert!(!post(&[("host", "localhost:1"), ("sec-fetch-site", "cross-site")]));
    }
}
