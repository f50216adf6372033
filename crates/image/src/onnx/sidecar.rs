use super::axes::Axes;
use super::options::MOST;
use super::output::{Told, after};
use super::prepare::Prepare;
use super::side::Side;
use serde_norway::{Mapping, Value};

/// What a description of the BioImage Model Zoo (format 0.4 or 0.5) says of a network with one input.
#[derive(Debug, Clone)]
pub(super) struct Sidecar {
    pub(super) axes: Axes,
    /// Along y and x.
    pub(super) sides: [Side; 2],
    pub(super) prepare: Vec<Prepare>,
    pub(super) outputs: Vec<Told>,
    /// Greatest halo along y and x of the outputs, in pixels; none where none is said.
    pub(super) halo: Option<usize>,
    /// Whether it is StarDist's.
    pub(super) star: bool,
    /// StarDist's thresholds: of probability and of overlap.
    pub(super) thresholds: [Option<f64>; 2],
    /// SHA-256 of the network's file, in small letters.
    pub(super) sha256: Option<String>,
}

impl Sidecar {
    /// # Errors
    /// What is wrong, in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let root: Value = serde_norway::from_str(text).map_err(|why| why.to_string())?;
        version(&root)?;
        let list = |key: &str| root.get(key).and_then(Value::as_sequence).cloned().unwrap_or_default();
        let (inputs, outputs) = (list("inputs"), list("outputs"));
        let [input] = inputs.as_slice() else {
            return Err(format!("it lists {} inputs; networks of one are taken", inputs.len()));
        };
        if outputs.is_empty() {
            return Err("it lists no outputs".into());
        }
        let axes = axes(input)?;
        let sides = [side(input, &axes, 'y')?, side(input, &axes, 'x')?];
        let prepare =
            steps(input, "preprocessing")?.iter().map(Prepare::parse).collect::<Result<Vec<_>, _>>()?;
        let prepare = prepare.into_iter().flatten().collect();
        let outputs_told =
            outputs.iter().map(|tensor| output(tensor, input)).collect::<Result<Vec<_>, _>>()?;
        let halos = outputs.iter().map(halo).collect::<Result<Vec<_>, _>>()?;
        let star = root.get("config").and_then(|config| config.get("stardist"));
        let threshold = |name: &str| star?.get("thresholds")?.get(name)?.as_f64();
        Ok(Self {
            axes,
            sides,
            prepare,
            outputs: outputs_told,
            halo: halos.into_iter().flatten().max(),
            star: star.is_some(),
            thresholds: [threshold("prob"), threshold("nms")],
            sha256: sha256(&root),
        })
    }
}

/// Formats of descriptions that are known; one that does not say which it has is taken.
fn version(root: &Value) -> Result<(), String> {
    let Some(told) = root.get("format_version") else { return Ok(()) };
    let text = told
        .as_str()
        .map_or_else(|| told.as_f64().map(|number| number.to_string()), |text| Some(text.into()));
    let text = text.unwrap_or_else(|| "?".to_owned());
    let known = ["0.4", "0.5"]
        .iter()
        .any(|known| text.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
    if known { Ok(()) } else { Err(format!("it is of format {text}; 0.4 and 0.5 are known here")) }
}

fn sha256(root: &Value) -> Option<String> {
    let sum = root.get("weights")?.get("onnx")?.get("sha256")?.as_str()?;
    Some(sum.to_lowercase())
}

/// The axes of a tensor: a text (0.4) or a list of descriptions (0.5).
fn axes(tensor: &Value) -> Result<Axes, String> {
    let told = tensor.get("axes").ok_or("a tensor has no `axes`")?;
    if let Some(text) = told.as_str() {
        return Axes::parse(text);
    }
    let letter = |axis: &Value| -> Result<String, String> {
        let name = |key: &str| axis.get(key).and_then(Value::as_str);
        match name("type").or_else(|| axis.as_str()) {
            Some("batch") => Ok("b".into()),
            Some("channel") => Ok("c".into()),
            Some("space") => Ok(name("id").unwrap_or("?").into()),
            other => Err(format!("an axis of type `{}` is not taken", other.unwrap_or("?"))),
        }
    };
    let letters = told.as_sequence().ok_or("`axes` is neither a text nor a list")?;
    Axes::parse(&letters.iter().map(letter).collect::<Result<String, _>>()?)
}

/// The description of one axis (0.5).
fn axis_of<'v>(tensor: &'v Value, axes: &Axes, letter: char) -> Option<&'v Value> {
    tensor.get("axes")?.as_sequence()?.get(axes.place(letter)?)
}

/// Which sizes an axis of the input may have.
fn side(input: &Value, axes: &Axes, letter: char) -> Result<Side, String> {
    let wrong = || format!("the input's size along {letter} is not a number, nor `min` and `step`");
    let place = axes.place(letter).unwrap_or(0);
    let number = |value: Option<&Value>| value.and_then(Value::as_u64).map(|size| size as usize);
    let side = match (axis_of(input, axes, letter), input.get("shape")) {
        (Some(axis), _) => {
            let size = axis.get("size").ok_or_else(wrong)?;
            match (number(Some(size)), number(size.get("min")), number(size.get("step"))) {
                (Some(fixed), ..) => Side::Fixed(fixed),
                (_, Some(least), Some(step)) => Side::Any { least, step },
                _ => return Err(wrong()),
            }
        }
        (None, Some(Value::Sequence(sizes))) => Side::Fixed(number(sizes.get(place)).ok_or_else(wrong)?),
        (None, Some(shape)) => {
            let part = |key: &str| number(shape.get(key).and_then(|list| list.get(place)));
            let (Some(least), Some(step)) = (part("min"), part("step")) else { return Err(wrong()) };
            if step == 0 { Side::Fixed(least) } else { Side::Any { least, step } }
        }
        (None, None) => return Err(wrong()),
    };
    if side.is_sound() { Ok(side) } else { Err(format!("the input's size along {letter} is out of range")) }
}

/// How wide the rim of an output is that is not to be trusted.
fn halo(tensor: &Value) -> Result<Option<usize>, String> {
    let axes = axes(tensor)?;
    let old = |letter: char| tensor.get("halo")?.get(axes.place(letter)?);
    let new = |letter: char| axis_of(tensor, &axes, letter)?.get("halo");
    let mut widest = None;
    for told in ['y', 'x'].into_iter().filter_map(|letter| new(letter).or_else(|| old(letter))) {
        let halo = told.as_u64().filter(|halo| *halo <= MOST as u64);
        let halo = halo.ok_or_else(|| format!("a `halo` is not a whole number from 0 to {MOST}"))?;
        widest = widest.max(Some(halo as usize));
    }
    Ok(widest)
}

/// How many pixels an output has for each of the input, along y and x, as far as that is said: 0.4 says this itself, 0.5
/// how wide the pixels of both are.
fn scales(tensor: &Value, input: &Value) -> Result<[Option<f64>; 2], String> {
    let (axes, of_input) = (axes(tensor)?, axes(input)?);
    let mut scales = [None; 2];
    for (letter, slot) in ['y', 'x'].into_iter().zip(&mut scales) {
        let old = |key: &str| tensor.get("shape")?.get(key)?.get(axes.place(letter)?);
        let axis = axis_of(tensor, &axes, letter);
        let size = axis.and_then(|axis| axis.get("size"));
        let offset = size.and_then(|size| size.get("offset")).or_else(|| old("offset"));
        if offset.is_some_and(|offset| offset.as_f64() != Some(0.0)) {
            return Err(format!(
                "an output is said to lie beside its input (`offset` along {letter}); none is taken"
            ));
        }
        let wide = |axis: Option<&Value>| above_0(axis.and_then(|axis| axis.get("scale")), letter);
        *slot = if size.is_some_and(|size| size.get("tensor_id").is_some()) {
            let input = wide(axis_of(input, &of_input, letter))?;
            Some(input.unwrap_or(1.0) / wide(axis)?.unwrap_or(1.0))
        } else {
            above_0(old("scale"), letter)?
        };
    }
    Ok(scales)
}

fn above_0(scale: Option<&Value>, letter: char) -> Result<Option<f64>, String> {
    let fine = |scale: &Value| scale.as_f64().filter(|scale| scale.is_finite() && *scale > 0.0);
    let number =
        |scale| fine(scale).ok_or_else(|| format!("a `scale` along {letter} is not a number above 0"));
    scale.map(number).transpose()
}

fn output(tensor: &Value, input: &Value) -> Result<Told, String> {
    let axes = axes(tensor)?;
    let scales = scales(tensor, input)?;
    let names = axis_of(tensor, &axes, 'c').and_then(|axis| axis.get("channel_names"));
    let names = names.and_then(Value::as_sequence).into_iter().flatten();
    let names = names.map(|name| name.as_str().unwrap_or_default().to_lowercase()).collect();
    let done = steps(tensor, "postprocessing")?.iter().map(after).collect::<Result<Vec<_>, _>>()?;
    Ok(Told { axes, names, after: done.into_iter().flatten().collect(), scales })
}

/// One step of pre- or postprocessing: its name and its arguments.
pub(super) struct Spec {
    pub(super) name: String,
    arguments: Mapping,
}

fn steps(tensor: &Value, key: &str) -> Result<Vec<Spec>, String> {
    let spec = |step: &Value| {
        let name = step.get("id").or_else(|| step.get("name")).and_then(Value::as_str);
        let name = name.ok_or_else(|| format!("a step of `{key}` has no name"))?.to_owned();
        let arguments = step.get("kwargs").and_then(Value::as_mapping).cloned().unwrap_or_default();
        Ok(Spec { name, arguments })
    };
    tensor.get(key).and_then(Value::as_sequence).into_iter().flatten().map(spec).collect()
}

impl Spec {
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.arguments.get(key)
    }

    /// A finite number, or `usual` where it is left out.
    pub(super) fn number(&self, key: &str, usual: f64) -> Result<f64, String> {
        let Some(value) = self.get(key) else { return Ok(usual) };
        let number = value.as_f64().filter(|number| number.is_finite());
        number.ok_or_else(|| format!("`{key}` of `{}` is not a number", self.name))
    }

    /// A number for each channel, or one for all.
    pub(super) fn numbers(&self, key: &str, usual: f64) -> Result<Vec<f64>, String> {
        let Some(Value::Sequence(list)) = self.get(key) else { return Ok(vec![self.number(key, usual)?]) };
        let numbers = flat(list).map(|value| value.as_f64().filter(|number| number.is_finite()));
        let numbers: Option<Vec<f64>> = numbers.collect();
        let numbers = numbers.filter(|numbers| !numbers.is_empty());
        numbers.ok_or_else(|| format!("`{key}` of `{}` is not a list of numbers", self.name))
    }

    /// Whether statistics are of all channels together.
    pub(super) fn joint(&self) -> bool {
        match self.get("axes") {
            Some(Value::String(letters)) => letters.contains('c'),
            Some(Value::Sequence(list)) => {
                list.iter().any(|axis| matches!(axis.as_str(), Some("channel" | "c")))
            }
            _ => true,
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_str)
    }
}

/// What nested lists hold, as 0.4 writes numbers of channels.
fn flat(list: &[Value]) -> Box<dyn Iterator<Item = &Value> + '_> {
    Box::new(list.iter().flat_map(|value| match value {
        Value::Sequence(inner) => flat(inner),
        other => Box::new(std::iter::once(other)),
    }))
}
