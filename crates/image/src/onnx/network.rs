use super::fault::OnnxFault;
use super::options::MOST;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use tract_onnx::pb::tensor_shape_proto::{Dimension, dimension};
use tract_onnx::pb::{GraphProto, TensorProto, ValueInfoProto, type_proto};
use tract_onnx::prelude::*;

type Plan = Arc<TypedRunnableModel>;

/// A tensor that comes out: its lengths and values.
pub(super) type Out = (Vec<usize>, Vec<f32>);

/// A network of one input, made ready for each size of input that occurs.
pub(super) struct Network {
    graph: InferenceModel,
    /// Lengths of the input's axes, those that are fixed.
    pub(super) input: Vec<Option<usize>>,
    plans: Mutex<Vec<(Vec<usize>, Plan)>>,
}

/// How many sizes are kept ready.
const KEPT: usize = 4;

impl Network {
    /// # Errors
    /// When the bytes are no network, or one that is not known here.
    pub(super) fn read(mut bytes: &[u8]) -> Result<Self, OnnxFault> {
        let size = bytes.len();
        let onnx = tract_onnx::onnx();
        let none = |why: String| OnnxFault::NotOnnx(why);
        let proto = guarded(|| onnx.proto_model_for_read(&mut bytes)).map_err(none)?;
        let inner = proto.graph.as_ref().ok_or_else(|| none("it holds no network".into()))?;
        whole(inner, size)?;
        let strange = strange(inner, &|operator| onnx.op_register.0.contains_key(operator));
        if !strange.is_empty() {
            return Err(OnnxFault::Operators(strange));
        }
        let input = input(inner)?;
        let graph = guarded(|| onnx.model_for_proto_model(&proto)).map_err(none)?;
        Ok(Self { graph, input, plans: Mutex::default() })
    }

    /// What comes out of a tensor.
    ///
    /// # Errors
    /// When the network does not take its size, or gives what are no numbers.
    pub(super) fn run(&self, shape: &[usize], values: &[f32]) -> Result<Vec<Out>, OnnxFault> {
        let plan = self.plan(shape)?;
        let said = guarded(|| {
            let said = plan.run(tvec!(Tensor::from_shape(shape, values)?.into()))?;
            said.iter()
                .map(|one| {
                    let one = one.cast_to::<f32>()?;
                    Ok((one.shape().to_vec(), one.try_as_plain_ram()?.as_slice::<f32>()?.to_vec()))
                })
                .collect::<TractResult<Vec<Out>>>()
        });
        said.map_err(OnnxFault::Run)
    }

    /// The network made ready for a size of input.
    fn plan(&self, shape: &[usize]) -> Result<Plan, OnnxFault> {
        let lock = || self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, plan)) = lock().iter().find(|(known, _)| known == shape) {
            return Ok(Arc::clone(plan));
        }
        let plan = guarded(|| {
            let graph = self.graph.clone();
            let fact = InferenceFact::dt_shape(f32::datum_type(), shape.iter().copied());
            graph.with_input_fact(0, fact)?.into_optimized()?.into_runnable()
        });
        let plan = plan.map_err(OnnxFault::Run)?;
        let mut plans = lock();
        if plans.len() == KEPT {
            plans.remove(0);
        }
        plans.push((shape.to_vec(), Arc::clone(&plan)));
        Ok(plan)
    }
}

/// Does what may fail or, in tract, panic; the first line of why not.
fn guarded<T>(work: impl FnOnce() -> TractResult<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|why| {
            let causes: Vec<String> = why.chain().map(|cause| cause.to_string()).collect();
            let line = causes.join(": ").replace('\n', " ");
            if line.len() > 300 { line.chars().take(300).chain(['…']).collect() } else { line }
        }),
        Err(_) => Err("tract, which runs networks here, cannot work with it".to_owned()),
    }
}

/// The lengths of the one input that is not a weight.
fn input(graph: &GraphProto) -> Result<Vec<Option<usize>>, OnnxFault> {
    let weight = |name: &str| graph.initializer.iter().any(|tensor| tensor.name == name);
    let inputs: Vec<&ValueInfoProto> = graph.input.iter().filter(|input| !weight(&input.name)).collect();
    let [input] = inputs.as_slice() else {
        return Err(OnnxFault::Inputs(inputs.len()));
    };
    let kind = input.r#type.as_ref().and_then(|kind| kind.value.as_ref());
    let shape = kind.and_then(|type_proto::Value::TensorType(tensor)| tensor.shape.as_ref());
    let shape = shape.ok_or_else(|| OnnxFault::NotOnnx("the axes of its input are not told".into()))?;
    let length = |dimension: &Dimension| match &dimension.value {
        Some(dimension::Value::DimValue(length)) if *length > 0 => Some(*length as usize),
        _ => None,
    };
    let lengths: Vec<Option<usize>> = shape.dim.iter().map(length).collect();
    if lengths.iter().flatten().any(|length| *length > MOST) {
        return Err(OnnxFault::NotOnnx("its input is larger than any image".into()));
    }
    Ok(lengths)
}

/// Whether all weights lie in the file.
fn whole(graph: &GraphProto, size: usize) -> Result<(), OnnxFault> {
    let constants =
        graph.node.iter().flat_map(|node| &node.attribute).filter_map(|attribute| attribute.t.as_ref());
    for tensor in graph.initializer.iter().chain(constants) {
        if !tensor.external_data.is_empty() || tensor.data_location.is_some_and(|place| place != 0) {
            return Err(OnnxFault::Elsewhere);
        }
        if !fits(tensor, size) {
            return Err(OnnxFault::NotOnnx(format!("the tensor `{}` is not whole", tensor.name)));
        }
    }
    Ok(())
}

/// Whether a tensor may lie in a file of so many bytes: two numbers in each at most.
fn fits(tensor: &TensorProto, size: usize) -> bool {
    let count = tensor.dims.iter().try_fold(1_usize, |all, &length| {
        usize::try_from(length).ok().and_then(|length| all.checked_mul(length))
    });
    count.is_some_and(|count| count <= 2 * size)
}

/// Operators that are not known, each once.
fn strange(graph: &GraphProto, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for node in &graph.node {
        if !known(&node.op_type) && !found.contains(&node.op_type) {
            found.push(node.op_type.clone());
        }
    }
    found
}
