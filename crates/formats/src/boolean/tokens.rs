/// A piece of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Name(String),
    True,
    False,
    Not,
    And,
    Or,
    Open,
    Close,
    /// What stands between a node and its rule.
    Is,
}

impl Token {
    /// How a message shows it.
    pub(super) fn shown(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::True => "true",
            Self::False => "false",
            Self::Not => "not",
            Self::And => "and",
            Self::Or => "or",
            Self::Open => "(",
            Self::Close => ")",
            Self::Is => "=",
        }
    }
}

/// Whether a character may stand in a name without quotes.
pub(super) fn plain(character: char) -> bool {
    character.is_alphanumeric() || "_./:$@#%-+'".contains(character)
}

/// The meaning that a word has of itself.
pub(super) fn reserved(word: &str) -> Option<Token> {
    Some(match word.to_ascii_lowercase().as_str() {
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        "true" | "1" => Token::True,
        "false" | "0" => Token::False,
        _ => return None,
    })
}

/// Takes a line apart. Names hold letters, digits and `_ . / : $ @ # % - + '`; others stand between
/// double quotes, in which `\n` and `\r` are line breaks and `\` makes any other character plain.
pub(super) fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        let token = match character {
            blank if blank.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            '!' | '~' | '¬' => Token::Not,
            '∧' => Token::And,
            '∨' => Token::Or,
            '&' | '|' => {
                rest.next_if_eq(&character);
                if character == '&' { Token::And } else { Token::Or }
            }
            '=' | '*' | ',' => {
                // `A *= B` is how some write that the rule is of the next step.
                if character == '*' {
                    rest.next_if_eq(&'=').ok_or("`*` is no operator; use `and`, `or`, `not`")?;
                }
                Token::Is
            }
            '"' => Token::Name(quoted(&mut rest)?),
            first if plain(first) => {
                let mut word = String::from(first);
                while let Some(next) = rest.next_if(|&next| plain(next)) {
                    word.push(next);
                }
                reserved(&word).unwrap_or(Token::Name(word))
            }
            other => {
                return Err(format!(
                    "`{other}` is neither name nor operator; put odd names in double quotes"
                ));
            }
        };
        found.push(token);
    }
    Ok(found)
}

fn quoted(rest: &mut impl Iterator<Item = char>) -> Result<String, String> {
    let mut name = String::new();
    loop {
        match rest.next() {
            Some('"') => return Ok(name),
            Some('\\') => match rest.next() {
                Some('n') => name.push('\n'),
                Some('r') => name.push('\r'),
                other => name.extend(other),
            },
            Some(character) => name.push(character),
            None => return Err("a double quote is never closed".to_owned()),
        }
    }
}
