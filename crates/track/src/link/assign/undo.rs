use super::Assignment;

/// What a step of a trial changed: the value before it.
pub(super) enum Undo {
    Partner(usize, usize, f64),
    Holder(usize, usize),
    Left(usize, f64),
    Right(usize, f64),
}

impl Assignment<'_> {
    pub(super) fn restore(&mut self, step: Undo) {
        match step {
            Undo::Partner(left, right, weight) => (self.partner[left], self.weight[left]) = (right, weight),
            Undo::Holder(right, left) => self.holder[right] = left,
            Undo::Left(left, price) => self.left_price[left] = price,
            Undo::Right(right, price) => self.right_price[right] = price,
        }
    }

    pub(super) fn set_partner(&mut self, left: usize, right: usize, weight: f64) {
        let before = (self.partner[left], self.weight[left]);
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Partner(left, before.0, before.1)));
        (self.partner[left], self.weight[left]) = (right, weight);
    }

    pub(super) fn set_holder(&mut self, right: usize, left: usize) {
        let before = self.holder[right];
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Holder(right, before)));
        self.holder[right] = left;
    }

    pub(super) fn add_left(&mut self, left: usize, change: f64) {
        let before = self.left_price[left];
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Left(left, before)));
        self.left_price[left] += change;
    }

    pub(super) fn add_right(&mut self, right: usize, change: f64) {
        let before = self.right_price[right];
        self.undo.iter_mut().for_each(|undo| undo.push(Undo::Right(right, before)));
        self.right_price[right] += change;
    }
}
