use super::tokens::{Fault, Token, tokens};
use lca_graph::Branch;

/// The branches of all trees of a text. Depth is bounded by the text alone: nothing recurs.
pub(super) fn branches(text: &str) -> Result<Vec<Branch>, Fault> {
    let mut builder = Builder::default();
    let tokens = tokens(text)?;
    let mut tokens = tokens.into_iter().peekable();
    let mut last = 1;
    while let Some((token, line)) = tokens.next() {
        last = line;
        let told = match token {
            Token::Open => builder.open(),
            Token::Close => builder.close(),
            Token::Comma => builder.comma(),
            Token::End => builder.end(),
            Token::Name(name) => builder.name(name),
            Token::Colon => match tokens.next_if(|(next, _)| matches!(next, Token::Name(_))) {
                Some((Token::Name(length), _)) => builder.length(&length),
                _ => Err("there is no length after `:`".to_owned()),
            },
        };
        told.map_err(|what| Fault { line, what })?;
    }
    if builder.current.is_some() {
        let what = "the tree has no end: `;` is missing, or it is not a Newick tree".to_owned();
        return Err(Fault { line: last, what });
    }
    Ok(builder.branches)
}

#[derive(Default)]
struct Builder {
    branches: Vec<Branch>,
    /// The node that the next label or length belongs to; none between trees.
    current: Option<usize>,
    /// Nodes whose parenthesis is open, innermost last.
    open: Vec<usize>,
    /// Whether the current node has ended its children, so that none may begin.
    closed: bool,
}

impl Builder {
    fn node(&mut self) {
        let parent = self.open.last().map(|&at| at as u32);
        self.current = Some(self.branches.len());
        self.branches.push(Branch { parent, ..Branch::default() });
        self.closed = false;
    }

    /// The current node; a new tree where there is none.
    fn at(&mut self) -> usize {
        if self.current.is_none() {
            self.node();
        }
        self.current.unwrap_or_default()
    }

    fn open(&mut self) -> Result<(), String> {
        let at = self.at();
        let branch = &self.branches[at];
        if self.closed || branch.name.is_some() || branch.length.is_some() {
            return Err("`(` follows a name, a length or `)`: a comma is missing".to_owned());
        }
        self.open.push(at);
        self.node();
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let at = self.open.pop().ok_or("`)` has no `(` before it")?;
        self.current = Some(at);
        self.closed = true;
        Ok(())
    }

    fn comma(&mut self) -> Result<(), String> {
        if self.open.is_empty() {
            return Err("a comma stands outside of parentheses: this is not a Newick tree".to_owned());
        }
        self.node();
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        if !self.open.is_empty() {
            return Err(format!("the tree ends, but {} `(` have no `)`", self.open.len()));
        }
        self.current.take().map(|_| ()).ok_or_else(|| "`;` ends no tree".to_owned())
    }

    fn name(&mut self, name: String) -> Result<(), String> {
        let at = self.at();
        let branch = &mut self.branches[at];
        if branch.name.is_some() || branch.length.is_some() {
            return Err(format!("`{name}` follows another name or a length: quote names with blanks"));
        }
        branch.name = Some(name);
        Ok(())
    }

    fn length(&mut self, text: &str) -> Result<(), String> {
        let at = self.at();
        let length = text.parse().ok().filter(|length: &f64| length.is_finite());
        let length = length.ok_or_else(|| format!("the length `{text}` is no number"))?;
        match self.branches[at].length.replace(length) {
            Some(_) => Err("a node has two lengths".to_owned()),
            None => Ok(()),
        }
    }
}
