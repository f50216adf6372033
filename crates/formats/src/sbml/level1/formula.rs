use super::tokens::{Kind, Token, tokens};
use lca_kinetics::{Expr, Op};

/// How deep a formula may nest, and how long a chain of operators may be; safe for the stack.
const MAX_DEPTH: usize = 200;
const MAX_LINKS: usize = 1000;

/// Reads a formula of Level 1 (Level 1 Version 2, section 3.5 and appendix C). There a sign binds
/// more tightly than `^`, operators of one rank associate to the left, and `log` is the natural
/// logarithm.
pub(super) fn formula(text: &str) -> Result<Expr, String> {
    let tokens = tokens(text).map_err(|at| misplaced(text, at, "it does not belong here"))?;
    let mut parser = Parser { text, tokens, next: 0, depth: 0, links: 0 };
    let expr = parser.binary(0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expr),
        Some(token) => Err(misplaced(text, token.at, "an operator is missing before this")),
    }
}

fn misplaced(text: &str, at: usize, what: &str) -> String {
    let shown: String = text.chars().take(200).collect();
    format!("formula `{shown}`, character {}: {what}", at + 1)
}

/// Binary operators by rising precedence.
const RANKS: [&[(char, Op)]; 3] =
    [&[('+', Op::Plus), ('-', Op::Minus)], &[('*', Op::Times), ('/', Op::Divide)], &[('^', Op::Power)]];

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    links: usize,
}

impl Parser<'_> {
    fn wrong(&self, what: &str) -> String {
        let end = self.text.chars().count();
        let at = self.tokens.get(self.next).map_or(end, |token| token.at);
        misplaced(self.text, at, what)
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = matches!(self.tokens.get(self.next), Some(t) if t.kind == Kind::Sign(sign));
        self.next += usize::from(found);
        found
    }

    fn binary(&mut self, rank: usize) -> Result<Expr, String> {
        let Some(operators) = RANKS.get(rank) else { return self.signed() };
        let mut left = self.binary(rank + 1)?;
        while let Some((_, op)) = operators.iter().find(|(sign, _)| self.sign(*sign)) {
            self.links += 1;
            if self.links > MAX_LINKS {
                return Err(self.wrong("the formula is too long; split it"));
            }
            let right = self.binary(rank + 1)?;
            left = match (op, left) {
                // Long sums and products stay flat, so that they do not nest deeply.
                (Op::Plus | Op::Times, Expr::Apply(known, mut operands)) if known == *op => {
                    operands.push(right);
                    Expr::Apply(*op, operands)
                }
                (_, left) => Expr::apply(*op, [left, right]),
            };
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.wrong("the formula nests too deeply; split it"));
        }
        let expr = if self.sign('-') {
            match self.signed()? {
                Expr::Number(value) => Expr::Number(-value),
                other => Expr::apply(Op::Minus, [other]),
            }
        } else if self.sign('+') {
            self.signed()?
        } else {
            self.atom()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn atom(&mut self) -> Result<Expr, String> {
        let kind = self.tokens.get(self.next).map(|token| token.kind.clone());
        let missing = self.wrong("a number, name or `(` is missing here");
        self.next += 1;
        match kind {
            Some(Kind::Number(value)) => Ok(Expr::Number(value)),
            Some(Kind::Name(name)) if self.sign('(') => self.call(&name),
            Some(Kind::Name(name)) => Ok(Expr::Symbol(name)),
            Some(Kind::Sign('(')) => {
                let inner = self.binary(0)?;
                if self.sign(')') { Ok(inner) } else { Err(self.wrong("`)` is missing")) }
            }
            _ => Err(missing),
        }
    }

    fn call(&mut self, name: &str) -> Result<Expr, String> {
        let mut arguments = Vec::new();
        while !self.sign(')') {
            if !arguments.is_empty() && !self.sign(',') {
                return Err(self.wrong("`,` or `)` is missing"));
            }
            arguments.push(self.binary(0)?);
        }
        function(name, arguments).map_err(|what| self.wrong(&what))
    }
}

/// A function by its name in Level 1; others keep theirs of MathML.
fn function(name: &str, mut arguments: Vec<Expr>) -> Result<Expr, String> {
    let op = match name {
        "sqr" => {
            arguments.push(Expr::Number(2.0));
            Op::Power
        }
        "log" if arguments.len() == 1 => Op::Ln,
        "log10" => Op::Log,
        "pow" => Op::Power,
        "sqrt" => Op::Root,
        "ceil" => Op::Ceiling,
        "acos" => Op::Arccos,
        "asin" => Op::Arcsin,
        "atan" => Op::Arctan,
        _ => match Op::from_mathml(name) {
            Some(op) => op,
            None => return Ok(Expr::Call(name.to_owned(), arguments)),
        },
    };
    let single = matches!(name, "sqrt" | "log10") && arguments.len() != 1;
    if single || !op.takes(arguments.len()) {
        let given = arguments.len() - usize::from(name == "sqr");
        return Err(format!("`{name}` does not take {given} arguments"));
    }
    Ok(Expr::Apply(op, arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: f64) -> Expr {
        Expr::Number(value)
    }

    #[test]
    fn a_sign_binds_more_tightly_than_a_power_and_powers_join_from_the_left() {
        let x = || Expr::symbol("x");
        let negative = Expr::apply(Op::Minus, [x()]);
        assert_eq!(formula("-x^2").unwrap(), Expr::apply(Op::Power, [negative, number(2.0)]));
        let inner = Expr::apply(Op::Power, [x(), number(3.0)]);
        assert_eq!(formula("x^3^2").unwrap(), Expr::apply(Op::Power, [inner, number(2.0)]));
    }

    #[test]
    fn its_functions_have_names_of_their_own() {
        let x = || Expr::symbol("x");
        assert_eq!(formula("sqr(x)").unwrap(), Expr::apply(Op::Power, [x(), number(2.0)]));
        assert_eq!(formula(" log ( x ) ").unwrap(), Expr::apply(Op::Ln, [x()]));
        assert_eq!(formula("log10(x)").unwrap(), Expr::apply(Op::Log, [x()]));
        let product = Expr::product([number(2e-3), Expr::apply(Op::Divide, [number(1.0), number(0.5)])]);
        assert_eq!(formula("2E-3*(1/.5)").unwrap(), product);
    }

    #[test]
    fn what_is_no_formula_is_an_error_with_its_place() {
        let long = "(".repeat(300);
        for (text, expected) in [
            ("2 *", "character 4: a number, name or `(`"),
            ("2 x", "character 3: an operator"),
            ("f(1 2)", "character 5: `,` or `)`"),
            ("a % b", "character 3: it does not belong"),
            ("sqr(1, 2)", "does not take 2"),
            (long.as_str(), "nests too deeply"),
        ] {
            let error = formula(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
