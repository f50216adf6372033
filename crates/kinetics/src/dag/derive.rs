use super::{Bin, Dag, Id, Node, Un};

impl Dag {
    /// The exact derivatives of `roots` by one input. Steps (signs, comparisons, rounding) count as
    /// flat; where a condition switches, each branch is differentiated on its own.
    pub(crate) fn derivatives(&mut self, roots: &[Id], input: u32) -> Vec<Id> {
        let zero = self.constant(0.0);
        let needed = self.reachable(roots);
        let depends = self.dependent(|slot| slot == input);
        let mut found = vec![zero; needed.len()];
        for at in 0..needed.len() {
            if needed[at] && depends[at] {
                found[at] = self.derivative(Id(at as u32), &found);
            }
        }
        roots.iter().map(|root| found[root.index()]).collect()
    }

    /// The derivative of one node, given those of its operands.
    fn derivative(&mut self, id: Id, known: &[Id]) -> Id {
        let by = |operand: Id| known[operand.index()];
        match self.node(id) {
            Node::Const(_) => self.constant(0.0),
            Node::Input(_) => self.constant(1.0),
            Node::Unary(op, a) => {
                let inner = by(a);
                if self.is(inner, 0.0) {
                    return inner;
                }
                let outer = self.outer(op, a, id);
                self.mul(outer, inner)
            }
            Node::Binary(op, a, b) => self.binary_derivative(op, (a, by(a)), (b, by(b)), id),
            Node::Select(condition, a, b) => self.select(condition, by(a), by(b)),
        }
    }

    /// The derivative of a function of one number by that number.
    fn outer(&mut self, op: Un, a: Id, id: Id) -> Id {
        let one = self.constant(1.0);
        match op {
            Un::Neg => self.constant(-1.0),
            Un::Exp => id,
            Un::Ln => self.div(one, a),
            Un::Log10 => {
                let ln10 = self.constant(std::f64::consts::LN_10);
                let scaled = self.mul(a, ln10);
                self.div(one, scaled)
            }
            Un::Sqrt => {
                let half = self.constant(0.5);
                self.div(half, id)
            }
            Un::Abs => self.un(Un::Sign, a),
            Un::Sign | Un::Floor | Un::Ceil | Un::Not | Un::Factorial => self.constant(0.0),
            Un::Sin => self.un(Un::Cos, a),
            Un::Cos => {
                let sin = self.un(Un::Sin, a);
                self.un(Un::Neg, sin)
            }
            Un::Sinh => self.un(Un::Cosh, a),
            Un::Cosh => self.un(Un::Sinh, a),
            Un::Tan => self.one_and_square(id, Bin::Add),
            Un::Tanh => self.one_and_square(id, Bin::Sub),
            _ => self.inverse_outer(op, a),
        }
    }

    /// `1 + a²` or `1 - a²`.
    fn one_and_square(&mut self, a: Id, op: Bin) -> Id {
        let (one, square) = (self.constant(1.0), self.mul(a, a));
        self.bin(op, one, square)
    }

    fn inverse_outer(&mut self, op: Un, a: Id) -> Id {
        let one = self.constant(1.0);
        let below = match op {
            Un::Atan => self.one_and_square(a, Bin::Add),
            Un::Atanh => self.one_and_square(a, Bin::Sub),
            Un::Asinh => {
                let inside = self.one_and_square(a, Bin::Add);
                self.un(Un::Sqrt, inside)
            }
            Un::Acosh => {
                let (square, one) = (self.mul(a, a), self.constant(1.0));
                let inside = self.bin(Bin::Sub, square, one);
                self.un(Un::Sqrt, inside)
            }
            _ => {
                let inside = self.one_and_square(a, Bin::Sub);
                self.un(Un::Sqrt, inside)
            }
        };
        let quotient = self.div(one, below);
        if op == Un::Acos { self.un(Un::Neg, quotient) } else { quotient }
    }

    fn binary_derivative(&mut self, op: Bin, (a, da): (Id, Id), (b, db): (Id, Id), id: Id) -> Id {
        match op {
            Bin::Add | Bin::Sub => self.bin(op, da, db),
            Bin::Mul => {
                let (left, right) = (self.mul(da, b), self.mul(a, db));
                self.add(left, right)
            }
            Bin::Div => {
                // (da - (a/b) db) / b shares the quotient.
                let second = self.mul(id, db);
                let above = self.bin(Bin::Sub, da, second);
                self.div(above, b)
            }
            Bin::Pow => self.power_derivative((a, da), (b, db)),
            Bin::PowLn => self.power_ln_derivative((a, da), (b, db), id),
            Bin::Min | Bin::Max => {
                let (small, large) = if op == Bin::Min { (a, b) } else { (b, a) };
                let first = self.bin(Bin::Le, small, large);
                self.select(first, da, db)
            }
            Bin::Rem => {
                let quotient = self.div(a, b);
                let (down, up) = (self.un(Un::Floor, quotient), self.un(Un::Ceil, quotient));
                let zero = self.constant(0.0);
                let negative = self.bin(Bin::Lt, quotient, zero);
                let whole = self.select(negative, up, down);
                let second = self.mul(whole, db);
                self.bin(Bin::Sub, da, second)
            }
            Bin::Lt | Bin::Le | Bin::Eq | Bin::And | Bin::Or => self.constant(0.0),
        }
    }

    fn power_derivative(&mut self, (a, da): (Id, Id), (b, db): (Id, Id)) -> Id {
        let one = self.constant(1.0);
        let lower = self.bin(Bin::Sub, b, one);
        let power = self.bin(Bin::Pow, a, lower);
        let scaled = self.mul(b, power);
        let left = self.mul(scaled, da);
        if self.is(db, 0.0) {
            return left;
        }
        let by_exponent = self.intern(Node::Binary(Bin::PowLn, a, b));
        let right = self.mul(by_exponent, db);
        self.add(left, right)
    }

    fn power_ln_derivative(&mut self, (a, da): (Id, Id), (b, db): (Id, Id), id: Id) -> Id {
        let one = self.constant(1.0);
        let lower = self.bin(Bin::Sub, b, one);
        let power = self.bin(Bin::Pow, a, lower);
        let logarithmic = self.intern(Node::Binary(Bin::PowLn, a, lower));
        let scaled = self.mul(b, logarithmic);
        let by_base = self.add(scaled, power);
        let left = self.mul(by_base, da);
        if self.is(db, 0.0) {
            return left;
        }
        // The logarithm is held finite at 0, where the power beside it vanishes.
        let tiny = self.constant(f64::MIN_POSITIVE);
        let positive = self.bin(Bin::Max, a, tiny);
        let ln = self.un(Un::Ln, positive);
        let by_exponent = self.mul(id, ln);
        let right = self.mul(by_exponent, db);
        self.add(left, right)
    }
}
