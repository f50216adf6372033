use super::conditional::{holds, may_be_part};
use super::range::{Asked, asked};
use crate::answer::Refusal;
use crate::state::Shared;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream;
use lca_store::RawFile;
use std::ops::Range;

/// Bytes read at once, and so held for each client.
const BLOCK: u64 = 256 << 10;

/// A file to send.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) file: RawFile,
    /// Whether it will never be other than now.
    pub(super) fixed: bool,
    pub(super) is_json: bool,
}

/// Sends a file, the part of it that is asked for, or that what the client has is still right.
pub(super) async fn send(
    state: &Shared,
    found: Found,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Found { file, fixed, is_json } = found;
    let tag = format!("\"{:x}-{:x}\"", file.size, file.written_ns);
    let caching = if fixed { "private, max-age=31536000, immutable" } else { "no-cache" };
    let common = [
        (ETAG, tag.clone()),
        (CACHE_CONTROL, caching.to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        // Should a browser open it as a page: nothing in it may run.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (CONTENT_TYPE, if is_json { "application/json" } else { "application/octet-stream" }.to_owned()),
    ];
    if holds(text(IF_NONE_MATCH), &tag) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let size = file.size;
    let wanted = text(RANGE).filter(|_| may_be_part(text(IF_RANGE), &tag));
    let (status, part) = match asked(wanted, size) {
        Asked::Whole => (StatusCode::OK, 0..size),
        Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Asked::Beyond => {
            let what = format!("the file has {size} bytes, the part begins after them");
            let refusal = Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, what, "Range", "ask for less");
            return Ok(([(CONTENT_RANGE, format!("bytes */{size}"))], refusal).into_response());
        }
    };
    let length = part.end - part.start;
    let told = format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1));
    let body = if method == Method::HEAD { Body::empty() } else { body(state, file, part).await? };
    let mut answer = (status, common, [(CONTENT_LENGTH, length)], body).into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(told) = told.parse()
    {
        answer.headers_mut().insert(CONTENT_RANGE, told);
    }
    Ok(answer)
}

/// What is small is read at once, the rest block by block as the client takes it.
pub(crate) async fn body(state: &Shared, mut file: RawFile, part: Range<u64>) -> Result<Body, Refusal> {
    let state = state.clone();
    if part.end - part.start <= BLOCK {
        return state.reads.run(move || Ok(Body::from(block(&mut file, &part)?))).await;
    }
    let blocks = stream::try_unfold((state, file, part), |(state, mut file, part)| async move {
        if part.is_empty() {
            return Ok::<_, std::io::Error>(None);
        }
        let now = part.start..part.end.min(part.start + BLOCK);
        let rest = now.end..part.end;
        let read = state.reads.run(move || Ok((block(&mut file, &now)?, file))).await;
        let (bytes, file) = read.map_err(|refusal| std::io::Error::other(refusal.reason.what))?;
        Ok(Some((bytes, (state, file, rest))))
    });
    Ok(Body::from_stream(blocks))
}

/// The bytes of a range, all of them: a file that has become shorter is an error, not an end.
fn block(file: &mut RawFile, range: &Range<u64>) -> Result<Bytes, Refusal> {
    let length = usize::try_from(range.end - range.start).unwrap_or(0);
    let bytes = file.read(range.start, length)?;
    if bytes.len() == length {
        Ok(Bytes::from(bytes))
    } else {
        Err(Refusal::defect("a file became shorter while it was read"))
    }
}
