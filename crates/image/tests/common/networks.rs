//! Small ONNX networks, made node by node.

use prost::Message;
use tract_onnx::pb::attribute_proto::AttributeType;
use tract_onnx::pb::tensor_shape_proto::{Dimension, dimension};
use tract_onnx::pb::{
    AttributeProto, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto, TensorShapeProto,
    TypeProto, ValueInfoProto, type_proto,
};

const FLOAT: i32 = 1;

/// The input's lengths, any where none.
pub type Lengths = [Option<i64>; 4];

pub const BCYX: Lengths = [Some(1), Some(1), None, None];
pub const BYXC: Lengths = [Some(1), None, None, Some(1)];

pub fn ints(name: &str, values: &[i64]) -> AttributeProto {
    AttributeProto {
        name: name.into(),
        r#type: AttributeType::Ints as i32,
        ints: values.to_vec(),
        ..AttributeProto::default()
    }
}

pub fn node(operator: &str, inputs: &[&str], output: &str, attribute: Vec<AttributeProto>) -> NodeProto {
    NodeProto {
        input: inputs.iter().map(|&name| name.to_owned()).collect(),
        output: vec![output.to_owned()],
        name: format!("make {output}"),
        op_type: operator.to_owned(),
        attribute,
        ..NodeProto::default()
    }
}

pub fn weights(name: &str, lengths: &[i64], values: Vec<f32>) -> TensorProto {
    TensorProto {
        name: name.into(),
        dims: lengths.to_vec(),
        data_type: FLOAT,
        float_data: values,
        ..TensorProto::default()
    }
}

fn value(name: &str, lengths: Option<&[Option<i64>]>) -> ValueInfoProto {
    let dimension = |length: &Option<i64>| Dimension {
        value: Some(
            length.map_or_else(|| dimension::Value::DimParam("n".into()), dimension::Value::DimValue),
        ),
        ..Dimension::default()
    };
    let shape = lengths.map(|lengths| TensorShapeProto { dim: lengths.iter().map(dimension).collect() });
    let tensor = type_proto::Tensor { elem_type: FLOAT, shape };
    let kind = TypeProto { value: Some(type_proto::Value::TensorType(tensor)), ..TypeProto::default() };
    ValueInfoProto { name: name.into(), r#type: Some(kind), ..ValueInfoProto::default() }
}

/// The bytes of a network from `in` to `outputs`.
pub fn network(
    input: &[Option<i64>],
    weights: Vec<TensorProto>,
    node: Vec<NodeProto>,
    outputs: &[&str],
) -> Vec<u8> {
    let graph = GraphProto {
        name: "made".into(),
        node,
        initializer: weights,
        input: vec![value("in", Some(input))],
        output: outputs.iter().map(|&name| value(name, None)).collect(),
        ..GraphProto::default()
    };
    let version = OperatorSetIdProto { domain: String::new(), version: 13 };
    let model = ModelProto {
        ir_version: 8,
        opset_import: vec![version],
        graph: Some(graph),
        ..ModelProto::default()
    };
    model.encode_to_vec()
}

/// A convolution with an odd kernel that keeps the size, or with a step.
pub fn conv(from: &str, names: [&str; 2], side: i64, step: i64, to: &str) -> NodeProto {
    let attributes = vec![
        ints("kernel_shape", &[side, side]),
        ints("pads", &[side / 2; 4]),
        ints("strides", &[step, step]),
    ];
    node("Conv", &[from, names[0], names[1]], to, attributes)
}

/// The weights of a convolution from one channel that is the mean over a disc, times `gain`, less `less`.
pub fn mean(name: [&str; 2], side: i64, radius: f64, gain: f32, less: f32) -> Vec<TensorProto> {
    let half = side as f64 / 2.0 - 0.5;
    let at = |place: i64| ((place / side) as f64 - half).hypot((place % side) as f64 - half);
    let inside: Vec<bool> = (0..side * side).map(|place| at(place) < radius).collect();
    let count = inside.iter().filter(|&&inside| inside).count() as f32;
    let kernel = inside.iter().map(|&inside| if inside { gain / count } else { 0.0 }).collect();
    vec![weights(name[0], &[1, 1, side, side], kernel), weights(name[1], &[1], vec![-less])]
}

/// The probability of an object: whether the mean around a pixel of an input from 0 to 1 is above a half.
pub fn foreground(input: Lengths) -> Vec<u8> {
    let mut nodes = vec![conv("c", ["k", "b"], 5, 1, "d"), node("Sigmoid", &["d"], "e", vec![])];
    let last = input == BYXC;
    if last {
        nodes.insert(0, node("Transpose", &["in"], "c", vec![ints("perm", &[0, 3, 1, 2])]));
        nodes.push(node("Transpose", &["e"], "out", vec![ints("perm", &[0, 2, 3, 1])]));
    } else {
        nodes.insert(0, node("Identity", &["in"], "c", vec![]));
        nodes.push(node("Identity", &["e"], "out", vec![]));
    }
    network(&input, mean(["k", "b"], 5, 2.6, 30.0, 15.0), nodes, &["out"])
}

/// Stars on a grid of 2: likely where a disc of `radius` fits, with rays of that length.
pub fn stars(radius: f32) -> Vec<u8> {
    let side = 2 * radius as i64 + 1;
    let mut all = mean(["k", "b"], side, f64::from(radius), 40.0, 32.0);
    all.push(weights("none", &[32, 1, 1, 1], vec![0.0; 32]));
    all.push(weights("length", &[32], vec![radius; 32]));
    let nodes = vec![
        conv("in", ["k", "b"], side, 2, "d"),
        node("Sigmoid", &["d"], "odds", vec![]),
        conv("in", ["none", "length"], 1, 2, "rays"),
    ];
    network(&BCYX, all, nodes, &["odds", "rays"])
}

/// One of two inputs.
pub fn two_inputs() -> Vec<u8> {
    let mut model = ModelProto::decode(&foreground(BCYX)[..]).unwrap();
    if let Some(graph) = &mut model.graph {
        graph.input.push(value("more", Some(&BCYX)));
    }
    model.encode_to_vec()
}

/// Gives what it is given, whatever the channels.
pub fn echo(channels: i64) -> Vec<u8> {
    let nodes = vec![node("Identity", &["in"], "out", vec![])];
    network(&[Some(1), Some(channels), None, None], vec![], nodes, &["out"])
}
