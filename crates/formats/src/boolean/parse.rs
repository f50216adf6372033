use super::names::Names;
use super::tokens::Token;
use lca_graph::BooleanExpression as Expression;

/// How deep brackets and negations may be nested: no deeper than a network allows.
const DEEPEST: usize = Expression::DEPTH;

/// Reads an expression, of which `not` binds most and `or` least.
pub(super) fn expression(tokens: &[Token], names: &mut Names) -> Result<Expression, String> {
    let mut parser = Parser { tokens, at: 0, names };
    let whole = parser.or(0)?;
    match parser.peek() {
        None => Ok(whole),
        Some(Token::Close) => Err("a bracket is closed that was never opened".to_owned()),
        Some(token) => Err(format!("an operator is missing before `{}`", token.shown())),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    names: &'t mut Names,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, token: &Token) -> bool {
        let there = self.peek() == Some(token);
        self.at += usize::from(there);
        there
    }

    fn or(&mut self, depth: usize) -> Result<Expression, String> {
        let mut parts = vec![self.and(depth)?];
        while self.take(&Token::Or) {
            parts.push(self.and(depth)?);
        }
        Ok(joined(parts, Expression::Or))
    }

    fn and(&mut self, depth: usize) -> Result<Expression, String> {
        let mut parts = vec![self.factor(depth)?];
        while self.take(&Token::And) {
            parts.push(self.factor(depth)?);
        }
        Ok(joined(parts, Expression::And))
    }

    fn factor(&mut self, depth: usize) -> Result<Expression, String> {
        if depth > DEEPEST {
            return Err(format!("the rule is nested more than {DEEPEST} deep: simplify it"));
        }
        let token = self.peek().ok_or("the rule ends where a name is expected")?.clone();
        self.at += 1;
        match token {
            Token::Name(name) => Ok(Expression::Variable(self.names.place(&name))),
            Token::True => Ok(Expression::Constant(true)),
            Token::False => Ok(Expression::Constant(false)),
            Token::Not => Ok(Expression::Not(Box::new(self.factor(depth + 1)?))),
            Token::Open => {
                let inner = self.or(depth + 1)?;
                if self.take(&Token::Close) {
                    Ok(inner)
                } else {
                    Err(match self.peek() {
                        None => "a bracket is never closed".to_owned(),
                        Some(next) => format!("an operator is missing before `{}`", next.shown()),
                    })
                }
            }
            other => Err(format!("a name is expected where `{}` stands", other.shown())),
        }
    }
}

/// One part alone, or all in one.
fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => join(parts),
    }
}
