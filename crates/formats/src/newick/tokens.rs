/// What a Newick text is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    Colon,
    End,
    Name(String),
}

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) line: u64,
    pub(super) what: String,
}

/// The tokens of a text with the line of each.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, u64)>, Fault> {
    let mut scan = Scan { rest: text, line: 1 };
    let mut found = Vec::new();
    while let Some(token) = scan.next()? {
        found.push((token, scan.line));
    }
    Ok(found)
}

struct Scan<'t> {
    rest: &'t str,
    line: u64,
}

impl Scan<'_> {
    /// Goes on by some bytes, counting lines.
    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count() as u64;
        self.rest = rest;
    }

    fn next(&mut self) -> Result<Option<Token>, Fault> {
        loop {
            self.pass(self.rest.len() - self.rest.trim_start().len());
            let Some(first) = self.rest.chars().next() else { return Ok(None) };
            let sign = match first {
                '(' => Token::Open,
                ')' => Token::Close,
                ',' => Token::Comma,
                ':' => Token::Colon,
                ';' => Token::End,
                '[' => {
                    let end = self.rest.find(']');
                    self.pass(end.ok_or_else(|| self.fault("a comment `[` has no end"))? + 1);
                    continue;
                }
                '\'' => return self.quoted().map(Some),
                _ => return Ok(Some(self.bare())),
            };
            self.pass(1);
            return Ok(Some(sign));
        }
    }

    fn quoted(&mut self) -> Result<Token, Fault> {
        let mut name = String::new();
        let mut letters = self.rest.char_indices().skip(1).peekable();
        while let Some((at, letter)) = letters.next() {
            if letter != '\'' {
                name.push(letter);
            } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
                name.push('\'');
            } else {
                self.pass(at + 1);
                return Ok(Token::Name(name));
            }
        }
        Err(self.fault("a quoted name has no end"))
    }

    fn bare(&mut self) -> Token {
        let ends = |letter: char| letter.is_whitespace() || "()[],:;'".contains(letter);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let name = self.rest[..end].to_owned();
        self.pass(end);
        Token::Name(name)
    }

    fn fault(&self, what: &str) -> Fault {
        Fault { line: self.line, what: what.to_owned() }
    }
}
