use super::{Bin, Dag, Id, Node, Un, binary, unary};

impl Dag {
    pub(crate) fn un(&mut self, op: Un, a: Id) -> Id {
        if let Some(value) = self.value(a) {
            return self.constant(unary(op, value));
        }
        match (op, self.node(a)) {
            (Un::Neg, Node::Unary(Un::Neg, inner)) => inner,
            (Un::Neg, Node::Binary(Bin::Sub, b, c)) => self.bin(Bin::Sub, c, b),
            _ => self.intern(Node::Unary(op, a)),
        }
    }

    pub(crate) fn bin(&mut self, op: Bin, a: Id, b: Id) -> Id {
        if let (Some(x), Some(y)) = (self.value(a), self.value(b)) {
            return self.constant(binary(op, x, y));
        }
        match op {
            Bin::Add => self.sum(a, b),
            Bin::Sub => self.difference(a, b),
            Bin::Mul => self.times(a, b),
            Bin::Div => self.quotient(a, b),
            Bin::Pow => self.raise(a, b),
            Bin::Min | Bin::Max if a == b => a,
            Bin::And | Bin::Or | Bin::Eq | Bin::Min | Bin::Max => {
                self.intern(Node::Binary(op, a.min(b), a.max(b)))
            }
            _ => self.intern(Node::Binary(op, a, b)),
        }
    }

    pub(crate) fn add(&mut self, a: Id, b: Id) -> Id {
        self.bin(Bin::Add, a, b)
    }

    pub(crate) fn mul(&mut self, a: Id, b: Id) -> Id {
        self.bin(Bin::Mul, a, b)
    }

    pub(crate) fn div(&mut self, a: Id, b: Id) -> Id {
        self.bin(Bin::Div, a, b)
    }

    pub(crate) fn select(&mut self, condition: Id, a: Id, b: Id) -> Id {
        match self.value(condition) {
            Some(value) => {
                if value == 0.0 {
                    b
                } else {
                    a
                }
            }
            None if a == b => a,
            None => self.intern(Node::Select(condition, a, b)),
        }
    }

    fn negated(&self, id: Id) -> Option<Id> {
        match self.node(id) {
            Node::Unary(Un::Neg, inner) => Some(inner),
            _ => None,
        }
    }

    fn sum(&mut self, a: Id, b: Id) -> Id {
        if self.is(a, 0.0) {
            return b;
        }
        if self.is(b, 0.0) {
            return a;
        }
        match (self.negated(a), self.negated(b)) {
            (_, Some(inner)) => self.bin(Bin::Sub, a, inner),
            (Some(inner), None) => self.bin(Bin::Sub, b, inner),
            (None, None) => self.intern(Node::Binary(Bin::Add, a.min(b), a.max(b))),
        }
    }

    fn difference(&mut self, a: Id, b: Id) -> Id {
        if self.is(b, 0.0) {
            return a;
        }
        if self.is(a, 0.0) {
            return self.un(Un::Neg, b);
        }
        if a == b {
            return self.constant(0.0);
        }
        match self.negated(b) {
            Some(inner) => self.bin(Bin::Add, a, inner),
            None => self.intern(Node::Binary(Bin::Sub, a, b)),
        }
    }

    fn times(&mut self, a: Id, b: Id) -> Id {
        let (a, b) = (a.min(b), a.max(b));
        for (one, other) in [(a, b), (b, a)] {
            match self.value(one) {
                Some(0.0) => return self.constant(0.0),
                Some(1.0) => return other,
                Some(-1.0) => return self.un(Un::Neg, other),
                _ => {}
            }
            if let Some(inner) = self.negated(one) {
                let product = self.times(inner, other);
                return self.un(Un::Neg, product);
            }
        }
        self.intern(Node::Binary(Bin::Mul, a, b))
    }

    fn quotient(&mut self, a: Id, b: Id) -> Id {
        if self.is(a, 0.0) {
            return a;
        }
        match self.value(b) {
            Some(1.0) => return a,
            Some(-1.0) => return self.un(Un::Neg, a),
            _ => {}
        }
        match self.negated(a) {
            Some(inner) => {
                let quotient = self.quotient(inner, b);
                self.un(Un::Neg, quotient)
            }
            None => self.intern(Node::Binary(Bin::Div, a, b)),
        }
    }

    fn raise(&mut self, a: Id, b: Id) -> Id {
        match self.value(b) {
            Some(0.0) => self.constant(1.0),
            Some(1.0) => a,
            Some(2.0) => self.mul(a, a),
            Some(0.5) => self.un(Un::Sqrt, a),
            Some(-1.0) => {
                let one = self.constant(1.0);
                self.div(one, a)
            }
            _ if self.is(a, 1.0) => a,
            _ => self.intern(Node::Binary(Bin::Pow, a, b)),
        }
    }
}
