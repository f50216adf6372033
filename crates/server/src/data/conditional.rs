/// Whether a list of tags (`If-None-Match`, RFC 9110, 13.1.2) holds this one, weakly compared.
pub(super) fn holds(list: Option<&str>, tag: &str) -> bool {
    let bare = |one: &str| one.trim().trim_start_matches("W/").to_owned();
    list.is_some_and(|list| list.trim() == "*" || list.split(',').any(|one| bare(one) == tag))
}

/// Whether a part may be sent: there is no `If-Range`, or it names this very content.
pub(super) fn may_be_part(if_range: Option<&str>, tag: &str) -> bool {
    if_range.is_none_or(|wanted| wanted.trim() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared() {
        assert!(holds(Some("\"a\", W/\"b\""), "\"b\"") && holds(Some("*"), "\"x\""));
        assert!(!holds(Some("\"a\""), "\"b\"") && !holds(None, "\"a\""));
        assert!(may_be_part(None, "\"a\"") && may_be_part(Some("\"a\""), "\"a\""));
        assert!(!may_be_part(Some("W/\"a\""), "\"a\""));
    }
}
