use crate::answer::Refusal;
use lca_tables::{Column, DataFrame};
use std::collections::BTreeMap;

/// Different words at most: more are names of cells, not states.
const WORDS: usize = 200;

/// Rows of a table as they were read: words by their number, in the order in which they first came.
#[derive(Debug, Default)]
pub(super) struct Coded {
    pub(super) track: Vec<u32>,
    pub(super) t: Option<Vec<u32>>,
    pub(super) truncated: bool,
    words: BTreeMap<String, u32>,
    code: Vec<Option<u32>>,
}

impl Coded {
    /// Takes the rows of a block that name a track, as many as there is room for.
    pub(super) fn take(&mut self, frame: &DataFrame, column: &str, limit: usize) -> Result<(), Refusal> {
        let unfit =
            |why: lca_tables::TableError| Refusal::unfit(why.to_string(), column, "choose another column");
        let tracks = frame.numbers("track").map_err(unfit)?;
        let frames = frame.numbers("t").ok();
        let words = words(frame.column(column).map_err(unfit)?);
        for (row, track) in tracks.iter().enumerate().filter(|(_, track)| **track >= 0.0) {
            if self.track.len() == limit {
                self.truncated = true;
                break;
            }
            let code = match words.get(row).cloned().flatten() {
                Some(word) => Some(self.number(word, column)?),
                None => None,
            };
            self.track.push(*track as u32);
            self.code.push(code);
            if let Some(frames) = &frames {
                self.t.get_or_insert_default().push(frames[row] as u32);
            }
        }
        Ok(())
    }

    fn number(&mut self, word: String, column: &str) -> Result<u32, Refusal> {
        let next = self.words.len() as u32;
        let number = *self.words.entry(word).or_insert(next);
        if self.words.len() > WORDS {
            let what = format!("`{column}` has more than {WORDS} different words: these are no states");
            return Err(Refusal::unfit(what, column, "choose another column"));
        }
        Ok(number)
    }

    /// The words in the order of the alphabet, and which of them each row has.
    pub(super) fn in_order(&self) -> (Vec<String>, Vec<Option<u32>>) {
        let mut place = vec![0; self.words.len()];
        for (at, number) in (0..).zip(self.words.values()) {
            place[*number as usize] = at;
        }
        let code = self.code.iter().map(|one| one.map(|number| place[number as usize])).collect();
        (self.words.keys().cloned().collect(), code)
    }
}

fn words(column: &Column) -> Vec<Option<String>> {
    match column {
        Column::Bool(values) => values.iter().map(|value| Some(value.to_string())).collect(),
        Column::NullableBool(values) => values.iter().map(|value| value.map(|one| one.to_string())).collect(),
        other => other.to_texts().unwrap_or_default(),
    }
}
